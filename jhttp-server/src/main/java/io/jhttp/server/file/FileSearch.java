package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PathOctets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a path leads to, reads it and answers with it: a file, an index page, a
 * listing, a redirect or an error. It blocks, and so runs on a worker.
 */
final class FileSearch implements HttpHandler {

	private static final Logger logger = LoggerFactory.getLogger(FileSearch.class);

	private final FileTree tree;

	private final FileLoader loader;

	private final KnownFiles known;

	private final Listings listings;

	private final FileErrors errors;

	private final FileOptions options;

	/** Each takes a processor, and memory for the whole file. */
	private final Semaphore compressions = new Semaphore(Runtime.getRuntime().availableProcessors());

	FileSearch(FileTree tree, FileLoader loader, KnownFiles known, Listings listings, FileErrors errors,
			FileOptions options) {
		this.tree = tree;
		this.loader = loader;
		this.known = known;
		this.listings = listings;
		this.errors = errors;
		this.options = options;
	}

	/** Answers a request for whatever its path leads to. */
	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try {
			serve(exchange, UrlPath.parse(exchange.request().path()));
		}
		catch (HttpProblem ex) {
			this.errors.send(exchange, ex.status(), ex.detail());
		}
	}

	private void serve(HttpExchange exchange, UrlPath path) throws IOException {
		forgetIfChanged(exchange, PathOctets.of(path.toString()));
		FileTree.Entry entry = this.tree.find(path.names());
		// "/file/" would make relative links of the page lead astray.
		if (entry == null || (path.directory() && !entry.isDirectory())) {
			serveMissing(exchange, path);
		}
		else if (!entry.isDirectory()) {
			serveFile(exchange, path.toString(), entry);
		}
		else if (!path.directory()) {
			exchange.response().sendRedirect(301, withSlash(exchange.request()));
		}
		else {
			FileTree.Entry page = indexPage(entry);
			if (page != null) {
				serveFile(exchange, path.toString(), page);
			}
			else {
				serveListing(exchange, entry);
			}
		}
	}

	/** A file that is gone must not keep its place on the disk because it is open. */
	private void forgetIfChanged(HttpExchange exchange, PathOctets key) {
		StoredFile known = this.known.cache().get(key);
		if (known != null && !known.holds(exchange.arrivedAt())) {
			this.known.cache().remove(key);
		}
	}

	private void serveMissing(HttpExchange exchange, UrlPath path) throws IOException {
		Fallback fallback = this.options.fallback();
		if (fallback != null && fallback.answers(exchange.request(), path)) {
			FileTree.Entry page = this.tree.find(UrlPath.parse(fallback.page()).names());
			if (page != null && !page.isDirectory()) {
				serveFile(exchange, fallback.page(), page);
				return;
			}
		}
		this.errors.send(exchange, 404);
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
		for (String name : this.options.indexPages()) {
			FileTree.Entry page = this.tree.find(directory.path().resolve(name));
			if (page != null && !page.isDirectory()) {
				return page;
			}
		}
		return null;
	}

	private void serveListing(HttpExchange exchange, FileTree.Entry directory) throws IOException {
		if (!this.options.listing()) {
			this.errors.send(exchange, 404);
			return;
		}
		FileAnswer answer;
		try {
			answer = this.listings.list(exchange.request(), directory);
		}
		catch (AccessDeniedException | NoSuchFileException ex) {
			this.errors.send(exchange, 404, "No permission to list directory");
			return;
		}
		catch (IOException ex) {
			this.errors.sendUnavailable(exchange, ex);
			return;
		}
		answer.sendTo(exchange.response());
	}

	private void serveFile(HttpExchange exchange, String path, FileTree.Entry entry) throws IOException {
		PathOctets key = PathOctets.of(path);
		StoredFile known = this.known.cache().get(key);
		if (known != null && known.holds(exchange.arrivedAt())) {
			Representation representation = chosen(exchange, known, entry);
			this.known.cache().weigh(key);
			if (KnownFiles.send(exchange, representation)) {
				return;
			}
		}
		FileLoader.Loaded loaded = load(exchange, entry);
		if (loaded != null) {
			serveLoaded(exchange, key, entry, loaded);
		}
	}

	private void serveLoaded(HttpExchange exchange, PathOctets key, FileTree.Entry entry, FileLoader.Loaded loaded)
			throws IOException {
		StoredFile file = loaded.file();
		try {
			if (!KnownFiles.send(exchange, chosen(exchange, file, entry))) {
				this.errors.sendUnavailable(exchange, new IOException(entry.path() + " changed while it was read"));
			}
		}
		catch (IOException | RuntimeException ex) {
			file.release();
			throw ex;
		}
		if (!loaded.lasting() || !this.known.cache().put(key, file)) {
			file.release();
		}
	}

	private FileLoader.@Nullable Loaded load(HttpExchange exchange, FileTree.Entry entry) throws IOException {
		try {
			return this.loader.load(entry, mediaType(entry.path()));
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			this.errors.send(exchange, 404);
		}
		catch (IOException ex) {
			this.errors.sendUnavailable(exchange, ex);
		}
		return null;
	}

	/** The representation that a client wants, compressed now if it has to be. */
	private Representation chosen(HttpExchange exchange, StoredFile file, FileTree.Entry entry) {
		Representation representation = this.known.choose(exchange.request(), file, exchange.arrivedAt());
		if (representation != null) {
			return representation;
		}
		Representation compressed = this.compressions.tryAcquire() ? compressedNow(file, entry) : null;
		return (compressed != null) ? compressed : file.plain();
	}

	private @Nullable Representation compressedNow(StoredFile file, FileTree.Entry entry) {
		try {
			if (!file.beginCompression()) {
				return null;
			}
			Representation compressed = compressed(file, entry);
			file.endCompression(compressed);
			return compressed;
		}
		finally {
			this.compressions.release();
		}
	}

	private @Nullable Representation compressed(StoredFile file, FileTree.Entry entry) {
		try {
			return this.loader.compress(file, entry);
		}
		catch (IOException ex) {
			// Changed just now: the plain form is sent as far as it is one version.
			logger.debug("Not compressed: {}", ex.getMessage());
			return null;
		}
	}

	private String mediaType(Path file) {
		return this.options.mediaTypes().of(file.getFileName().toString());
	}

}
