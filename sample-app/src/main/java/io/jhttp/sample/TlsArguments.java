package io.jhttp.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The options for HTTPS, as an SSL bundle of Spring Boot.
 */
final class TlsArguments {

	private static final String BUNDLE = "command-line";

	private static final String KEY_STORE = "--spring.ssl.bundle.pem." + BUNDLE + ".keystore.";

	private @Nullable String certificate;

	private @Nullable String key;

	private @Nullable String password;

	void certificate(String file) {
		this.certificate = readable(file);
	}

	void key(String file) {
		this.key = readable(file);
	}

	/** As Python does: the first line of the file, without its end. */
	void passwordFile(String file) {
		try {
			this.password = Files.readString(Path.of(readable(file))).lines().findFirst().orElse("");
		}
		catch (IOException ex) {
			throw new UsageException("'" + file + "' cannot be read: " + ex.getMessage());
		}
	}

	List<String> properties() {
		if (this.certificate == null) {
			if (this.key != null || this.password != null) {
				throw new UsageException("options --tls-key and --tls-password-file need --tls-cert, try --help");
			}
			return List.of();
		}
		// Without a key of its own, a file has both.
		List<String> properties = new ArrayList<>(
				List.of("--jhttp.ssl.bundle=" + BUNDLE, KEY_STORE + "certificate=file:" + this.certificate,
						KEY_STORE + "private-key=file:" + ((this.key != null) ? this.key : this.certificate)));
		if (this.password != null) {
			properties.add(KEY_STORE + "private-key-password=" + this.password);
		}
		return properties;
	}

	private static String readable(String file) {
		if (!Files.isReadable(Path.of(file))) {
			throw new UsageException("'" + file + "' is no file, or cannot be read");
		}
		return Path.of(file).toAbsolutePath().toString();
	}

}
