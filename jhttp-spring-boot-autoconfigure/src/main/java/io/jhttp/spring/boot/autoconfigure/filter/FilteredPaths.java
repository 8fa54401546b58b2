package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * The paths that a filter, or a limit, applies to. A path is looked at as handler beans
 * read it and as files do, so that no other spelling of it gets around them.
 */
public final class FilteredPaths {

	private static final String SUBTREE = "/**";

	private final List<PathPattern> patterns = new ArrayList<>();

	/** Of patterns such as "/api/**": found without parsing the path. */
	private final List<String> prefixes = new ArrayList<>();

	/** Whether the prefixes say all that the patterns say. */
	private boolean onlyPrefixes = true;

	/**
	 * Reads patterns.
	 * @param filter what they belong to, for messages
	 * @param patterns patterns of paths
	 * @throws IllegalStateException if one is none
	 */
	public FilteredPaths(String filter, List<String> patterns) {
		for (String pattern : patterns) {
			this.patterns.add(parse(filter, pattern.startsWith("/") ? pattern : "/" + pattern));
		}
		for (PathPattern pattern : this.patterns) {
			addPrefix(pattern.getPatternString());
		}
	}

	private static PathPattern parse(String filter, String pattern) {
		try {
			return PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new InvalidFilterPathException(filter, pattern, ex);
		}
	}

	private void addPrefix(String pattern) {
		String prefix = pattern.endsWith(SUBTREE) ? pattern.substring(0, pattern.length() - SUBTREE.length()) : "";
		if (pattern.endsWith(SUBTREE) && isPlain(prefix) && prefix.chars().noneMatch((c) -> "{}*?".indexOf(c) >= 0)) {
			this.prefixes.add(prefix);
		}
		else {
			this.onlyPrefixes = false;
		}
	}

	/**
	 * Whether the filter applies.
	 * @param path of a request, percent-encoded
	 * @return true if one of the patterns does
	 */
	public boolean match(String path) {
		if (isPlain(path)) {
			return startsWithPrefix(path) || (!this.onlyPrefixes && matchPatterns(path));
		}
		return matchPatterns(path) || matchPatterns(asFilesReadIt(path));
	}

	/** Whether there is only one way to read it. */
	private static boolean isPlain(String path) {
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			boolean odd = c == '%' || c == ';' || c == '\\'
					|| (c == '/' && i + 1 < path.length() && (path.charAt(i + 1) == '/' || path.charAt(i + 1) == '.'));
			if (odd) {
				return false;
			}
		}
		return true;
	}

	private boolean startsWithPrefix(String path) {
		for (String prefix : this.prefixes) {
			if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

	private boolean matchPatterns(String path) {
		PathContainer parsed;
		try {
			parsed = PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			// Malformed: nothing is found by it, or refused before.
			return false;
		}
		for (PathPattern pattern : this.patterns) {
			if (pattern.matches(parsed)) {
				return true;
			}
		}
		return false;
	}

	/** Percent signs are plain text in it now. */
	private static String asFilesReadIt(String path) {
		try {
			return UrlPath.parse(path).toString().replace("%", "%25").replace(";", "%3B");
		}
		catch (HttpProblem ex) {
			return path;
		}
	}

}
