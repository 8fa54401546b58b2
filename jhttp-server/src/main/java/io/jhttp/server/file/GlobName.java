package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern of a single name. Where it does not match, only the last asterisk is tried
 * again: trying all of them takes exponential time.
 */
final class GlobName {

	private static final IntPredicate ASTERISK = (codePoint) -> false;

	/** A step that is none of one character. */
	private static final int ANY = -1;

	private final IntPredicate[] steps;

	/** The characters that names begin and end with, which dismisses most of them. */
	private final int first;

	private final int last;

	private GlobName(List<IntPredicate> steps, int first, int last) {
		this.steps = steps.toArray(new IntPredicate[0]);
		this.first = first;
		this.last = last;
	}

	static GlobName parse(String pattern) {
		List<IntPredicate> steps = new ArrayList<>();
		int first = ANY;
		int last = ANY;
		int at = 0;
		while (at < pattern.length()) {
			int end = GlobExpansion.skip(pattern, at);
			last = ANY;
			switch (pattern.charAt(at)) {
				case '*' -> steps.add(ASTERISK);
				case '?' -> steps.add((codePoint) -> true);
				case '[' -> steps.add(characterClass(pattern.substring(at, end)));
				default -> {
					int literal = pattern.codePointAt((pattern.charAt(at) == '\\') ? at + 1 : at);
					steps.add((codePoint) -> codePoint == literal);
					first = (steps.size() == 1) ? literal : first;
					last = literal;
					end = end - 1 + Character.charCount(literal);
				}
			}
			at = end;
		}
		return new GlobName(steps, first, last);
	}

	/** No name has a slash, and so none is to be left out. */
	private static IntPredicate characterClass(String brackets) {
		boolean negated = brackets.charAt(1) == '!' || brackets.charAt(1) == '^';
		int[] characters = brackets.substring(negated ? 2 : 1, brackets.length() - 1).codePoints().toArray();
		if (characters.length == 0) {
			throw new IllegalArgumentException("nothing stands between the brackets of '" + brackets + "'");
		}
		IntPredicate listed = (codePoint) -> false;
		int at = 0;
		while (at < characters.length) {
			boolean range = at + 2 < characters.length && characters[at + 1] == '-';
			int first = characters[at];
			int last = characters[range ? at + 2 : at];
			if (last < first) {
				throw new IllegalArgumentException("a range in '" + brackets + "' ends before it begins");
			}
			listed = listed.or((codePoint) -> codePoint >= first && codePoint <= last);
			at += range ? 3 : 1;
		}
		return negated ? listed.negate() : listed;
	}

	/** Whether the name between two positions of a path matches. */
	boolean matches(String path, int from, int nameEnd) {
		if ((this.first != ANY && (from == nameEnd || path.codePointAt(from) != this.first))
				|| (this.last != ANY && (from == nameEnd || path.codePointBefore(nameEnd) != this.last))) {
			return false;
		}
		int end = nameEnd;
		int last = this.steps.length - 1;
		// From the end to the last asterisk, which dismisses most names at once.
		while (last >= 0 && this.steps[last] != ASTERISK) {
			if (end == from || !this.steps[last].test(path.codePointBefore(end))) {
				return false;
			}
			end -= Character.charCount(path.codePointBefore(end));
			last--;
		}
		if (last < 0) {
			return end == from;
		}
		int step = 0;
		int at = from;
		int retryStep = -1;
		int retryAt = 0;
		while (step < last) {
			if (this.steps[step] == ASTERISK) {
				step++;
				retryStep = step;
				retryAt = at;
			}
			else if (at == end) {
				return false;
			}
			else if (this.steps[step].test(path.codePointAt(at))) {
				step++;
				at += Character.charCount(path.codePointAt(at));
			}
			else if (retryStep >= 0) {
				retryAt += Character.charCount(path.codePointAt(retryAt));
				at = retryAt;
				step = retryStep;
			}
			else {
				return false;
			}
		}
		return true;
	}

}
