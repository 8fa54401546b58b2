package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.regex.Pattern;

import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;

/**
 * Which paths are refused although a route has them: those that two readers could
 * understand differently, as for files. A path variable is never more than one name, and
 * never leads up.
 *
 * @param encodedSlash whether {@code %2F} is part of a name
 */
public record PathRules(boolean encodedSlash) {

	/** Routes do not see them, so {@code ..;x} is {@code ..} to them. */
	private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

	private static final Pattern ENCODED_SLASH = Pattern.compile("%2F", Pattern.CASE_INSENSITIVE);

	/**
	 * Refuses a path that is ambiguous.
	 * @param path the path of a request, percent-encoded
	 * @throws HttpProblem 400 if it has {@code ..}, a backslash, an encoded slash or NUL,
	 * or bytes that are not UTF-8
	 */
	public void requireUnambiguous(String path) {
		if (path.indexOf('%') < 0 && path.indexOf('\\') < 0 && !path.contains("/..")) {
			return;
		}
		String names = PARAMETERS.matcher(path).replaceAll("");
		UrlPath.parse(this.encodedSlash ? ENCODED_SLASH.matcher(names).replaceAll("/") : names);
	}

}
