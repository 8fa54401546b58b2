package io.jhttp.server.file;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a path to a file. What is known and has not changed is found without a
 * look at the disk for its name.
 */
final class FileLookup {

	private static final FileTarget MISSING = new FileTarget.Missing();

	private final FileLocation location;

	private final FileCache cache;

	private final FileOptions options;

	FileLookup(FileLocation location, FileCache cache, FileOptions options) {
		this.location = location;
		this.cache = cache;
		this.options = options;
	}

	/**
	 * Finds what a path leads to.
	 * @param arrived when the request has come: no earlier state is good enough
	 * @param asked a path below the directory; it ends with a dot if it can only be a
	 * directory
	 * @param withSlash whether the URL ends like that of a directory
	 * @param indexPages names of pages that stand for a directory, the best first
	 */
	FileTarget find(HttpRequest request, long arrived, Path asked, boolean withSlash,
			Supplier<List<String>> indexPages) {
		Path path = asked.normalize();
		if (!path.startsWith(this.location.directory())) {
			return MISSING;
		}
		PathBytes key = key(path, withSlash);
		List<String> pages = withSlash ? indexPages.get() : List.of();
		// Other pages than the configured ones are kept as the files that they are.
		boolean shared = !withSlash || pages.equals(this.options.indexPages());
		StoredFile known = shared ? fresh(key, arrived) : null;
		if (known != null) {
			return FileTarget.File.known(key, known);
		}
		FileLocation.Entry entry = this.location.find(path);
		// "/file/" would make relative links of the page lead astray.
		if (entry == null || (asked.endsWith(".") && !entry.isDirectory())) {
			return MISSING;
		}
		if (!entry.isDirectory()) {
			return withSlash ? file(entry, arrived) : FileTarget.File.found(key, entry, null);
		}
		if (!entry.isReadable()) {
			return MISSING;
		}
		if (!withSlash) {
			return new FileTarget.Redirect(withSlash(request));
		}
		FileLocation.Entry page = indexPage(entry, pages);
		if (page == null) {
			return new FileTarget.Directory(path);
		}
		return shared ? FileTarget.File.found(key, page, null) : file(page, arrived);
	}

	/**
	 * A file that is not known, if all on the way to it is what it seems to be.
	 * @return null if it has to be found
	 */
	FileTarget.@Nullable File expect(Path path, long arrived) {
		FileLocation.Entry entry = this.location.expect(path);
		PathBytes key = key(path, false);
		return (entry != null && fresh(key, arrived) == null) ? FileTarget.File.found(key, entry, null) : null;
	}

	/** Whether it is known, without a look at the disk, that clients may see a path. */
	boolean isKnown(Path path, boolean withSlash, long arrived) {
		return fresh(key(path, withSlash), arrived) != null;
	}

	/** A page that stands for something else than its own path. */
	@Nullable FileTarget file(Path path, long arrived) {
		FileLocation.Entry entry = this.location.find(path);
		return (entry != null && !entry.isDirectory()) ? file(entry, arrived) : null;
	}

	private FileTarget file(FileLocation.Entry entry, long arrived) {
		PathBytes key = key(entry.path(), false);
		return FileTarget.File.found(key, entry, fresh(key, arrived));
	}

	/** The decoded path of the URL, even if a handler class has translated it. */
	private PathBytes key(Path path, boolean withSlash) {
		String start = this.options.point().start();
		String name = path.equals(this.location.directory()) ? "" : this.location.name(path);
		return PathBytes.of(start + name + ((withSlash || (start + name).isEmpty()) ? "/" : ""));
	}

	/** A file that is gone must not keep its place on the disk because it is open. */
	private @Nullable StoredFile fresh(PathBytes key, long arrived) {
		StoredFile known = this.cache.get(key);
		if (known == null || known.holds(arrived)) {
			return known;
		}
		this.cache.remove(key);
		return null;
	}

	/**
	 * One leading slash only: browsers read "//host" as another server (CVE-2021-28861).
	 */
	private static String withSlash(HttpRequest request) {
		String path = request.path().replaceFirst("^/+", "/");
		String query = request.query();
		return path + "/" + ((query != null) ? "?" + query : "");
	}

	private FileLocation.@Nullable Entry indexPage(FileLocation.Entry directory, List<String> names) {
		for (String name : names) {
			FileLocation.Entry page = this.location.find(directory.path().resolve(name));
			if (page != null && !page.isDirectory()) {
				return page;
			}
		}
		return null;
	}

}
