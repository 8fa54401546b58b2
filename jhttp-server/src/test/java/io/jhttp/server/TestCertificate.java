package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate that the JDK's keytool makes when a test asks for it, and its key. It is
 * the only one that it trusts.
 */
public final class TestCertificate {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final Map<String, TestCertificate> made = new ConcurrentHashMap<>();

	private final KeyStore keyStore;

	private TestCertificate(KeyStore keyStore) {
		this.keyStore = keyStore;
	}

	/** The certificate of a host, made once. */
	public static TestCertificate of(String host) {
		return made.computeIfAbsent(host, TestCertificate::make);
	}

	private static TestCertificate make(String host) {
		try {
			Path directory = Files.createTempDirectory("jhttp-certificate");
			Path file = directory.resolve("store.p12");
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", host, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + host,
					"-ext", "san=dns:" + host + ",ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
					file.toString(), "-storepass", "changeit", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC",
					// No secret: to be read quickly, many times
					"-J-Dkeystore.pkcs12.certPbeIterationCount=1", "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
					"-J-Dkeystore.pkcs12.macIterationCount=1")
				.redirectErrorStream(true)
				.start();
			String said = new String(keytool.getInputStream().readAllBytes());
			if (keytool.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + said);
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream input = Files.newInputStream(file)) {
				store.load(input, PASSWORD);
			}
			Files.delete(file);
			Files.delete(directory);
			return new TestCertificate(store);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public X509Certificate certificate() {
		try {
			return (X509Certificate) this.keyStore.getCertificate(this.keyStore.aliases().nextElement());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** For a side that shows this certificate and trusts another. */
	public SSLContext context(TestCertificate trusted) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
			keys.init(this.keyStore, PASSWORD);
			return context(keys.getKeyManagers(), trusted);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public SSLContext context() {
		return context(this);
	}

	SlowKey slowKey() {
		try {
			String alias = this.keyStore.aliases().nextElement();
			return new SlowKey((PrivateKey) this.keyStore.getKey(alias, PASSWORD), certificate());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	SSLContext context(SlowKey key) {
		return context(new KeyManager[] { key }, this);
	}

	/** For a side that trusts this certificate, and has none. */
	public SSLContext trustingContext() {
		return context(new KeyManager[0], this);
	}

	/** For a client that only wants to see who is there. */
	public static SSLContext trustingEverybody() {
		TrustManager everybody = new X509ExtendedTrustManager() {

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
			}

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
			}

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String type) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String type) {
			}

			@Override
			public X509Certificate[] getAcceptedIssuers() {
				return new X509Certificate[0];
			}

		};
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { everybody }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext context(KeyManager[] keys, TestCertificate trusted) {
		try {
			KeyStore certificates = KeyStore.getInstance("PKCS12");
			certificates.load(null, null);
			certificates.setCertificateEntry("trusted", trusted.certificate());
			TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
			trust.init(certificates);
			TrustManager[] trustManagers = trust.getTrustManagers();
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys, trustManagers, null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
