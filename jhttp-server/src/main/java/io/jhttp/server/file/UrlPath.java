package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PercentDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The path of a URL as names of files: decoded once, and refused where two readers could
 * understand it differently. Empty segments and single dots mean nothing and are dropped.
 *
 * @param names decoded names, from the root down
 * @param directory whether the path ends with a slash, as that of a directory does
 */
public record UrlPath(List<String> names, boolean directory) {

	/**
	 * Reads a path.
	 * @param path percent-encoded, beginning with a slash
	 * @return its names
	 * @throws HttpProblem 400 if it is ambiguous or malformed
	 */
	public static UrlPath parse(String path) {
		List<String> names = new ArrayList<>();
		String name = "";
		for (String segment : path.split("/", -1)) {
			name = PercentDecoder.decode(segment);
			if (name.equals("..")) {
				throw HttpProblem.badRequest("The path contains '..'.");
			}
			requireUnambiguous(name);
			if (!name.isEmpty() && !name.equals(".")) {
				names.add(name);
			}
		}
		return new UrlPath(names, name.isEmpty() || name.equals("."));
	}

	/**
	 * The same path from a directory down.
	 * @return null if it is not below the directory
	 */
	@Nullable UrlPath below(List<String> directory) {
		int depth = directory.size();
		boolean below = depth <= this.names.size() && this.names.subList(0, depth).equals(directory);
		return below ? new UrlPath(this.names.subList(depth, this.names.size()), this.directory) : null;
	}

	/** The path as a client would write it if nothing had to be encoded. */
	@Override
	public String toString() {
		String path = "/" + String.join("/", this.names);
		return (this.directory && !this.names.isEmpty()) ? path + "/" : path;
	}

	/** A decoded separator or NUL is read differently by each file system and proxy. */
	private static void requireUnambiguous(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c == '/' || c == '\\' || c == 0) {
				throw HttpProblem.badRequest("The path contains an encoded slash, backslash or NUL.");
			}
		}
	}

}
