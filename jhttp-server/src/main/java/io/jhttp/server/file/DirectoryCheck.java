package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be known of a directory before its files are served.
 */
final class DirectoryCheck {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryCheck.class);

	private DirectoryCheck() {
	}

	/**
	 * Checks a directory.
	 * @throws NotDirectoryException if the path is something else
	 * @throws IOException if it does not exist or cannot be read
	 */
	static void requireReadable(Path directory) throws IOException {
		Path real = directory.toRealPath();
		if (!Files.isDirectory(real)) {
			throw new NotDirectoryException(directory.toString());
		}
		if (!Files.isReadable(real)) {
			throw new AccessDeniedException(directory.toString());
		}
		warnOfLocale(real.getFileSystem());
	}

	private static void warnOfLocale(FileSystem system) {
		try {
			system.getPath("\u4e2d\u6587");
		}
		catch (InvalidPathException ex) {
			logger.warn(
					"The locale of this process does not support Unicode: files whose names have other characters are "
							+ "not found. Start the process in a UTF-8 locale, such as with LC_ALL=C.UTF-8.");
		}
	}

}
