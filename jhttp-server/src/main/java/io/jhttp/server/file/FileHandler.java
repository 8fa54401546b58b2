package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.ByteRanges;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the files of a directory and of all directories below it, to {@code GET} and
 * {@code HEAD}. A directory is shown by its index page, or by a listing. Nothing outside
 * the directory can be reached; hidden files, key stores and the application's own
 * configuration do not exist for clients.
 */
public final class FileHandler implements NonBlockingHttpHandler {

	private static final Logger logger = LoggerFactory.getLogger(FileHandler.class);

	private static final String ALLOWED = "GET, HEAD, OPTIONS";

	/** RFC 9110, section 15.6.2: these are known to the server, though not to files. */
	private static final Set<String> OTHER_KNOWN_METHODS = Set.of("POST", "PUT", "PATCH", "DELETE", "TRACE");

	private final FileTree tree;

	private final DirectoryListing listing;

	private final List<String> indexPages;

	private final MediaTypes mediaTypes;

	private final boolean listed;

	private final Map<String, String> headers;

	private FileHandler(FileTree tree, Builder builder) {
		this.tree = tree;
		this.listing = new DirectoryListing(tree);
		this.indexPages = builder.indexPages;
		this.mediaTypes = builder.mediaTypes;
		this.listed = builder.listing;
		this.headers = builder.headers;
	}

	/**
	 * Begins to describe a handler.
	 * @param directory the directory to serve
	 * @return a builder with the defaults
	 */
	public static Builder builder(Path directory) {
		return new Builder(directory);
	}

	/**
	 * Creates a handler.
	 * @param directory the directory to serve
	 * @return the handler
	 * @throws IOException if it does not exist, is no directory or cannot be read
	 */
	public static FileHandler of(Path directory) throws IOException {
		return builder(directory).build();
	}

	/**
	 * The directory that is served.
	 * @return its real path
	 */
	public Path directory() {
		return this.tree.root();
	}

	/**
	 * The names of the pages that stand for a directory.
	 * @return file names, the first of which goes before the others
	 */
	public List<String> indexPages() {
		return this.indexPages;
	}

	/**
	 * The types of files.
	 * @return media types by extension
	 */
	public MediaTypes mediaTypes() {
		return this.mediaTypes;
	}

	/**
	 * The fields that each answer has.
	 * @return values by name
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Where the file of a request target is. Whether there is one is not asked.
	 * @param target a path, percent-encoded, with or without query
	 * @return a path below the directory
	 * @throws HttpProblem 400 if the target is ambiguous or malformed
	 */
	public Path translate(String target) {
		Path path = this.tree.root();
		for (String name : UrlPath.parse(target.replaceFirst("[?#].*", "")).names()) {
			path = path.resolve(name);
		}
		return path;
	}

	/**
	 * Finds a file or directory.
	 * @param path a path below the directory
	 * @return the real path, or null if clients may not see it
	 */
	public @Nullable Path find(Path path) {
		FileTree.Entry entry = this.tree.child(path);
		return (entry != null) ? entry.path() : null;
	}

	/**
	 * Finds the page that stands for a directory.
	 * @param directory a directory that was found here
	 * @return the real path of the page, or null if there is none
	 */
	public @Nullable Path indexPage(Path directory) {
		for (String name : this.indexPages) {
			FileTree.Entry page = this.tree.child(directory.resolve(name));
			if (page != null && !page.isDirectory()) {
				return page.path();
			}
		}
		return null;
	}

	/**
	 * Answers with a file, a listing, a redirect or an error. On an event loop it leaves
	 * everything that touches the disk to a worker.
	 */
	@Override
	public void handle(HttpExchange exchange) throws IOException {
		switch (exchange.request().method()) {
			case "GET", "HEAD" -> {
				if (exchange.onEventLoop()) {
					exchange.dispatch(this::serve);
				}
				else {
					serve(exchange);
				}
			}
			case "OPTIONS" -> exchange.response().status(204).header("Allow", ALLOWED).send();
			default -> refuseMethod(exchange);
		}
	}

	private static void refuseMethod(HttpExchange exchange) throws IOException {
		String method = exchange.request().method();
		if (OTHER_KNOWN_METHODS.contains(method)) {
			exchange.response().header("Allow", ALLOWED).sendError(405);
		}
		else {
			exchange.response().sendError(501, "Unsupported method ('" + method + "')");
		}
	}

	private void serve(HttpExchange exchange) throws IOException {
		UrlPath path = UrlPath.parse(exchange.request().path());
		FileTree.Entry entry = this.tree.find(path.names());
		if (entry == null) {
			exchange.response().sendError(404);
		}
		else if (entry.isDirectory()) {
			serveDirectory(exchange, entry, path);
		}
		else if (path.directory()) {
			// "/file/" would make relative links of the page lead astray.
			exchange.response().sendError(404);
		}
		else {
			sendFile(exchange, entry.path());
		}
	}

	private void serveDirectory(HttpExchange exchange, FileTree.Entry directory, UrlPath path) throws IOException {
		if (!path.directory()) {
			exchange.response().sendRedirect(301, withSlash(exchange.request()));
			return;
		}
		Path index = indexPage(directory.path());
		if (index != null) {
			sendFile(exchange, index);
			return;
		}
		try (FileAnswer answer = list(exchange.request(), directory.path())) {
			answer.sendTo(exchange.response());
		}
		catch (AccessDeniedException | NoSuchFileException ex) {
			exchange.response().sendError(404, "No permission to list directory");
		}
	}

	/**
	 * One leading slash only: browsers read "//host" as another server (CVE-2021-28861).
	 */
	private static String withSlash(HttpRequest request) {
		String path = request.path().replaceFirst("^/+", "/");
		String query = request.query();
		return path + "/" + ((query != null) ? "?" + query : "");
	}

	private void sendFile(HttpExchange exchange, Path file) throws IOException {
		FileAnswer answer;
		try {
			answer = answer(exchange.request(), file, this.mediaTypes.of(String.valueOf(file.getFileName())));
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			exchange.response().sendError(404);
			return;
		}
		catch (IOException ex) {
			sendUnavailable(exchange.response(), ex);
			return;
		}
		answer.sendTo(exchange.response());
	}

	/**
	 * What is sent for a file, with every condition and range of the request.
	 * @param request the request
	 * @param file a file that was found here
	 * @param mediaType its type
	 * @return the answer, to be sent or closed
	 * @throws IOException if the file cannot be read
	 */
	public FileAnswer answer(HttpRequest request, Path file, String mediaType) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
		try {
			return answer(request, channel, Files.getLastModifiedTime(file).toMillis(), mediaType);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private FileAnswer answer(HttpRequest request, FileChannel channel, long modifiedMillis, String mediaType)
			throws IOException {
		// RFC 9110, section 8.8.2.1: never a date in the future.
		long modified = Math.min(Instant.now().getEpochSecond(), Math.floorDiv(modifiedMillis, 1000L));
		Preconditions.Outcome outcome = Preconditions.evaluate(request::header, null, modified);
		if (outcome == Preconditions.Outcome.FAILED) {
			channel.close();
			return error(412);
		}
		if (outcome == Preconditions.Outcome.NOT_MODIFIED) {
			channel.close();
			return FileAnswer.ofPage(304, new byte[0]).field("Last-Modified", HttpDate.format(modified));
		}
		long size = channel.size();
		List<ByteRanges.Range> ranges = ranges(request, size, modified);
		if (ranges != null && ranges.isEmpty()) {
			channel.close();
			return error(416).field("Content-Range", "bytes */" + size);
		}
		FileAnswer answer;
		// Several parts are optional (RFC 9110, section 14.2): such a client gets the
		// whole.
		if (ranges == null || ranges.size() > 1) {
			answer = FileAnswer.ofFile(200, channel, 0, size);
		}
		else {
			ByteRanges.Range range = ranges.get(0);
			answer = FileAnswer.ofFile(206, channel, range.first(), range.length())
				.field("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
		}
		this.headers.forEach(answer::field);
		return answer.field("Last-Modified", HttpDate.format(modified))
			.field("Content-Type", mediaType)
			.field("X-Content-Type-Options", "nosniff")
			.field("Accept-Ranges", "bytes");
	}

	private static FileAnswer error(int status) {
		return FileAnswer.ofPage(status, ErrorPage.render(status, "")).field("Content-Type", ErrorPage.CONTENT_TYPE);
	}

	/**
	 * What is sent for a directory without an index page.
	 * @param request the request
	 * @param directory a directory that was found here
	 * @return the answer, to be sent or closed
	 * @throws IOException if the directory cannot be read
	 */
	public FileAnswer list(HttpRequest request, Path directory) throws IOException {
		FileTree.Entry entry = this.tree.child(directory);
		if (entry == null || !this.listed) {
			return error(404);
		}
		FileAnswer answer = FileAnswer.ofPage(200, this.listing.render(entry, request.path()));
		this.headers.forEach(answer::field);
		return answer.field("Content-Type", "text/html;charset=utf-8")
			.field("Content-Security-Policy", DirectoryListing.CONTENT_SECURITY_POLICY);
	}

	/** Null if the whole file is to be sent. */
	private static @Nullable List<ByteRanges.Range> ranges(HttpRequest request, long size, long modified) {
		String value = request.header("Range");
		if (value == null || !request.method().equals("GET")) {
			return null;
		}
		String condition = request.header("If-Range");
		if (condition != null && !condition.equals(HttpDate.format(modified))) {
			return null;
		}
		return ByteRanges.parse(value, size);
	}

	/** Most likely there is no descriptor left: the file is there, only not now. */
	private static void sendUnavailable(HttpResponse response, IOException reason) throws IOException {
		logger.warn("A file or directory cannot be opened at the moment: {}", reason.getMessage());
		response.header("Retry-After", "1").sendError(503);
	}

	/**
	 * Describes a handler.
	 */
	public static final class Builder {

		private final Path directory;

		private List<String> indexPages = List.of("index.html", "index.htm");

		private MediaTypes mediaTypes = MediaTypes.defaults();

		private boolean listing = true;

		private Map<String, String> headers = Map.of();

		private Builder(Path directory) {
			this.directory = directory;
		}

		/**
		 * Sets which pages stand for their directory.
		 * @param names file names, the first of which goes before the others
		 * @return this builder
		 */
		public Builder indexPages(List<String> names) {
			this.indexPages = List.copyOf(names);
			return this;
		}

		/**
		 * Sets the types of files.
		 * @param types media types by extension
		 * @return this builder
		 */
		public Builder mediaTypes(MediaTypes types) {
			this.mediaTypes = types;
			return this;
		}

		/**
		 * Sets whether directories without an index page are listed.
		 * @param listing false to answer with 404
		 * @return this builder
		 */
		public Builder listing(boolean listing) {
			this.listing = listing;
			return this;
		}

		/**
		 * Sets fields that each answer has.
		 * @param headers values by name
		 * @return this builder
		 */
		public Builder headers(Map<String, String> headers) {
			this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
			return this;
		}

		/**
		 * Creates the handler.
		 * @return the handler
		 * @throws IOException if the directory does not exist, is none or cannot be read
		 */
		public FileHandler build() throws IOException {
			return new FileHandler(new FileTree(this.directory), this);
		}

	}

}
