package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a pattern as patterns that begin at the root, and have neither braces nor
 * {@code **} within a name: <code>/a{b,c}</code> is {@code /ab} and {@code /ac}, and
 * {@code /a**b} is {@code /a*b} and {@code /a*}{@code /**}{@code /*b}.
 */
final class GlobExpansion {

	/**
	 * Each pattern takes its time for each path, and each pair of braces multiplies them.
	 */
	private static final int MAX_PATTERNS = 64;

	private GlobExpansion() {
	}

	static List<String> expand(String pattern) {
		List<String> sequences = new ArrayList<>();
		expandBraces("", pattern, 0, sequences);
		List<String> expanded = new ArrayList<>();
		for (String sequence : sequences) {
			expandBraces("", expandAsterisks(sequence), 0, expanded);
		}
		return expanded;
	}

	/**
	 * Reads to the first braces, and goes on behind them with each alternative.
	 * @param start what stands for the pattern before the position
	 */
	private static void expandBraces(String start, String pattern, int position, List<String> expanded) {
		// What stands before the braces, and then each alternative.
		List<String> texts = new ArrayList<>();
		boolean within = false;
		int from = position;
		int at = position;
		while (at < pattern.length()) {
			char c = pattern.charAt(at);
			if (c == '{' && within) {
				throw new IllegalArgumentException("braces stand within braces at position " + at);
			}
			if (c == '}' && !within) {
				throw new IllegalArgumentException("a '}' at position " + at + " closes nothing");
			}
			int end = skip(pattern, at);
			if (c == '{' || (within && (c == ',' || c == '}'))) {
				texts.add(pattern.substring(from, at));
				from = end;
				within = true;
			}
			at = end;
			if (c == '}') {
				for (String alternative : texts.subList(1, texts.size())) {
					expandBraces(start + texts.get(0) + alternative, pattern, at, expanded);
				}
				return;
			}
		}
		if (within) {
			throw new IllegalArgumentException("a '{' is not closed");
		}
		if (expanded.size() == MAX_PATTERNS) {
			throw new IllegalArgumentException("its braces and the '**' within its names stand for more than "
					+ MAX_PATTERNS + " patterns; use several ones");
		}
		expanded.add(start + pattern.substring(from));
	}

	/** Two asterisks within a name are braces: none or some slashes may stand there. */
	private static String expandAsterisks(String pattern) {
		StringBuilder text = new StringBuilder(pattern.startsWith("/") ? "" : "/**/");
		int at = 0;
		while (at < pattern.length()) {
			int end = skip(pattern, at);
			if (pattern.startsWith("**", at)) {
				while (pattern.startsWith("*", end)) {
					end++;
				}
				boolean nameBegins = at == 0 || pattern.charAt(at - 1) == '/';
				boolean nameEnds = pattern.startsWith("/", end);
				String some = (nameBegins ? "" : "*/") + "**" + (nameEnds ? "" : "/*");
				text.append((nameBegins || nameEnds) ? some : "{*," + some + "}");
			}
			else {
				text.append(pattern, pattern.startsWith("\\/", at) ? at + 1 : at, end);
			}
			at = end;
		}
		return text.toString();
	}

	/**
	 * Behind a character, an escaped one, or a class: nothing in there is an operator.
	 */
	static int skip(String pattern, int at) {
		int end = switch (pattern.charAt(at)) {
			case '\\' -> at + 2;
			case '[' -> pattern.indexOf(']', at) + 1;
			default -> at + 1;
		};
		if (end == 0) {
			throw new IllegalArgumentException("the '[' at position " + at + " is not closed");
		}
		if (end > pattern.length()) {
			throw new IllegalArgumentException("nothing stands behind the backslash at its end");
		}
		return end;
	}

}
