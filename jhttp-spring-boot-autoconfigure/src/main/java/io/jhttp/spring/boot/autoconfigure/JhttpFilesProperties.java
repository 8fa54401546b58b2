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
	 * Whether directories without an index page are listed. If not, they are answered
	 * with 404.
	 */
	private boolean listing = true;

	/**
	 * Maximum number of entries on a page of a listing. What is beyond is on further
	 * pages.
	 */
	private int listingPageSize = 10_000;

	/**
	 * Maximum number of entries of a directory that are listed. Each takes about 100
	 * bytes of memory while a listing is made.
	 */
	private int listingMaxEntries = 200_000;

	/**
	 * Whether files and directories are served whose name begins with a dot.
	 */
	private boolean hidden;

	/**
	 * List of patterns of files that do not exist for clients, in place of the archives
	 * and configuration files of Spring applications, memory dumps, key stores and keys.
	 */
	private @Nullable List<String> deny;

	/**
	 * Symbolic links that are followed.
	 */
	private SymbolicLinks symlinks = SymbolicLinks.CONTAINED;

	/**
	 * Media type of files with an unknown extension, or with none.
	 */
	private String defaultContentType = "application/octet-stream";

	/**
	 * Header fields of all responses about files, also of errors.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Pages that are sent with errors, as paths below the directory by status code.
	 */
	private Map<Integer, String> errorPages = new LinkedHashMap<>();

	/**
	 * List of rules for the Cache-Control header of files. The first rule whose pattern
	 * matches counts.
	 */
	private List<CacheControl> cacheControl = new ArrayList<>();

	/**
	 * Whether files named like another one with .br, .zst or .gz behind it are its
	 * encoded forms, sent to clients that take them.
	 */
	private boolean sidecars = true;

	/**
	 * What entity tags of files are made of.
	 */
	private EntityTags etag = EntityTags.AUTO;

	/**
	 * Whether the connection is closed if a file is changed in place while it is sent. By
	 * default, it is sent as long as the bytes are there that were promised.
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
		 * Path of the page that answers for addresses without a file, if the browser asks
		 * for a page. If it is not set, they are answered with 404.
		 */
		private @Nullable String page;

		/**
		 * Path below which the page answers.
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
		 * Whether files are compressed for clients that take gzip, if their type promises
		 * a gain.
		 */
		private boolean enabled = true;

		/**
		 * Size from which files are compressed.
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
		 * Maximum size of the cache. Use 0 for no cache.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(64);

		/**
		 * Maximum size of a file that is read into memory. Larger ones are sent from
		 * disk. Files of jars are read up to 1 MB.
		 */
		private DataSize maxFileSize = DataSize.ofKilobytes(32);

		/**
		 * Time that a file may be sent without a look at the disk. By default, each
		 * change is seen by the next request.
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
