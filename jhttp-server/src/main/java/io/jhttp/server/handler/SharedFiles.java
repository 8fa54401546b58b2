package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.file.FileHandler;
import org.jspecify.annotations.Nullable;

/**
 * The files of the directories that instances of a handler class serve: each directory is
 * opened once, and not once for each connection.
 */
final class SharedFiles {

	/** A handler that invents directories must not fill the memory. */
	private static final int MOST_DIRECTORIES = 100;

	private final @Nullable FileHandler configured;

	private final Map<Path, FileHandler> byDirectory = new ConcurrentHashMap<>();

	SharedFiles(@Nullable FileHandler configured) {
		this.configured = configured;
	}

	/** The files of a directory, or of the server's if it is null. */
	FileHandler of(@Nullable Path directory) throws IOException {
		if (directory == null && this.configured != null) {
			return this.configured;
		}
		Path path = (directory != null) ? directory : Path.of("");
		FileHandler files = this.byDirectory.get(path);
		if (files == null) {
			files = FileHandler.of(path);
			if (this.byDirectory.size() < MOST_DIRECTORIES) {
				this.byDirectory.put(path, files);
			}
		}
		return files;
	}

}
