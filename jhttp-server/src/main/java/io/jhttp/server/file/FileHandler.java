package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.ByteRanges;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.MediaRanges;
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

	private static final String[] INDEX_PAGES = { "index.html", "index.htm" };

	private final FileTree tree;

	private FileHandler(FileTree tree) {
		this.tree = tree;
	}

	/**
	 * Creates a handler.
	 * @param directory the directory to serve
	 * @return the handler
	 * @throws IOException if it does not exist, is no directory or cannot be read
	 */
	public static FileHandler of(Path directory) throws IOException {
		return new FileHandler(new FileTree(directory));
	}

	/**
	 * The directory that is served.
	 * @return its real path
	 */
	public Path directory() {
		return this.tree.root();
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
			sendFile(exchange, entry);
		}
	}

	private void serveDirectory(HttpExchange exchange, FileTree.Entry directory, UrlPath path) throws IOException {
		if (!path.directory()) {
			exchange.response().sendRedirect(301, withSlash(exchange.request()));
			return;
		}
		FileTree.Entry index = indexPage(directory);
		if (index != null) {
			sendFile(exchange, index);
			return;
		}
		List<ListingEntry> entries;
		try {
			entries = this.tree.list(directory);
		}
		catch (AccessDeniedException | NoSuchFileException ex) {
			exchange.response().sendError(404, "No permission to list directory");
			return;
		}
		catch (IOException ex) {
			sendUnavailable(exchange.response(), ex);
			return;
		}
		HttpRequest request = exchange.request();
		sendListing(exchange, DirectoryListing.of(request.path(), !path.names().isEmpty(), entries, request.query()));
	}

	private static void sendListing(HttpExchange exchange, DirectoryListing listing) throws IOException {
		HttpResponse response = exchange.response();
		response.header("Vary", "Accept");
		response.header("X-Content-Type-Options", "nosniff");
		String accept = String.join(",", exchange.request().headers("Accept"));
		if (MediaRanges.prefers(ListingJson.CONTENT_TYPE, "text/html", accept)) {
			response.contentType(ListingJson.CONTENT_TYPE).send(ListingJson.render(listing));
		}
		else {
			response.contentType(ListingPage.CONTENT_TYPE);
			response.header("Content-Security-Policy", ListingPage.CONTENT_SECURITY_POLICY);
			// Where people were is the business of this server only.
			response.header("Referrer-Policy", "same-origin");
			response.send(ListingPage.render(listing));
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

	private FileTree.@Nullable Entry indexPage(FileTree.Entry directory) {
		for (String name : INDEX_PAGES) {
			FileTree.Entry page = this.tree.child(directory.path().resolve(name));
			if (page != null && !page.isDirectory()) {
				return page;
			}
		}
		return null;
	}

	private static void sendFile(HttpExchange exchange, FileTree.Entry file) throws IOException {
		HttpResponse response = exchange.response();
		// RFC 9110, section 8.8.2.1: never a date in the future.
		long now = Instant.now().getEpochSecond();
		long modified = Math.min(now, Math.floorDiv(file.attributes().lastModifiedTime().toMillis(), 1000L));
		Preconditions.Outcome outcome = Preconditions.evaluate(exchange.request()::header, null, modified);
		if (outcome == Preconditions.Outcome.FAILED) {
			response.sendError(412);
			return;
		}
		response.header("Last-Modified", HttpDate.format(modified));
		if (outcome == Preconditions.Outcome.NOT_MODIFIED) {
			response.status(304).send();
			return;
		}
		FileChannel channel;
		try {
			channel = FileChannel.open(file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			response.removeHeader("Last-Modified").sendError(404);
			return;
		}
		catch (IOException ex) {
			sendUnavailable(response.removeHeader("Last-Modified"), ex);
			return;
		}
		response.contentType(MediaTypes.of(file.path().getFileName().toString()));
		response.header("X-Content-Type-Options", "nosniff");
		response.header("Accept-Ranges", "bytes");
		sendContent(exchange, channel, modified);
	}

	private static void sendContent(HttpExchange exchange, FileChannel channel, long modified) throws IOException {
		long size = sizeOf(channel);
		List<ByteRanges.Range> ranges = ranges(exchange.request(), size, modified);
		// Several parts are optional (RFC 9110, section 14.2): such a client gets the
		// whole.
		if (ranges == null || ranges.size() > 1) {
			exchange.response().sendFile(channel, 0, size);
		}
		else if (ranges.isEmpty()) {
			channel.close();
			exchange.response().header("Content-Range", "bytes */" + size).sendError(416);
		}
		else {
			ByteRanges.Range range = ranges.get(0);
			exchange.response()
				.status(206)
				.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size)
				.sendFile(channel, range.first(), range.length());
		}
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

	private static long sizeOf(FileChannel channel) throws IOException {
		try {
			return channel.size();
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

}
