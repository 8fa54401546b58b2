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
 */
record ServedDirectory(String configured, Path path) {

	static ServedDirectory of(File directory) {
		return new ServedDirectory(directory.getPath(), directory.toPath().toAbsolutePath().normalize());
	}

	static ServedDirectory working() {
		return of(new File(""));
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
