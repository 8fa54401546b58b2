package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.http.FieldRules;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A directory whose files are served.
 *
 * @param configured the directory as the property has it
 * @param path the absolute path that it means
 * @param settings how files are served
 */
record ServedDirectory(String configured, Path path, JhttpProperties.Files settings) {

	static ServedDirectory of(File directory, JhttpProperties.Files settings) {
		return new ServedDirectory(directory.getPath(), directory.toPath().toAbsolutePath().normalize(), settings);
	}

	static ServedDirectory working(JhttpProperties.Files settings) {
		return of(new File(""), settings);
	}

	FileHandler handler() {
		requireValidHeaders();
		MediaTypes types = MediaTypes.defaults().with(Map.of("", this.settings.getDefaultContentType()));
		try {
			return FileHandler.builder(this.path).headers(this.settings.getHeaders()).mediaTypes(types).build();
		}
		catch (IOException ex) {
			throw invalid(ex);
		}
	}

	private void requireValidHeaders() {
		this.settings.getHeaders().forEach((name, value) -> {
			try {
				FieldRules.requireName(name);
				FieldRules.requireValue(name, value);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException("jhttp.files.headers[" + name + "]", value,
						"It may not stand in a header: " + ex.getMessage());
			}
		});
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
