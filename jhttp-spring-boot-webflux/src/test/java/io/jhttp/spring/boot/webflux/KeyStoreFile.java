package io.jhttp.spring.boot.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key store that the JDK's keytool makes: the certificate of a host, and its key.
 */
public final class KeyStoreFile {

	public static final String PASSWORD = "changeit";

	private final Path path;

	private KeyStoreFile(Path path) {
		this.path = path;
	}

	public static KeyStoreFile create(Path directory, String host) throws IOException, InterruptedException {
		Path path = directory.resolve(host + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", host, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + host,
				"-ext", "san=dns:" + host + ",dns:localhost", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				path.toString(), "-storepass", PASSWORD, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC",
				// No secret: to be read quickly, many times
				"-J-Dkeystore.pkcs12.certPbeIterationCount=1", "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
				"-J-Dkeystore.pkcs12.macIterationCount=1")
			.redirectErrorStream(true)
			.start();
		String said = new String(keytool.getInputStream().readAllBytes());
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool failed: " + said);
		}
		return new KeyStoreFile(path);
	}

	public Path path() {
		return this.path;
	}

	KeyStore load() throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(this.path)) {
			store.load(input, PASSWORD.toCharArray());
		}
		return store;
	}

	/** For a client that trusts this host, and shows a certificate. */
	public SSLContext trusting(KeyStoreFile own) throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		KeyStore store = load();
		trusted.setCertificateEntry("server", store.getCertificate(store.aliases().nextElement()));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(own.load(), PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

}
