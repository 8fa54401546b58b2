package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Path;

import io.jhttp.server.file.FileHandler;
import org.jspecify.annotations.Nullable;

/**
 * The seed's {@code SimpleHTTPRequestHandler}: answers {@code GET} and {@code HEAD} with
 * the files of a directory and of those below it.
 */
public class SimpleHttpRequestHandler extends BaseHttpRequestHandler {

	private final @Nullable Path directory;

	private @Nullable FileHandler files;

	/**
	 * Serves the server's directory: the configured one, or else the working directory.
	 */
	public SimpleHttpRequestHandler() {
		this.directory = null;
	}

	/**
	 * Serves a directory.
	 * @param directory the directory
	 */
	public SimpleHttpRequestHandler(Path directory) {
		this.directory = directory;
	}

	/** Before the first request: the files that all instances share. */
	void useFiles(FileHandler shared) {
		if (this.directory == null) {
			this.files = shared;
		}
	}

	/**
	 * Answers {@code GET}.
	 * @throws IOException if the client is gone, or the directory
	 */
	@Get
	@NonBlocking
	protected void doGet() throws IOException {
		files().handle(exchange());
	}

	/**
	 * Answers {@code HEAD} with the head that {@code GET} would have.
	 * @throws IOException if the client is gone, or the directory
	 */
	@Head
	@NonBlocking
	protected void doHead() throws IOException {
		files().handle(exchange());
	}

	private FileHandler files() throws IOException {
		FileHandler files = this.files;
		if (files == null) {
			files = FileHandler.of((this.directory != null) ? this.directory : Path.of(""));
			this.files = files;
		}
		return files;
	}

}
