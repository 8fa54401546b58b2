package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PathBytes;
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
 *           UrlPath ─▶ FileLocation ─▶ FileLoader ────────┘                          (on a worker)
 * </pre>
 */
public final class FileHandler implements NonBlockingHttpHandler {

	/**
	 * What is not meant to be published: configuration of Spring applications, unpacked
	 * ones, key stores and keys, and what a JVM writes of its memory and environment. The
	 * jars of the application itself are never served, whatever the rules say.
	 */
	public static final List<String> PRIVATE_FILES = List.of(
			"{application,bootstrap}{,-*,.*}.{yml,yaml,properties}{,.*,~*}", "*.{jks,p12,pfx,keystore,key,pem}{,.*,~*}",
			"id_{rsa,dsa,ecdsa,ed25519}", "{boot,web}-inf", "*.{hprof,jfr}{,.*,~*}", "{hs_err,replay}_pid*");

	private static final String ALLOWED = "GET, HEAD, OPTIONS";

	private final FileHandlerBuilder description;

	private volatile @Nullable FileServer server;

	FileHandler(FileHandlerBuilder description) {
		this.description = description;
	}

	/** It is made when the first request comes, so that a server starts sooner. */
	private FileServer server() {
		FileServer server = this.server;
		return (server != null) ? server : createServer();
	}

	private synchronized FileServer createServer() {
		FileServer server = this.server;
		if (server == null) {
			server = FileServer.of(this.description);
			this.server = server;
		}
		return server;
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
	 * Begins to create a handler of a directory of the class path, be it in jars, in jars
	 * within jars, or in directories of the disk. Of a name that several have, the first
	 * counts. Classes, {@code META-INF} and the configuration of applications are never
	 * served.
	 * @param loader has the class path
	 * @param directory such as {@code /static}
	 * @return a builder
	 * @throws IllegalArgumentException if it is the whole class path, or a directory that
	 * belongs to the application
	 */
	public static FileHandlerBuilder builder(ClassLoader loader, String directory) {
		return new FileHandlerBuilder(ClassPathDirectory.of(loader, directory));
	}

	/**
	 * The directory that is served.
	 * @return its absolute path; one of the class path is a name only, which no disk has
	 */
	public Path directory() {
		return this.description.directory();
	}

	/**
	 * The names of the pages that stand for their directory.
	 * @return names of files, the best first
	 */
	public List<String> indexPages() {
		return this.description.options().indexPages();
	}

	/**
	 * The types of files.
	 * @return media types by extension
	 */
	public MediaTypes mediaTypes() {
		return this.description.options().mediaTypes();
	}

	/**
	 * The fields that each response has.
	 * @return values by name
	 */
	public Map<String, String> headers() {
		return this.description.options().headers();
	}

	/**
	 * Answers with a file, a listing, a redirect or an error. On an event loop it answers
	 * with what is known and has not changed, and leaves the rest to a worker.
	 */
	@Override
	public void handle(HttpExchange exchange) throws IOException {
		if (this.server == null && exchange.onEventLoop()) {
			// What is made for the first request looks at the disk.
			exchange.dispatch(this);
			return;
		}
		HttpRequest request = exchange.request();
		if (!request.methodIs("GET") && !request.methodIs("HEAD")) {
			handleOther(exchange);
			return;
		}
		PathBytes path = request.pathBytes();
		if (path.isEscaped()) {
			path = decoded(request);
		}
		FileServer server = server();
		if (path != null && server.known().send(exchange, path)) {
			server.hits().increment();
			return;
		}
		server.misses().increment();
		if (exchange.onEventLoop()) {
			exchange.dispatch(server.search());
		}
		else {
			server.search().handle(exchange);
		}
	}

	/**
	 * What the cache of files keeps and has answered.
	 * @return numbers of this moment
	 */
	public FileCacheStatistics cacheStatistics() {
		FileServer server = this.server;
		if (server == null) {
			return new FileCacheStatistics(0, 0, 0, 0);
		}
		FileCache cache = server.known().cache();
		return new FileCacheStatistics(cache.size(), cache.weight(), server.hits().sum(), server.misses().sum());
	}

	FileCache cache() {
		return server().known().cache();
	}

	/** Null if it is malformed. */
	private static @Nullable PathBytes decoded(HttpRequest request) {
		try {
			return PathBytes.of(UrlPath.parse(request.path()).toString());
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
		HttpProblem refusal = HttpProblem.refusedMethod(method, Set.of());
		FileErrors errors = server().errors();
		if (exchange.onEventLoop() && errors.readsFile(refusal.status())) {
			exchange.dispatch(this::handleOther);
			return;
		}
		if (refusal.status() == 405) {
			exchange.response().header("Allow", ALLOWED);
		}
		errors.send(exchange, refusal);
	}

	// For handler classes, step by step

	/**
	 * Where a request target leads, whether there is something or not (Python's
	 * {@code translate_path}).
	 * @param target a path, perhaps with a query or a fragment
	 * @return a path below the directory
	 * @throws HttpProblem 400 if the target is ambiguous or malformed, 404 if no file can
	 * have such a name
	 */
	public Path translate(String target) {
		Path file = server().path(UrlPath.parse(withoutQuery(target)));
		if (file == null) {
			throw new HttpProblem(404, "No file can have this name.");
		}
		return file;
	}

	/**
	 * Where a request target leads, for programs that open the path themselves: clients
	 * may see what is there, or what they would make there.
	 * @param exchange the exchange
	 * @param target a path, perhaps with a query or a fragment
	 * @return a path below the directory, whether there is something or not; it ends with
	 * {@code .} if the target ends with a slash and there is a file
	 * @throws HttpProblem 400 if the target is ambiguous or malformed, 404 if clients may
	 * not see what is there
	 */
	public Path locate(HttpExchange exchange, String target) {
		FileServer server = server();
		Path path = translate(target);
		boolean withSlash = UrlPath.parse(withoutQuery(target)).directory();
		if (server.lookup().isKnown(path, withSlash, server.known().arrived(exchange))) {
			return path;
		}
		if (server.location().withholds(path)) {
			throw new HttpProblem(404, "Nothing matches the given URI.");
		}
		return (withSlash && server.location().isFile(path)) ? path.resolve(".") : path;
	}

	private static String withoutQuery(String target) {
		return target.split("[?#]", 2)[0];
	}

	/**
	 * What a path below the directory leads to.
	 * @param path a path, as {@link #translate} or {@link #locate} gives it
	 * @return the same path if clients may see a file or directory there, or null
	 */
	public @Nullable Path find(Path path) {
		FileLocation.Entry entry = server().location().find(path.toAbsolutePath().normalize());
		return (entry == null || (path.endsWith(".") && !entry.isDirectory())) ? null : entry.path();
	}

	/**
	 * What a path leads to, in the cache or on the disk.
	 * @param exchange the exchange, whose request has come for it
	 * @param path a path, as {@link #locate} gives it
	 * @param withSlash whether the URL ends like that of a directory
	 * @param indexPages names of pages that stand for a directory, the best first
	 * @return a file, perhaps the one that stands for what does not exist; a directory to
	 * be listed, a redirect, or nothing
	 */
	public FileTarget lookUp(HttpExchange exchange, Path path, boolean withSlash, Supplier<List<String>> indexPages) {
		FileServer server = server();
		FileTarget target = server.lookup()
			.find(exchange.request(), server.known().arrived(exchange), path.toAbsolutePath(), withSlash, indexPages);
		if (target instanceof FileTarget.Missing) {
			return missing(exchange);
		}
		if (!(target instanceof FileTarget.File)) {
			server.misses().increment();
		}
		return target;
	}

	/**
	 * What stands for what does not exist.
	 * @param exchange the exchange
	 * @return the file of the fallback page, or nothing
	 */
	public FileTarget missing(HttpExchange exchange) {
		FileTarget fallback = server().search().fallback(exchange);
		if (fallback == null) {
			server().misses().increment();
		}
		return (fallback != null) ? fallback : new FileTarget.Missing();
	}

	/**
	 * Decides what a request for a file is answered with.
	 * @param exchange the exchange, whose request may have conditions and ranges
	 * @param file a file that {@link #lookUp} has found
	 * @param mediaType its type; one that is not {@link #mediaTypes its usual one} has no
	 * encoded form
	 * @return the response, to be closed by the caller
	 * @throws HttpProblem 404 if there is no file that clients may see, 503 if it cannot
	 * be read at the moment
	 */
	public FileResponse answer(HttpExchange exchange, FileTarget.File file, String mediaType) {
		FileServer server = server();
		FileResponse answer = server.search().answerKnown(exchange, file, mediaType);
		if (answer != null) {
			server.hits().increment();
			return answer;
		}
		server.misses().increment();
		return server.search().read(exchange, file, mediaType);
	}

	/**
	 * The page for errors of a status.
	 * @param status 400 to 599
	 * @return its content, or null if there is no such page
	 */
	public @Nullable ErrorContent errorContent(int status) {
		return server().errors().page(status);
	}

	/**
	 * A handler that serves another directory in the same way.
	 * @param directory the directory to serve
	 * @return a handler
	 * @throws IOException if it does not exist, is no directory or cannot be read
	 */
	public FileHandler withDirectory(Path directory) throws IOException {
		return this.description.withDirectory(directory).build();
	}

	/**
	 * Decides what a request for a listing is answered with.
	 * @param request the request, which says how to sort, and in which form
	 * @param directory a directory that clients may see
	 * @return the response, to be closed by the caller
	 * @throws HttpProblem 404 if there is no directory that clients may see, or none is
	 * to be listed, 503 if it cannot be read at the moment
	 */
	public FileResponse list(HttpRequest request, Path directory) {
		return server().search().list(request, directory.toAbsolutePath().normalize());
	}

}
