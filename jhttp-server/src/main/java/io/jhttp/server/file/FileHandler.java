package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PathOctets;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a directory and of all directories below it, to {@code GET} and
 * {@code HEAD}. A directory is shown by its index page, or by a listing. Nothing outside
 * the directory can be reached; hidden files, key stores and the application's own
 * configuration do not exist for clients.
 *
 * <pre>
 *  path ──▶ FileCache ── fresh ─────────────────▶ Representation ──▶ response     (on the loop)
 *              │ unknown, or changed                    ▲
 *              ▼                                        │
 *           UrlPath ──▶ FileTree ──▶ FileLoader ────────┘                          (on a worker)
 * </pre>
 */
public final class FileHandler implements NonBlockingHttpHandler {

	/**
	 * What nobody means to publish: configuration of Spring applications, key stores and
	 * keys. The jars of the application itself are never served, whatever the rules say.
	 */
	public static final List<String> PRIVATE_FILES = List.of(
			"{application,bootstrap}{,-*,.*}.{yml,yaml,properties}{,.*,~*}", "*.{jks,p12,pfx,keystore,key,pem}{,.*,~*}",
			"id_{rsa,dsa,ecdsa,ed25519}");

	private static final String ALLOWED = "GET, HEAD, OPTIONS";

	/** RFC 9110, section 15.6.2: these are known to the server, though not to files. */
	private static final Set<String> OTHER_KNOWN_METHODS = Set.of("POST", "PUT", "PATCH", "DELETE", "TRACE");

	private final FileTree tree;

	private final FileOptions options;

	private final KnownFiles known;

	private final FileLoader loader;

	private final Listings listings;

	private final FileErrors errors;

	private final FileSearch search;

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	FileHandler(FileHandlerBuilder builder) throws IOException {
		this.tree = new FileTree(builder.directory(), builder.symbolicLinks(), builder.rules());
		this.options = builder.options();
		this.known = builder.knownFiles();
		this.loader = new FileLoader(this.tree, builder.fields(), this.options);
		this.listings = new Listings(this.tree, this.options);
		this.errors = new FileErrors(this.tree, this.loader, this.options);
		this.search = new FileSearch(this.tree, this.loader, this.known, this.listings, this.errors, this.options);
	}

	/**
	 * Creates a handler with the defaults of {@link #builder(Path)}.
	 * @param directory the directory to serve
	 * @return the handler
	 * @throws IOException if it does not exist, is no directory or cannot be read
	 */
	public static FileHandler of(Path directory) throws IOException {
		return builder(directory).build();
	}

	/**
	 * Begins to create a handler.
	 * @param directory the directory to serve; it may be a symbolic link, which is
	 * followed at each request
	 * @return a builder
	 */
	public static FileHandlerBuilder builder(Path directory) {
		return new FileHandlerBuilder(directory);
	}

	/**
	 * The directory that is served.
	 * @return its absolute path
	 */
	public Path directory() {
		return this.tree.directory();
	}

	/**
	 * The names of the pages that stand for their directory.
	 * @return names of files, the best first
	 */
	public List<String> indexPages() {
		return this.options.indexPages();
	}

	/**
	 * The types of files.
	 * @return media types by extension
	 */
	public MediaTypes mediaTypes() {
		return this.options.mediaTypes();
	}

	/**
	 * The fields that each answer has.
	 * @return values by name
	 */
	public Map<String, String> headers() {
		return this.options.headers();
	}

	/**
	 * Answers with a file, a listing, a redirect or an error. On an event loop it answers
	 * with what is known and has not changed, and leaves the rest to a worker.
	 */
	@Override
	public void handle(HttpExchange exchange) throws IOException {
		HttpRequest request = exchange.request();
		if (!request.methodIs("GET") && !request.methodIs("HEAD")) {
			handleOther(exchange);
			return;
		}
		PathOctets path = request.pathOctets();
		if (path.isEscaped()) {
			path = decoded(request);
		}
		if (path != null && this.known.send(exchange, path)) {
			this.hits.increment();
			return;
		}
		this.misses.increment();
		if (exchange.onEventLoop()) {
			exchange.dispatch(this.search);
		}
		else {
			this.search.handle(exchange);
		}
	}

	/**
	 * What the cache of files keeps and has answered.
	 * @return numbers of this moment
	 */
	public FileCacheStatistics cacheStatistics() {
		FileCache cache = this.known.cache();
		return new FileCacheStatistics(cache.size(), cache.weight(), this.hits.sum(), this.misses.sum());
	}

	FileCache cache() {
		return this.known.cache();
	}

	/** Null if it is malformed. */
	private static @Nullable PathOctets decoded(HttpRequest request) {
		try {
			return PathOctets.of(UrlPath.parse(request.path()).toString());
		}
		catch (HttpProblem ex) {
			return null;
		}
	}

	private void handleOther(HttpExchange exchange) throws IOException {
		String method = exchange.request().method();
		if (method.equals("OPTIONS")) {
			exchange.response().status(204).header("Allow", ALLOWED).send();
			return;
		}
		boolean known = OTHER_KNOWN_METHODS.contains(method);
		if (exchange.onEventLoop() && this.errors.readsFile(known ? 405 : 501)) {
			exchange.dispatch(this::handleOther);
		}
		else if (known) {
			exchange.response().header("Allow", ALLOWED);
			this.errors.send(exchange, 405);
		}
		else {
			this.errors.send(exchange, 501, "Unsupported method ('" + method + "')");
		}
	}

	// For handler classes, step by step

	/**
	 * Where a request target leads, whether there is something or not (the seed's
	 * {@code translate_path}).
	 * @param target a path, perhaps with a query or a fragment
	 * @return a path below the directory
	 * @throws HttpProblem 400 if the target is ambiguous or malformed, 404 if no file can
	 * have such a name
	 */
	public Path translate(String target) {
		String path = target.split("[?#]", 2)[0];
		Path file = this.tree.path(UrlPath.parse(path).names());
		if (file == null) {
			throw new HttpProblem(404, "No file can have this name.");
		}
		return file;
	}

	/**
	 * What a path below the directory leads to.
	 * @param path a path, as {@link #translate} gives it
	 * @return the same path if clients may see a file or directory there, or null
	 */
	public @Nullable Path find(Path path) {
		FileTree.Entry entry = this.tree.find(path.toAbsolutePath().normalize());
		return (entry != null) ? entry.path() : null;
	}

	/**
	 * Decides what a request for a file is answered with.
	 * @param request the request, with its conditions and ranges
	 * @param file a file that clients may see
	 * @param mediaType its type
	 * @return the answer, to be closed by the caller
	 * @throws NoSuchFileException if there is no file that clients may see
	 * @throws IOException if it cannot be read
	 */
	public FileAnswer answer(HttpRequest request, Path file, String mediaType) throws IOException {
		FileTree.Entry entry = this.tree.find(file.toAbsolutePath().normalize());
		if (entry == null || entry.isDirectory()) {
			throw new NoSuchFileException(file.toString());
		}
		StoredFile loaded = this.loader.load(entry, mediaType).file();
		return FileAnswer.of(request, loaded.plain(), loaded);
	}

	/**
	 * Decides what a request for a listing is answered with.
	 * @param request the request, which says how to sort, and in which form
	 * @param directory a directory that clients may see
	 * @return the answer, to be closed by the caller
	 * @throws NoSuchFileException if there is no directory that clients may see, or none
	 * is to be listed
	 * @throws IOException if it cannot be read
	 */
	public FileAnswer list(HttpRequest request, Path directory) throws IOException {
		FileTree.Entry entry = this.tree.find(directory.toAbsolutePath().normalize());
		if (entry == null || !entry.isDirectory() || !this.options.listing()) {
			throw new NoSuchFileException(directory.toString());
		}
		return this.listings.list(request, entry);
	}

}
