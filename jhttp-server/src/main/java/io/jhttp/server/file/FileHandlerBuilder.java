package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Says how files are served, and creates a {@link FileHandler}.
 */
public final class FileHandlerBuilder implements Cloneable {

	/** By default, in bytes. */
	static final int MAX_READ_WHOLE = 32 * 1024;

	/** To unpack a file costs some fifty times as much as to send it. */
	private static final int MAX_UNPACKED = 1024 * 1024;

	/** Absolute, and perhaps a link itself, which may lead elsewhere tomorrow. */
	private Path directory;

	/** Null for a directory of a disk. */
	private @Nullable ClassPathDirectory classPath;

	private MountPoint point = MountPoint.of("/", List.of());

	private MountTable mounts = MountTable.EMPTY;

	private boolean published = true;

	private List<String> indexPages = List.of("index.html", "index.htm");

	private boolean listing = true;

	private int listingPageSize = 10_000;

	private int listingMaxEntries = 200_000;

	private MediaTypes mediaTypes = MediaTypes.defaults();

	private boolean hidden;

	/** Null for the private files, whose patterns are read when they are needed. */
	private @Nullable List<PathGlob> denied;

	private List<String> withheld = List.of();

	private SymbolicLinks symbolicLinks = SymbolicLinks.CONTAINED;

	private CacheControlRules cacheControl = CacheControlRules.NONE;

	private Map<String, String> headers = Map.of();

	private @Nullable Fallback fallback;

	private Map<Integer, String> errorPages = Map.of();

	private boolean sidecars = true;

	private boolean compression = true;

	private int compressionThreshold = 1024;

	private EntityTags entityTags = EntityTags.AUTO;

	private boolean strictVersions;

	private long cacheSize = 64L * 1024 * 1024;

	private int cachedFileSize = MAX_READ_WHOLE;

	private Duration cacheValidity = Duration.ZERO;

	FileHandlerBuilder(Path directory) {
		this.directory = directory.toAbsolutePath().normalize();
	}

	FileHandlerBuilder(ClassPathDirectory classPath) {
		this.directory = classPath.path();
		this.classPath = classPath;
	}

	/**
	 * Sets below which path of URLs the files are, for a handler that does not answer all
	 * requests: {@code /docs/a.html} is {@code a.html} in the directory then. Paths of
	 * patterns and pages begin at the directory all the same.
	 * @param prefix a path such as {@code /docs}; {@code /} by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is no path
	 */
	public FileHandlerBuilder prefix(String prefix) {
		return mount(MountPoint.of(prefix, List.of()), MountTable.EMPTY);
	}

	/**
	 * Sets where the files are among others. Places directly below a listed directory
	 * stand in its listing.
	 * @param point where these files are
	 * @param mounts all places, for {@link MountedFiles}
	 * @return this builder
	 */
	public FileHandlerBuilder mount(MountPoint point, MountTable mounts) {
		this.point = point;
		this.mounts = mounts;
		return this;
	}

	/**
	 * Serves nothing of the directory. What else is said counts for handlers of other
	 * directories, see {@link FileHandler#withDirectory}.
	 * @return this builder
	 */
	public FileHandlerBuilder unpublished() {
		this.published = false;
		return this;
	}

	/**
	 * Sets which files stand for their directory (Python's {@code index_pages}).
	 * @param names names of files, the best first; by default {@code index.html} and
	 * {@code index.htm}
	 * @return this builder
	 */
	public FileHandlerBuilder indexPages(List<String> names) {
		this.indexPages = List.copyOf(names);
		return this;
	}

	/**
	 * Sets whether directories without an index page are listed. They are by default; if
	 * not, they are answered with 404.
	 * @param listing true to list them
	 * @return this builder
	 */
	public FileHandlerBuilder listing(boolean listing) {
		this.listing = listing;
		return this;
	}

	/**
	 * Sets how many entries a page of a listing has. What is beyond is on further pages.
	 * @param entries 1 or more; the default is 10,000
	 * @return this builder
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public FileHandlerBuilder listingPageSize(int entries) {
		requirePositive(entries);
		this.listingPageSize = entries;
		return this;
	}

	/**
	 * Sets how many entries of a directory are listed. While they are read and sorted,
	 * each takes about 100 bytes of memory. Of a directory that has more, some are not
	 * listed; their files are served all the same.
	 * @param entries 1 or more; the default is 200,000
	 * @return this builder
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public FileHandlerBuilder listingMaxEntries(int entries) {
		requirePositive(entries);
		this.listingMaxEntries = entries;
		return this;
	}

	private static void requirePositive(int entries) {
		if (entries < 1) {
			throw new IllegalArgumentException("A listing has 1 entry or more, not " + entries);
		}
	}

	/**
	 * Sets the media types.
	 * @param mediaTypes types by extension
	 * @return this builder
	 */
	public FileHandlerBuilder mediaTypes(MediaTypes mediaTypes) {
		this.mediaTypes = mediaTypes;
		return this;
	}

	/**
	 * Sets whether files and directories are served whose name begins with a dot. They
	 * are not by default, but for {@code .well-known} (RFC 8615).
	 * @param hidden true to serve them
	 * @return this builder
	 */
	public FileHandlerBuilder hidden(boolean hidden) {
		this.hidden = hidden;
		return this;
	}

	/**
	 * Sets what does not exist for clients, in place of {@link FileHandler#PRIVATE_FILES}
	 * and of the jars and wars in directories of Spring applications. On the class path
	 * it comes beside these: classes and configuration are never served.
	 * @param patterns such as {@code *.bak}, which is a name anywhere, or
	 * {@code /drafts/**}, which is a path from the directory down
	 * @return this builder
	 * @throws IllegalArgumentException if a pattern is malformed
	 */
	public FileHandlerBuilder deny(List<String> patterns) {
		this.denied = globs(patterns);
		return this;
	}

	/**
	 * Sets directories of which nothing is served, by no spelling of their names and by
	 * no link that leads there, because something else answers for them.
	 * @param paths from the directory down, such as {@code /cgi-bin}
	 * @return this builder
	 */
	public FileHandlerBuilder withhold(List<String> paths) {
		this.withheld = paths.stream().map((path) -> withSlashes(path, false).replaceFirst("(?<=.)/+$", "")).toList();
		return this;
	}

	/**
	 * Sets what symbolic links may do.
	 * @param symbolicLinks {@link SymbolicLinks#CONTAINED} by default
	 * @return this builder
	 */
	public FileHandlerBuilder symbolicLinks(SymbolicLinks symbolicLinks) {
		this.symbolicLinks = symbolicLinks;
		return this;
	}

	/**
	 * Sets the {@code Cache-Control} field of files. There is none by default.
	 * @param rules values by pattern, as for {@link #deny}; the first that matches counts
	 * @return this builder
	 * @throws IllegalArgumentException if a pattern is malformed or a value may not stand
	 * in a field
	 */
	public FileHandlerBuilder cacheControl(Map<String, String> rules) {
		CacheControlRules ordered = CacheControlRules.NONE;
		for (Map.Entry<String, String> rule : rules.entrySet()) {
			ordered = ordered.with(rule.getKey(), rule.getValue());
		}
		this.cacheControl = ordered;
		return this;
	}

	/**
	 * Sets headers of all responses, also of errors (Python's
	 * {@code extra_response_headers}).
	 * @param headers values by name
	 * @return this builder
	 * @throws IllegalArgumentException if one may not stand in a response
	 */
	public FileHandlerBuilder headers(Map<String, String> headers) {
		EncodedHeaders.of(List.copyOf(headers.entrySet()));
		this.headers = new LinkedHashMap<>(headers);
		return this;
	}

	/**
	 * Sets a page that answers, with 200, for what does not exist, for applications that
	 * make their pages in the browser. It does so only for addresses without an
	 * extension, and for clients that ask for {@code text/html} by name.
	 * @param prefix the path below which it does so, such as {@code /app}
	 * @param page the path of the page, such as {@code /app/index.html}
	 * @return this builder
	 * @throws IllegalArgumentException if the page cannot be below the directory
	 */
	public FileHandlerBuilder fallback(String prefix, String page) {
		this.fallback = new Fallback(withSlashes(prefix, true), page(page));
		return this;
	}

	/**
	 * Sets pages that are sent with errors of this handler.
	 * @param pages paths below the directory by status code, such as {@code /404.html}
	 * @return this builder
	 * @throws IllegalArgumentException if a page cannot be below the directory
	 */
	public FileHandlerBuilder errorPages(Map<Integer, String> pages) {
		Map<Integer, String> paths = new LinkedHashMap<>();
		for (Map.Entry<Integer, String> page : pages.entrySet()) {
			paths.put(page.getKey(), page(page.getValue()));
		}
		this.errorPages = paths;
		return this;
	}

	/**
	 * Sets whether {@code file.br}, {@code file.zst} and {@code file.gz} are encoded
	 * forms of {@code file}. They are by default, unless they are older than it.
	 * @param sidecars true to use them
	 * @return this builder
	 */
	public FileHandlerBuilder sidecars(boolean sidecars) {
		this.sidecars = sidecars;
		return this;
	}

	/**
	 * Sets whether files are compressed for clients that take gzip. They are by default,
	 * if their type promises a gain; the result is kept.
	 * @param compression true to compress them
	 * @return this builder
	 */
	public FileHandlerBuilder compression(boolean compression) {
		this.compression = compression;
		return this;
	}

	/**
	 * Sets from which size files are compressed.
	 * @param bytes 0 or more; the default is 1 KiB
	 * @return this builder
	 */
	public FileHandlerBuilder compressionThreshold(int bytes) {
		this.compressionThreshold = bytes;
		return this;
	}

	/**
	 * Sets what entity tags are made of.
	 * @param entityTags {@link EntityTags#AUTO} by default
	 * @return this builder
	 */
	public FileHandlerBuilder entityTags(EntityTags entityTags) {
		this.entityTags = entityTags;
		return this;
	}

	/**
	 * Sets whether a response is aborted if its file is changed in place meanwhile, which
	 * includes growing and getting another date. By default it is sent as long as the
	 * bytes are there that were promised, so that a file can be downloaded that grows; of
	 * one that is overwritten in place a client may get a mixture then.
	 * @param strict true to abort it
	 * @return this builder
	 */
	public FileHandlerBuilder strictVersions(boolean strict) {
		this.strictVersions = strict;
		return this;
	}

	/**
	 * Sets how much memory the cache may take.
	 * @param bytes 0 for no cache; the default is 64 MiB
	 * @return this builder
	 */
	public FileHandlerBuilder cacheSize(long bytes) {
		this.cacheSize = bytes;
		return this;
	}

	/**
	 * Sets up to which size files are read into memory; larger ones are sent from the
	 * file. Those of jars, which would have to be unpacked each time, are read into
	 * memory up to 1 MiB, if that is no more than a sixteenth of the cache.
	 * @param bytes 0 or more; the default is 32 KiB
	 * @return this builder
	 */
	public FileHandlerBuilder cachedFileSize(int bytes) {
		this.cachedFileSize = bytes;
		return this;
	}

	/**
	 * Sets how long a cached file may be sent without a look at the disk.
	 * @param validity zero by default: each change is seen by the next request
	 * @return this builder
	 * @throws ArithmeticException if it is longer than some 292 years
	 */
	public FileHandlerBuilder cacheValidity(Duration validity) {
		this.cacheValidity = Duration.ofNanos(validity.toNanos());
		return this;
	}

	/**
	 * Creates the handler.
	 * @return the handler
	 * @throws IOException if the directory does not exist, is none or cannot be read
	 */
	public FileHandler build() throws IOException {
		if (this.classPath != null) {
			this.classPath.places();
		}
		else {
			DirectoryCheck.requireReadable(this.directory);
		}
		return new FileHandler(copy());
	}

	/**
	 * A builder for another directory, which is served.
	 * @param directory the directory to serve
	 * @return a builder that says the same otherwise
	 */
	public FileHandlerBuilder withDirectory(Path directory) {
		FileHandlerBuilder other = copy();
		other.directory = directory.toAbsolutePath().normalize();
		other.classPath = null;
		other.published = true;
		return other;
	}

	/** What is changed later is no matter of the handler. */
	private FileHandlerBuilder copy() {
		try {
			return (FileHandlerBuilder) clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Path directory() {
		return this.directory;
	}

	private FileRules rules() {
		if (!this.published) {
			return new FileRules(this.hidden, globs(List.of("**")), this.withheld, null);
		}
		List<PathGlob> ownDenied = (this.denied != null) ? this.denied : globs(FileHandler.PRIVATE_FILES);
		if (this.classPath != null) {
			List<PathGlob> all = new ArrayList<>(globs(FileHandler.PRIVATE_FILES));
			all.addAll(globs(ClassPathDirectory.PRIVATE_FILES));
			all.addAll(ownDenied);
			return new FileRules(this.hidden, all, this.withheld, null);
		}
		return new FileRules(this.hidden, ownDenied, this.withheld,
				(this.denied != null) ? null : new ApplicationArchives());
	}

	FileLocation location() {
		return (this.classPath != null) ? this.classPath.tree(this.symbolicLinks, rules())
				: new FileTree(this.directory, this.symbolicLinks, rules());
	}

	RepresentationHeaders representationHeaders() {
		return new RepresentationHeaders(new FileTags(this.entityTags), this.cacheControl, this.headers);
	}

	KnownFiles knownFiles(FileErrors errors) {
		return new KnownFiles(new FileCache(this.cacheSize), errors, this.cacheValidity);
	}

	FileOptions options() {
		return new FileOptions(this.point, this.mounts, this.indexPages, this.listing, this.listingPageSize,
				this.listingMaxEntries, this.mediaTypes, this.headers, this.fallback, this.errorPages, this.sidecars,
				this.compression, this.compressionThreshold,
				new FileReading.Rules(this.cachedFileSize, maxUnpacked(), this.strictVersions));
	}

	/** A few large files must not take the places of all others in the cache. */
	private int maxUnpacked() {
		return (int) Math.max(this.cachedFileSize, Math.min(MAX_UNPACKED, this.cacheSize / 16));
	}

	private static List<PathGlob> globs(List<String> patterns) {
		List<PathGlob> globs = new ArrayList<>();
		for (String pattern : patterns) {
			globs.add(PathGlob.of(pattern));
		}
		return globs;
	}

	private static String page(String path) {
		String absolute = withSlashes(path, false);
		try {
			UrlPath.parse(absolute);
		}
		catch (HttpProblem ex) {
			throw new IllegalArgumentException(
					"'" + path + "' cannot be a page below the directory. " + ex.getMessage(), ex);
		}
		return absolute;
	}

	private static String withSlashes(String path, boolean directory) {
		String absolute = path.startsWith("/") ? path : "/" + path;
		return (!directory || absolute.endsWith("/")) ? absolute : absolute + "/";
	}

}
