package io.jhttp.server.cgi;

import java.util.List;

import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;

/**
 * The directories below which everything is a script, never by file extension (Python's
 * {@code cgi_directories}).
 */
final class CgiDirectories {

	/** Each as names, from the served directory down. */
	private final List<List<String>> directories;

	private CgiDirectories(List<List<String>> directories) {
		this.directories = directories;
	}

	/**
	 * Reads paths.
	 * @throws IllegalArgumentException if one of them is malformed, or is the root: then
	 * there would be no files
	 */
	static CgiDirectories of(List<String> paths) {
		return new CgiDirectories(paths.stream().map(CgiDirectories::names).toList());
	}

	private static List<String> names(String path) {
		List<String> names;
		try {
			names = UrlPath.parse(path.replace("%", "%25")).names();
		}
		catch (HttpProblem ex) {
			throw new IllegalArgumentException("'" + path + "' cannot be a directory of scripts: " + ex.detail(), ex);
		}
		if (names.isEmpty()) {
			throw new IllegalArgumentException(
					"'" + path + "' cannot be a directory of scripts: it needs a name, such as /cgi-bin");
		}
		return names;
	}

	/** As paths, each with a slash before. */
	List<String> paths() {
		return this.directories.stream().map((names) -> "/" + String.join("/", names)).toList();
	}

	/** Whether a path leads to one of the directories, with a slash, or below. */
	boolean contain(UrlPath path) {
		for (List<String> directory : this.directories) {
			int depth = directory.size();
			boolean below = path.names().size() > depth || (path.names().size() == depth && path.directory());
			if (below && path.names().subList(0, depth).equals(directory)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a path may be meant, before it is decoded: a quick look that finds too much
	 * rather than too little.
	 */
	boolean mayContain(String path) {
		if (path.indexOf('%') >= 0 || path.contains("//") || path.contains("/.")) {
			return true;
		}
		for (List<String> directory : this.directories) {
			if (path.regionMatches(1, directory.get(0), 0, directory.get(0).length())) {
				return true;
			}
		}
		return false;
	}

}
