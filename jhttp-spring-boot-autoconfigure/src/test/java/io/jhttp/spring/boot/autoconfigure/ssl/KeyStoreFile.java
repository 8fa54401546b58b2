package io.jhttp.spring.boot.autoconfigure.ssl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Key stores that the JDK's keytool makes when a test asks for them.
 */
public final class KeyStoreFile {

	public static final String PASSWORD = "changeit";

	private static final Map<String, byte[]> made = new ConcurrentHashMap<>();

	private KeyStoreFile() {
	}

	/** A certificate that a host has signed itself, and its key: made once. */
	public static Path create(Path directory, String host) throws Exception {
		Path file = directory.resolve(host + ".p12");
		byte[] content = made.get(host);
		if (content != null) {
			return Files.write(file, content);
		}
		run("-genkeypair", "-alias", host, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + host, "-ext",
				"san=dns:" + host, "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString());
		made.put(host, Files.readAllBytes(file));
		return file;
	}

	/** The certificate only. */
	public static Path withoutKey(Path directory, String host) throws Exception {
		KeyStore withKey = load(create(directory, host));
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry(host, withKey.getCertificate(host));
		Path file = directory.resolve(host + "-without-key.p12");
		try (OutputStream output = Files.newOutputStream(file)) {
			store.store(output, PASSWORD.toCharArray());
		}
		return file;
	}

	public static KeyStore load(Path file) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(file)) {
			store.load(input, PASSWORD.toCharArray());
		}
		return store;
	}

	/** For a client that trusts these hosts, whatever they are called. */
	public static SSLContext trusting(Path... files) {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			for (Path file : files) {
				KeyStore store = load(file);
				String alias = store.aliases().nextElement();
				trusted.setCertificateEntry(alias, store.getCertificate(alias));
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, factory.getTrustManagers(), null);
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void run(String... arguments) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
		builder.command().add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		builder.command().addAll(List.of("-storepass", PASSWORD, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
		for (String count : List.of("certPbe", "keyPbe", "mac")) {
			// No secret: to be read quickly, many times
			builder.command().add("-J-Dkeystore.pkcs12." + count + "IterationCount=1");
		}
		Process keytool = builder.start();
		String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool failed: " + said);
		}
	}

}
