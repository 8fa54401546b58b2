package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A directory whose files are served.
 *
 * @param configured the directory as the property has it
 * @param path the absolute path that it means
 * @param published whether its files are served after all
 */
record ServedDirectory(String configured, Path path, boolean published) {

	static ServedDirectory of(File directory) {
		return new ServedDirectory(directory.getPath(), directory.toPath().toAbsolutePath().normalize(), true);
	}

	static ServedDirectory working() {
		return of(new File(""));
	}

	/** For a handler class that may name a directory of its own. */
	static ServedDirectory nothing() {
		ServedDirectory working = working();
		return new ServedDirectory(working.configured(), working.path(), false);
	}

	InvalidDirectoryException invalid(IOException cause) {
		return new InvalidDirectoryException(this.configured, this.path.toString(), reason(cause), cause);
	}

	private String reason(IOException cause) {
		if (cause instanceof NoSuchFileException || !Files.exists(this.path)) {
			return "does not exist";
		}
		if (cause instanceof NotDirectoryException || !Files.isDirectory(this.path)) {
			return "is not a directory";
		}
		return "cannot be read";
	}

}
