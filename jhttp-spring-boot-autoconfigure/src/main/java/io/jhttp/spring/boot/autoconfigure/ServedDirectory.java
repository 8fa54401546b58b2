package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.FileHandlerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A directory whose files are served, of the disk or of the class path.
 *
 * @param property that names it
 * @param configured the directory as the property has it
 * @param path the absolute path that it means; of the class path, null
 * @param published whether its files are served after all
 */
record ServedDirectory(String property, String configured, @Nullable Path path, boolean published) {

	static final String PROPERTY = "jhttp.directory";

	private static final String CLASS_PATH = "classpath:";

	private static final String FILE = "file:";

	/**
	 * Reads a location.
	 * @param property that has it
	 * @param location a path, with or without {@code file:}, or {@code classpath:} and a
	 * path
	 */
	static ServedDirectory of(String property, String location) {
		if (location.startsWith("classpath*:")) {
			throw new InvalidConfigurationPropertyValueException(property, location,
					"Write classpath: without the star. It stands for the whole class path, with the first file of each name.");
		}
		Path path = location.startsWith(CLASS_PATH) ? null : path(property, location).toAbsolutePath().normalize();
		return new ServedDirectory(property, location, path, true);
	}

	private static Path path(String property, String location) {
		try {
			if (location.startsWith(FILE + "/")) {
				return Path.of(URI.create(location.replace(" ", "%20")));
			}
			return Path.of(location.startsWith(FILE) ? location.substring(FILE.length()) : location);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, location,
					"It is no path of a directory: " + ex.getMessage() + ".");
		}
	}

	static ServedDirectory working() {
		return of(PROPERTY, "");
	}

	/** For a handler class that may name a directory of its own. */
	static ServedDirectory nothing() {
		return new ServedDirectory(PROPERTY, "", Path.of("").toAbsolutePath(), false);
	}

	FileHandlerBuilder builder(ClassLoader loader) {
		if (this.path != null) {
			return FileHandler.builder(this.path);
		}
		try {
			return FileHandler.builder(loader, this.configured.substring(CLASS_PATH.length()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(this.property, this.configured, ex.getMessage() + ".");
		}
	}

	InvalidDirectoryException invalid(IOException cause) {
		String name = (this.path != null) ? this.path.toString() : this.configured;
		return new InvalidDirectoryException(this.property, this.configured, name, reason(cause), cause);
	}

	private String reason(IOException cause) {
		if (this.path == null) {
			return (cause instanceof NoSuchFileException)
					? "is a directory neither in a jar of the class path nor beside them"
					: "cannot be served: " + cause.getMessage();
		}
		if (cause instanceof NoSuchFileException || !Files.exists(this.path)) {
			return "does not exist";
		}
		if (cause instanceof NotDirectoryException || !Files.isDirectory(this.path)) {
			return "is not a directory";
		}
		return "cannot be read";
	}

	/** For people: what it means. */
	@Override
	public String toString() {
		return (this.path != null) ? this.path.toString() : this.configured;
	}

}
