package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that are no file, in the words of the owner where there are such.
 */
final class FileErrors {

	private static final Logger logger = LoggerFactory.getLogger(FileErrors.class);

	private final FileLocation location;

	private final FileLoader loader;

	private final FileOptions options;

	/** What was said of the page of a status: who causes errors must not fill the log. */
	private final Map<Integer, String> said = new ConcurrentHashMap<>();

	FileErrors(FileLocation location, FileLoader loader, FileOptions options) {
		this.location = location;
		this.loader = loader;
		this.options = options;
	}

	/** Whether a response with this status has to read a file, and so may block. */
	boolean readsFile(int status) {
		return this.options.errorPages().containsKey(status);
	}

	/**
	 * What a client is told of a file or directory that cannot be read. If it is not
	 * missing, most likely there is no descriptor left: it is there, only not now.
	 * @param path of the file or directory
	 * @param missing what is said of one that clients may not see, or that is not there
	 */
	static HttpProblem problem(Path path, IOException reason, String missing) {
		if (reason instanceof NoSuchFileException || reason instanceof AccessDeniedException) {
			return new HttpProblem(404, missing);
		}
		String name = path.toString();
		String text = String.valueOf(reason.getMessage());
		logger.warn("A file or directory cannot be read at the moment: {}",
				LogText.escape(text.startsWith(name) ? text : name + ": " + text));
		return new HttpProblem(503, "");
	}

	void send(HttpExchange exchange, HttpProblem problem) throws IOException {
		HttpResponse response = exchange.response();
		int status = problem.status();
		if (status == 503) {
			response.header("Retry-After", "1");
		}
		for (Map.Entry<String, String> field : this.options.headers().entrySet()) {
			response.header(field.getKey(), field.getValue());
		}
		ErrorContent page = page(status);
		if (page != null) {
			response.status(status).contentType(page.mediaType()).send(page.bytes());
		}
		else {
			response.sendError(status, problem.detail());
		}
	}

	/** The page of the owner for a status, or null if there is none. */
	@Nullable ErrorContent page(int status) {
		String page = this.options.errorPages().get(status);
		return (page != null) ? page(status, page) : null;
	}

	private @Nullable ErrorContent page(int status, String page) {
		FileLocation.Entry entry = this.location.find(UrlPath.parse(page).names());
		if (entry == null || entry.isDirectory()) {
			sayOnce(status, "The page for status " + status + ", " + page + ", does not exist");
			return null;
		}
		String mediaType = this.options.mediaTypes().of(entry.path().getFileName().toString());
		byte[] content;
		try {
			content = read(entry, mediaType);
		}
		catch (IOException ex) {
			sayOnce(status, "The page for status " + status + " cannot be read: " + ex.getMessage());
			return null;
		}
		this.said.remove(status);
		return new ErrorContent(mediaType, content);
	}

	private void sayOnce(int status, String problem) {
		if (!problem.equals(this.said.put(status, problem))) {
			logger.warn(problem);
		}
	}

	private byte[] read(FileLocation.Entry page, String mediaType) throws IOException {
		StoredFile stored = this.loader.load(page, mediaType).file();
		try {
			return stored.plain().bytes();
		}
		finally {
			stored.release();
		}
	}

}
