package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.jhttp.server.http.HttpProblem;

/**
 * A path of a URL never becomes a name that leads elsewhere.
 */
public final class UrlPathFuzz {

	private static final Path ROOT = Path.of("/served");

	private UrlPathFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		UrlPath path;
		try {
			path = UrlPath.parse("/" + new String(bytes, StandardCharsets.ISO_8859_1));
		}
		catch (HttpProblem ex) {
			return;
		}
		Path resolved = ROOT;
		for (String name : path.names()) {
			if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0
					|| name.indexOf('\\') >= 0 || name.indexOf(0) >= 0) {
				throw new AssertionError(path);
			}
			resolved = resolved.resolve(name);
		}
		if (!resolved.normalize().equals(resolved) || !resolved.startsWith(ROOT)) {
			throw new AssertionError(resolved);
		}
	}

}
