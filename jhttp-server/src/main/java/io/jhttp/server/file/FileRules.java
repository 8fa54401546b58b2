package io.jhttp.server.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which files of a directory nobody meant to publish: hidden ones, the application's own
 * configuration and jars, key stores and keys. They do not exist for clients.
 */
final class FileRules {

	/** RFC 8615: the one name with a dot that is meant for clients. */
	private static final String WELL_KNOWN = ".well-known";

	private static final Pattern PRIVATE_NAMES = Pattern
		.compile("((application|bootstrap)([-.].*)?\\.(ya?ml|properties)|.*\\.(jks|p12|pfx|keystore|key|pem))([.~].*)?"
				+ "|id_(rsa|dsa|ecdsa|ed25519)");

	private final Set<Path> ownJars = ownJars();

	boolean isPublicName(String name) {
		if (name.startsWith(".")) {
			return name.equals(WELL_KNOWN);
		}
		return !PRIVATE_NAMES.matcher(name.toLowerCase(Locale.ROOT)).matches();
	}

	boolean isPublicFile(Path realPath) {
		return !this.ownJars.contains(realPath);
	}

	private static Set<Path> ownJars() {
		Set<Path> jars = new HashSet<>();
		for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
			try {
				Path path = Path.of(entry).toRealPath();
				if (Files.isRegularFile(path)) {
					jars.add(path);
				}
			}
			catch (IOException | InvalidPathException ex) {
				// A class path may name what does not exist.
			}
		}
		return jars;
	}

}
