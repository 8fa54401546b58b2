package io.jhttp.server.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.jhttp.server.file.ErrorContent;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.FileResponse;
import io.jhttp.server.file.FileTarget;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code SimpleHTTPRequestHandler}: answers {@code GET} and {@code HEAD} with
 * the files of a directory and of those below it, as the server serves files.
 */
public class SimpleHttpRequestHandler extends BaseHttpRequestHandler {

	private final @Nullable Path directory;

	private @Nullable FileHandler files;

	/**
	 * Serves the server's directory: the configured one, or else the working directory.
	 * In a Spring Boot application that is {@code jhttp.directory}, or else nothing.
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

	/** Before the first request. */
	void useFiles(SharedFiles shared) throws IOException {
		this.files = shared.of(this.directory);
	}

	final void useFiles(FileHandler files) {
		this.files = files;
	}

	final @Nullable Path ownDirectory() {
		return this.directory;
	}

	FileHandler files() {
		if (this.files == null) {
			throw new IllegalStateException("There is no connection yet");
		}
		return this.files;
	}

	/**
	 * What is served (Python's {@code directory}).
	 * @return the absolute path of the directory, which may be a symbolic link
	 * @throws IllegalStateException in a constructor
	 */
	protected final Path directory() {
		return files().directory();
	}

	/**
	 * Answers {@code GET}.
	 * @throws IOException if the client is gone, or the directory
	 */
	@Get
	protected void doGet() throws IOException {
		try (InputStream content = sendHead()) {
			if (content != null) {
				copyFile(content, output());
			}
		}
	}

	/**
	 * Answers {@code HEAD} with the head that {@code GET} would have.
	 * @throws IOException if the client is gone, or the directory
	 */
	@Head
	protected void doHead() throws IOException {
		InputStream content = sendHead();
		if (content != null) {
			content.close();
		}
	}

	/**
	 * Sends the head of a response to {@code GET} and {@code HEAD} (Python's
	 * {@code send_head}).
	 * @return the content that is to follow, for the caller to close; null if the request
	 * has been answered already, such as with an error or a redirect
	 * @throws IOException if the client is gone, or the directory
	 */
	protected @Nullable InputStream sendHead() throws IOException {
		FileTarget target = target();
		if (target instanceof FileTarget.File file) {
			return sendHeadOf(() -> files().answer(exchange(), file, contentType(file.path())));
		}
		if (target instanceof FileTarget.Directory directory) {
			return listDirectory(directory.path());
		}
		if (target instanceof FileTarget.Redirect redirect) {
			sendResponse(301);
			sendHeader("Location", redirect.location());
			sendHeader("Content-Length", "0");
			endHeaders();
		}
		else {
			sendError(404, "File not found");
		}
		return null;
	}

	private FileTarget target() {
		String path = request().path();
		boolean withSlash = path.endsWith("/") || path.endsWith("/.");
		try {
			return files().lookUp(exchange(), translatePath(path()), withSlash, this::indexPages);
		}
		catch (HttpProblem ex) {
			if (ex.status() == 404) {
				return files().missing(exchange());
			}
			throw ex;
		}
	}

	/**
	 * Sends the head of a response for a directory without index page (Python's
	 * {@code list_directory}). To show none, send an error and return null.
	 * @param directory the directory
	 * @return the content that is to follow, or null if the request has been answered
	 * @throws IOException if the client is gone
	 */
	protected @Nullable InputStream listDirectory(Path directory) throws IOException {
		return sendHeadOf(() -> files().list(request(), directory));
	}

	private @Nullable InputStream sendHeadOf(Supplier<FileResponse> source) throws IOException {
		FileResponse answer;
		try {
			answer = source.get();
		}
		catch (HttpProblem ex) {
			sendProblem(ex);
			return null;
		}
		try (answer) {
			if (answer.status() >= 400) {
				answer.headers().forEach((field) -> sendHeader(field.getKey(), field.getValue()));
				sendError(answer.status());
				return null;
			}
			sendResponse(answer.status());
			answer.headers().forEach((field) -> sendHeader(field.getKey(), field.getValue()));
			if (answer.status() != 304 && answer.length() >= 0) {
				sendHeader("Content-Length", String.valueOf(answer.length()));
			}
			endHeaders();
			if (answer.length() < 0 && command().equals("HEAD")) {
				// Without this, the head would say that there is no content.
				output().flush();
			}
			return answer.content();
		}
	}

	/** The page of the server, unless the class has one of its own. */
	@Override
	ErrorContent errorContent(int code, String message, String explain) {
		boolean own = !errorMessageFormat().equals(DEFAULT_ERROR_MESSAGE);
		ErrorContent page = (own || this.files == null) ? null : this.files.errorContent(code);
		return (page != null) ? page : super.errorContent(code, message, explain);
	}

	/**
	 * Ends the header section with {@link #extraResponseHeaders}, if it has no such
	 * fields already.
	 */
	@Override
	protected void endHeaders() throws IOException {
		if (!isInterimBuffered()) {
			extraResponseHeaders().forEach((name, value) -> {
				if (!isHeaderBuffered(name)) {
					sendHeader(name, value);
				}
			});
		}
		super.endHeaders();
	}

	/**
	 * Where the file of a request is (Python's {@code translate_path}). What an override
	 * returns is served if it is below {@link #directory}, and clients may see it. What
	 * this method returns may be opened or created as it is: a path that clients may not
	 * see is never returned.
	 * @param path the path of the request, percent-encoded, with or without query
	 * @return a path, whether there is a file or not; it ends with {@code .} if the path
	 * ends with a slash and there is a file with that name, so that it is not found
	 * @throws HttpProblem 400 if the path is ambiguous, 404 if clients may not see what
	 * is there, such as a hidden file, or a link that leads out of the directory
	 * @throws IllegalStateException outside a request
	 */
	protected Path translatePath(String path) {
		return files().locate(exchange(), path);
	}

	/**
	 * Looks a path up before it is opened that was not made by {@link #translatePath}.
	 * @param path a path below {@link #directory}
	 * @return the same path, or null if there is no file or directory that clients may
	 * see
	 * @throws IllegalStateException in a constructor
	 */
	protected final @Nullable Path find(Path path) {
		return files().find(path);
	}

	/**
	 * The media type of a file (Python's {@code guess_type}).
	 * @param file the file
	 * @return by default its type of {@link #extensionsMap}, or else the one of the
	 * server, without its {@code charset}, which is added when the file is sent
	 */
	protected String guessType(Path file) {
		return withoutCharset(knownType(file));
	}

	/** What a class says itself is sent as it is. */
	private String contentType(Path file) {
		String guessed = guessType(file);
		String known = knownType(file);
		return guessed.equals(withoutCharset(known)) ? known : guessed;
	}

	private static String withoutCharset(String type) {
		int charset = type.indexOf(";charset=");
		return (charset < 0) ? type : type.substring(0, charset);
	}

	private String knownType(Path file) {
		MediaTypes types = files().mediaTypes();
		Map<String, String> overrides = new HashMap<>();
		String other = defaultContentType();
		if (!other.equals(types.of(""))) {
			overrides.put("", other);
		}
		overrides.putAll(extensionsMap());
		return (overrides.isEmpty() ? types : types.with(overrides)).of(String.valueOf(file.getFileName()));
	}

	/**
	 * Media types of this handler (Python's {@code extensions_map}), which go before
	 * those of the server.
	 * @return types by extension, in lower case and with its dot; an empty string stands
	 * for every unlisted one
	 */
	protected Map<String, String> extensionsMap() {
		return Map.of();
	}

	/**
	 * The media type of files with an unknown extension (Python's
	 * {@code default_content_type}).
	 * @return that of the server by default, {@code application/octet-stream}
	 */
	protected String defaultContentType() {
		return files().mediaTypes().of("");
	}

	/**
	 * The pages that stand for their directory (Python's {@code index_pages}).
	 * @return file names, the first of which goes before the others; those of the server
	 * by default
	 */
	protected List<String> indexPages() {
		return files().indexPages();
	}

	/**
	 * Header fields of every final response, errors included (Python's
	 * {@code extra_response_headers}).
	 * @return values by name; those of the server by default
	 */
	protected Map<String, String> extraResponseHeaders() {
		return files().headers();
	}

	/**
	 * Copies the content of a file to the response (Python's {@code copyfile}).
	 * @param source the content
	 * @param output the content of the response
	 * @throws IOException if the file cannot be read, or the client is gone
	 */
	protected void copyFile(InputStream source, OutputStream output) throws IOException {
		source.transferTo((output instanceof HandlerOutput content) ? content.withoutPauses() : output);
	}

}
