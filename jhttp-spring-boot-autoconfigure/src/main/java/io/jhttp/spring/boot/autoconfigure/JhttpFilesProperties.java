package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.file.EntityTags;
import io.jhttp.server.file.SymbolicLinks;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of served files.
 */
public class JhttpFilesProperties {

	/**
	 * Whether to list directories without an index page. Otherwise they are answered with
	 * 404.
	 */
	private boolean listing = true;

	/**
	 * Maximum number of entries on a page of a listing.
	 */
	private int listingPageSize = 10_000;

	/**
	 * Maximum number of entries of a listing. Each takes about 100 bytes of memory
	 * meanwhile.
	 */
	private int listingMaxEntries = 200_000;

	/**
	 * Whether to serve files and directories whose name begins with a dot. .well-known is
	 * always served.
	 */
	private boolean hidden;

	/**
	 * Patterns of files that are never served. By default archives and configuration of
	 * Spring applications, memory dumps, key stores and keys.
	 */
	private @Nullable List<String> deny;

	/**
	 * Symbolic links to follow: contained (those that stay in the directory), follow
	 * (all) or refuse (none).
	 */
	private SymbolicLinks symlinks = SymbolicLinks.CONTAINED;

	/**
	 * Media type of files with an unknown extension or none.
	 */
	private String defaultContentType = "application/octet-stream";

	/**
	 * Additional header fields of responses about files, also of errors.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Error pages by status code, as paths below the directory, such as 404: /404.html.
	 */
	private Map<Integer, String> errorPages = new LinkedHashMap<>();

	/**
	 * Rules for the Cache-Control header, each with a pattern and a value. The first rule
	 * that matches applies; an empty value sends no header.
	 */
	private List<CacheControl> cacheControl = new ArrayList<>();

	/**
	 * Whether to send app.js.br, app.js.zst or app.js.gz in place of app.js to clients
	 * that accept it.
	 */
	private boolean sidecars = true;

	/**
	 * What entity tags are made of: auto, content, date or off. See versions.
	 */
	private EntityTags etag = EntityTags.AUTO;

	/**
	 * Whether to close the connection if a file changes while it is sent. By default it
	 * is sent as long as it is not shorter than promised.
	 */
	private boolean strictVersions;

	private final Fallback fallback = new Fallback();

	private final Compression compression = new Compression();

	private final Cache cache = new Cache();

	public boolean isListing() {
		return this.listing;
	}

	public void setListing(boolean listing) {
		this.listing = listing;
	}

	public int getListingPageSize() {
		return this.listingPageSize;
	}

	public void setListingPageSize(int listingPageSize) {
		this.listingPageSize = listingPageSize;
	}

	public int getListingMaxEntries() {
		return this.listingMaxEntries;
	}

	public void setListingMaxEntries(int listingMaxEntries) {
		this.listingMaxEntries = listingMaxEntries;
	}

	public boolean isHidden() {
		return this.hidden;
	}

	public void setHidden(boolean hidden) {
		this.hidden = hidden;
	}

	public @Nullable List<String> getDeny() {
		return this.deny;
	}

	public void setDeny(@Nullable List<String> deny) {
		this.deny = deny;
	}

	public SymbolicLinks getSymlinks() {
		return this.symlinks;
	}

	public void setSymlinks(SymbolicLinks symlinks) {
		this.symlinks = symlinks;
	}

	public String getDefaultContentType() {
		return this.defaultContentType;
	}

	public void setDefaultContentType(String defaultContentType) {
		this.defaultContentType = defaultContentType;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public Map<Integer, String> getErrorPages() {
		return this.errorPages;
	}

	public void setErrorPages(Map<Integer, String> errorPages) {
		this.errorPages = errorPages;
	}

	public List<CacheControl> getCacheControl() {
		return this.cacheControl;
	}

	public void setCacheControl(List<CacheControl> cacheControl) {
		this.cacheControl = cacheControl;
	}

	public boolean isSidecars() {
		return this.sidecars;
	}

	public void setSidecars(boolean sidecars) {
		this.sidecars = sidecars;
	}

	public EntityTags getEtag() {
		return this.etag;
	}

	public void setEtag(EntityTags etag) {
		this.etag = etag;
	}

	public boolean isStrictVersions() {
		return this.strictVersions;
	}

	public void setStrictVersions(boolean strictVersions) {
		this.strictVersions = strictVersions;
	}

	public Fallback getFallback() {
		return this.fallback;
	}

	public Compression getCompression() {
		return this.compression;
	}

	public Cache getCache() {
		return this.cache;
	}

	/**
	 * A rule for caches.
	 */
	public static class CacheControl {

		/**
		 * Pattern of paths, such as *.css or /assets/**.
		 */
		private String pattern = "";

		/**
		 * Value of the Cache-Control header, such as max-age=3600. If empty, the header
		 * is not sent.
		 */
		private @Nullable String value;

		public String getPattern() {
			return this.pattern;
		}

		public void setPattern(String pattern) {
			this.pattern = pattern;
		}

		public @Nullable String getValue() {
			return this.value;
		}

		public void setValue(@Nullable String value) {
			this.value = value;
		}

	}

	/**
	 * Properties of the page of an application that makes its pages in the browser.
	 */
	public static class Fallback {

		/**
		 * Path of the page for addresses without a file or an extension, if the browser
		 * asks for a page. By default they are answered with 404.
		 */
		private @Nullable String page;

		/**
		 * Path below which the fallback page is sent.
		 */
		private String prefix = "/";

		public @Nullable String getPage() {
			return this.page;
		}

		public void setPage(@Nullable String page) {
			this.page = page;
		}

		public String getPrefix() {
			return this.prefix;
		}

		public void setPrefix(String prefix) {
			this.prefix = prefix;
		}

	}

	/**
	 * Properties of compression.
	 */
	public static class Compression {

		/**
		 * Whether to compress files with gzip, if their media type is worth it.
		 */
		private boolean enabled = true;

		/**
		 * Minimum size of files to compress.
		 */
		private DataSize minSize = DataSize.ofKilobytes(1);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public DataSize getMinSize() {
			return this.minSize;
		}

		public void setMinSize(DataSize minSize) {
			this.minSize = minSize;
		}

	}

	/**
	 * Properties of the cache of files.
	 */
	public static class Cache {

		/**
		 * Maximum size of the cache. 0 turns it off.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(64);

		/**
		 * Maximum size of a file to keep in memory. Larger files are sent from disk;
		 * files of jars are kept up to 1 MB.
		 */
		private DataSize maxFileSize = DataSize.ofKilobytes(32);

		/**
		 * Time that a file may be sent without a look at the disk. By default the next
		 * request sees each change.
		 */
		private Duration validity = Duration.ZERO;

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public DataSize getMaxFileSize() {
			return this.maxFileSize;
		}

		public void setMaxFileSize(DataSize maxFileSize) {
			this.maxFileSize = maxFileSize;
		}

		public Duration getValidity() {
			return this.validity;
		}

		public void setValidity(Duration validity) {
			this.validity = validity;
		}

	}

}
