package io.jhttp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Gives each process of tests a temporary directory of its own: what one leaves there, or
 * looks for, is no other process's, even if two builds run at the same time.
 */
public final class OwnTemporaryDirectory implements LauncherSessionListener {

	private static final String PROPERTY = "java.io.tmpdir";

	private static final String PREFIX = "jhttp-tests-";

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		try {
			Path directory = Files.createTempDirectory(PREFIX);
			if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
				// Scripts of other users run in it.
				Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
			System.setProperty(PROPERTY, directory.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There is no room for temporary files", ex);
		}
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		try (Stream<Path> files = Files.walk(Path.of(System.getProperty(PROPERTY)))) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The temporary directory of the tests cannot be read", ex);
		}
	}

}
