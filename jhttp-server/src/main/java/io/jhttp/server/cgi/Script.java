package io.jhttp.server.cgi;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;

/**
 * A script, and what of the path is meant for it.
 *
 * @param file where it is
 * @param name its path (RFC 3875, section 4.1.13)
 * @param pathInfo the rest of the path, decoded once (section 4.1.5); empty if there is
 * none
 */
record Script(Path file, String name, String pathInfo) {

	/**
	 * Finds the script of a path: the first name on the way that is no directory.
	 * @param files knows what may be reached
	 * @throws HttpProblem 404 if there is none, 403 if the path ends with a directory
	 */
	static Script find(FileHandler files, UrlPath path) {
		List<String> names = path.names();
		Path file = files.directory();
		int depth = 0;
		while (depth < names.size()) {
			file = resolve(file, names.get(depth), path);
			depth++;
			if (!Files.isDirectory(file)) {
				break;
			}
		}
		String name = "/" + String.join("/", names.subList(0, depth));
		if (files.find(file) == null) {
			throw new HttpProblem(404, "No such CGI script ('" + name + "')");
		}
		if (!Files.isRegularFile(file)) {
			throw new HttpProblem(403, "CGI script is not a plain file ('" + path + "')");
		}
		return new Script(file, name, rest(path, depth));
	}

	private static Path resolve(Path directory, String name, UrlPath path) {
		try {
			return directory.resolve(name);
		}
		catch (InvalidPathException ex) {
			throw new HttpProblem(404, "No such CGI script ('" + path + "')");
		}
	}

	private static String rest(UrlPath path, int depth) {
		List<String> rest = path.names().subList(depth, path.names().size());
		String text = rest.isEmpty() ? "" : "/" + String.join("/", rest);
		return path.directory() ? text + "/" : text;
	}

	/** Such as {@code py}; empty without an extension. */
	String extension() {
		String last = String.valueOf(this.file.getFileName());
		int dot = last.lastIndexOf('.');
		return (dot < 0) ? "" : last.substring(dot + 1);
	}

}
