package io.jhttp.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The options for HTTPS, as an SSL bundle of Spring Boot.
 */
final class TlsArguments {

	private static final String BUNDLE = "command-line";

	private static final String KEY_STORE = "spring.ssl.bundle.pem." + BUNDLE + ".keystore.";

	private @Nullable String certificate;

	private @Nullable String key;

	private @Nullable String passwordFile;

	void certificate(String file) {
		this.certificate = file;
	}

	void key(String file) {
		this.key = file;
	}

	void passwordFile(String file) {
		this.passwordFile = file;
	}

	/**
	 * The same in Spring's words.
	 * @return properties by name
	 * @throws UsageException if there is no certificate to the rest
	 * @throws StartException if there is no such file
	 */
	Map<String, String> properties() {
		if (this.certificate == null) {
			if (this.key != null) {
				throw new UsageException("--tls-key requires --tls-cert to be set");
			}
			if (this.passwordFile != null) {
				throw new UsageException("--tls-password-file requires --tls-cert to be set");
			}
			return Map.of();
		}
		// Without a key of its own, a file has both.
		String key = (this.key != null) ? this.key : this.certificate;
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("jhttp.ssl.bundle", BUNDLE);
		properties.put(KEY_STORE + "certificate", "file:" + readable(this.certificate));
		properties.put(KEY_STORE + "private-key", "file:" + readable(key));
		if (this.passwordFile != null) {
			properties.put(KEY_STORE + "private-key-password", password(this.passwordFile));
		}
		return properties;
	}

	private static String password(String file) {
		try {
			return Files.readString(Path.of(file)).strip();
		}
		catch (IOException | InvalidPathException ex) {
			throw new UsageException("Failed to read TLS password file: " + ex);
		}
	}

	private static Path readable(String file) {
		try {
			Path path = Path.of(file).toAbsolutePath();
			if (Files.isReadable(path)) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			// It has no such name.
		}
		throw new StartException("'" + file + "' is not a file, or cannot be read");
	}

}
