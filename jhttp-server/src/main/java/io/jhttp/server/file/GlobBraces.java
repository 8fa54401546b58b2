package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a pattern with braces as patterns without: <code>a{b,c}</code> is {@code ab} and
 * {@code ac}.
 */
final class GlobBraces {

	/**
	 * Each pair of braces multiplies the patterns, and so the time that each path takes.
	 */
	private static final int MAX_PATTERNS = 64;

	private GlobBraces() {
	}

	static List<String> expand(String pattern) {
		List<String> complete = List.of("");
		int plain = 0;
		int at = 0;
		while (at < pattern.length()) {
			switch (pattern.charAt(at)) {
				case '{' -> {
					complete = append(complete, List.of(pattern.substring(plain, at)));
					List<String> alternatives = new ArrayList<>();
					at = readAlternatives(pattern, at + 1, alternatives);
					complete = append(complete, alternatives);
					plain = at;
				}
				case '}' -> throw new IllegalArgumentException("a '}' at position " + at + " closes nothing");
				default -> at = skip(pattern, at);
			}
		}
		return append(complete, List.of(pattern.substring(plain)));
	}

	private static List<String> append(List<String> starts, List<String> ends) {
		if (starts.size() * ends.size() > MAX_PATTERNS) {
			throw new IllegalArgumentException(
					"its braces stand for more than " + MAX_PATTERNS + " patterns; use several ones");
		}
		List<String> all = new ArrayList<>(starts.size() * ends.size());
		for (String start : starts) {
			for (String end : ends) {
				all.add(start.concat(end));
			}
		}
		return all;
	}

	/** Returns where the braces end. */
	private static int readAlternatives(String pattern, int start, List<String> alternatives) {
		int from = start;
		int at = start;
		while (at < pattern.length()) {
			char c = pattern.charAt(at);
			if (c == '{') {
				throw new IllegalArgumentException("braces stand within braces at position " + at);
			}
			if (c == ',' || c == '}') {
				alternatives.add(pattern.substring(from, at));
				from = at + 1;
			}
			if (c == '}') {
				return from;
			}
			at = skip(pattern, at);
		}
		throw new IllegalArgumentException("a '{' is not closed");
	}

	/** Behind a character, an escaped one, or a class: nothing in there is a brace. */
	private static int skip(String pattern, int at) {
		return switch (pattern.charAt(at)) {
			case '\\' -> at + 2;
			case '[' -> GlobSequence.classEnd(pattern, at);
			default -> at + 1;
		};
	}

}
