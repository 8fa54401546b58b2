package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a path leads to, reads it and answers with it: a file, an index page, a
 * listing, a redirect or an error. It blocks, and so runs on a worker.
 */
final class FileSearch implements HttpHandler {

	private static final Logger logger = LoggerFactory.getLogger(FileSearch.class);

	/** Python's words. */
	private static final String MISSING = "File not found";

	private final FileLocation location;

	private final FileLookup lookup;

	private final FileLoader loader;

	private final KnownFiles known;

	private final Listings listings;

	private final FileErrors errors;

	private final FileOptions options;

	/** Each takes a processor, and memory for the whole file. */
	private final Semaphore compressions = new Semaphore(Runtime.getRuntime().availableProcessors());

	FileSearch(FileLocation location, FileLookup lookup, FileLoader loader, KnownFiles known, Listings listings,
			FileErrors errors, FileOptions options) {
		this.location = location;
		this.lookup = lookup;
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
			this.errors.send(exchange, ex);
		}
	}

	private void serve(HttpExchange exchange, UrlPath url) throws IOException {
		UrlPath below = below(url);
		Path path = (below != null) ? this.location.path(below.names()) : null;
		if (path != null && !url.directory() && serveExpected(exchange, path)) {
			return;
		}
		FileTarget target = find(exchange, url, path);
		if (target instanceof FileTarget.File file) {
			serveFile(exchange, file);
		}
		else if (target instanceof FileTarget.Directory directory) {
			try (FileResponse answer = list(exchange.request(), directory.path())) {
				answer.sendTo(exchange.response());
			}
		}
		else if (target instanceof FileTarget.Redirect redirect) {
			exchange.response().sendRedirect(301, redirect.location());
		}
		else {
			throw new HttpProblem(404, MISSING);
		}
	}

	/**
	 * Most paths lead to a file and follow no link, which is known once it is open.
	 * @return false if it has to be found
	 */
	private boolean serveExpected(HttpExchange exchange, Path path) throws IOException {
		FileTarget.File file = this.lookup.expect(path, exchange.arrivedAt());
		FileLocation.Entry entry = (file != null) ? file.entry() : null;
		if (file == null || entry == null) {
			return false;
		}
		FileLoader.Loaded loaded;
		try {
			loaded = this.loader.load(entry, mediaType(path));
		}
		catch (IOException ex) {
			logger.debug("A file is not what was expected: {}", ex.getMessage());
			return false;
		}
		return serveLoaded(exchange, file, loaded);
	}

	private String mediaType(Path path) {
		return this.options.mediaTypes().of(path.getFileName().toString());
	}

	/** Null if there is nothing, and nothing stands for it. */
	private @Nullable FileTarget find(HttpExchange exchange, UrlPath url, @Nullable Path path) {
		if (path != null) {
			FileTarget target = this.lookup.find(exchange.request(), exchange.arrivedAt(),
					url.directory() ? path.resolve(".") : path, url.directory(), this.options::indexPages);
			if (!(target instanceof FileTarget.Missing)) {
				return target;
			}
		}
		return fallback(exchange);
	}

	private @Nullable UrlPath below(UrlPath url) {
		return url.below(this.options.point().names());
	}

	/** The page that stands for what does not exist, or null. */
	@Nullable FileTarget fallback(HttpExchange exchange) {
		Fallback fallback = this.options.fallback();
		UrlPath below = (fallback != null) ? below(UrlPath.parse(exchange.request().path())) : null;
		if (fallback == null || below == null || !fallback.answers(exchange.request(), below)) {
			return null;
		}
		Path page = this.location.path(UrlPath.parse(fallback.page()).names());
		return (page != null) ? this.lookup.file(page, exchange.arrivedAt()) : null;
	}

	/** Answers with a listing, if there are any. */
	FileResponse list(HttpRequest request, Path directory) {
		try {
			return this.listings.list(request, directory);
		}
		catch (IOException ex) {
			throw FileErrors.problem(directory, ex, "No permission to list directory");
		}
	}

	private void serveFile(HttpExchange exchange, FileTarget.File file) throws IOException {
		StoredFile known = file.known();
		if (known != null) {
			Representation representation = chosen(exchange, known);
			this.known.cache().weigh(file.key());
			if (this.known.send(exchange, representation)) {
				return;
			}
		}
		if (!serveLoaded(exchange, file, load(file))) {
			throw changed(file);
		}
	}

	/** Sends a file and keeps it if it may be; false if it was closed or changed. */
	private boolean serveLoaded(HttpExchange exchange, FileTarget.File file, FileLoader.Loaded loaded)
			throws IOException {
		boolean sent = false;
		try {
			sent = this.known.send(exchange, chosen(exchange, loaded.file()));
		}
		finally {
			if (!sent) {
				loaded.file().release();
			}
		}
		if (sent) {
			keep(file, loaded);
		}
		return sent;
	}

	private static HttpProblem changed(FileTarget.File file) {
		return FileErrors.problem(file.path(), new IOException("it changed while it was read"), MISSING);
	}

	private void keep(FileTarget.File file, FileLoader.Loaded loaded) {
		FileCache cache = this.known.cache();
		if (!loaded.lasting() || !cache.admits(file.key()) || !cache.put(file.key(), loaded.file())) {
			loaded.file().release();
		}
	}

	private FileLoader.Loaded load(FileTarget.File file) {
		try {
			return loadFound(file);
		}
		catch (IOException ex) {
			throw FileErrors.problem(file.path(), ex, MISSING);
		}
	}

	/**
	 * As one of its usual type: other requests may find it in the cache. What was swapped
	 * since it was found is looked for again: it may be another file now, or none. What
	 * is swapped all the time is not there.
	 */
	private FileLoader.Loaded loadFound(FileTarget.File file) throws IOException {
		FileLocation.Entry entry = found(file.path(), file.entry());
		boolean swapped = false;
		for (int attempts = 1;; attempts++) {
			try {
				return this.loader.load(entry, mediaType(file.path()));
			}
			catch (NoSuchFileException | AccessDeniedException ex) {
				throw ex;
			}
			catch (FileSystemException ex) {
				logger.debug("Retrying the lookup: {}", ex.getMessage());
				FileLocation.Entry next = found(file.path(), null);
				swapped |= ex instanceof ReplacedException || !next.isSameAs(entry);
				if (attempts == FileLocation.MAX_ATTEMPTS) {
					throw swapped ? new NoSuchFileException(file.path().toString()) : ex;
				}
				entry = next;
			}
		}
	}

	private FileLocation.Entry found(Path path, FileLocation.@Nullable Entry known) throws NoSuchFileException {
		FileLocation.Entry entry = (known != null) ? known : this.location.find(path);
		if (entry == null || entry.isDirectory()) {
			throw new NoSuchFileException(path.toString());
		}
		return entry;
	}

	/** For a handler class: what is known; null if the file has to be read. */
	@Nullable FileResponse answerKnown(HttpExchange exchange, FileTarget.File file, String mediaType) {
		StoredFile known = file.known();
		if (known == null) {
			return null;
		}
		Representation representation = chosen(exchange, known, mediaType);
		this.known.cache().weigh(file.key());
		return FileResponse.tryOf(exchange.request(), representation);
	}

	/** For a handler class: a file that is read now, and kept if it may be. */
	FileResponse read(HttpExchange exchange, FileTarget.File file, String mediaType) {
		FileLoader.Loaded loaded = load(file);
		FileResponse answer;
		try {
			answer = FileResponse.tryOf(exchange.request(), chosen(exchange, loaded.file(), mediaType));
			if (answer == null) {
				throw changed(file);
			}
		}
		catch (RuntimeException ex) {
			loaded.file().release();
			throw ex;
		}
		keep(file, loaded);
		return answer;
	}

	/** What a handler class gives a type of its own has no encoded form. */
	private Representation chosen(HttpExchange exchange, StoredFile file, String mediaType) {
		return file.plain().mediaType().equals(mediaType) ? chosen(exchange, file) : this.loader.typed(file, mediaType);
	}

	/** The representation that a client wants, compressed now if it has to be. */
	private Representation chosen(HttpExchange exchange, StoredFile file) {
		Representation representation = this.known.choose(exchange.request(), file, exchange.arrivedAt());
		if (representation != null) {
			return representation;
		}
		Representation compressed = this.compressions.tryAcquire() ? compressedNow(file) : null;
		return (compressed != null) ? compressed : file.plain();
	}

	private @Nullable Representation compressedNow(StoredFile file) {
		try {
			if (!file.beginCompression()) {
				return null;
			}
			Representation compressed = compressed(file);
			file.endCompression(compressed);
			return compressed;
		}
		finally {
			this.compressions.release();
		}
	}

	private @Nullable Representation compressed(StoredFile file) {
		try {
			return this.loader.compress(file);
		}
		catch (IOException ex) {
			// Changed just now: the plain form is sent as far as it is one version.
			logger.debug("A file could not be compressed: {}", ex.getMessage());
			return null;
		}
	}

}
