package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern without braces as the steps of an automaton. All positions in the pattern
 * that a path may have come to are followed at once, so there is nothing to try again:
 * backtracking takes exponential time for patterns with several asterisks.
 */
final class GlobSequence {

	/** What leads from one place of the pattern to the next. */
	private sealed interface Step {

		/** Whether a character leads to the next place. */
		boolean goesOn(int codePoint);

		/** Whether the place is still reached after a character. */
		default boolean stays(int codePoint) {
			return false;
		}

		/** How many places can be passed without any character. */
		default int free() {
			return 0;
		}

	}

	private record Literal(int expected) implements Step {

		@Override
		public boolean goesOn(int codePoint) {
			return codePoint == this.expected;
		}

	}

	/** The text between brackets, as firsts and lasts of ranges. */
	private record CharacterClass(boolean negated, List<int[]> ranges) implements Step {

		@Override
		public boolean goesOn(int codePoint) {
			boolean listed = false;
			for (int[] range : this.ranges) {
				listed |= codePoint >= range[0] && codePoint <= range[1];
			}
			return codePoint != '/' && listed != this.negated;
		}

	}

	private record Single() implements Step {

		@Override
		public boolean goesOn(int codePoint) {
			return codePoint != '/';
		}

	}

	private record Asterisk(boolean deep) implements Step {

		@Override
		public boolean goesOn(int codePoint) {
			return false;
		}

		@Override
		public boolean stays(int codePoint) {
			return this.deep || codePoint != '/';
		}

		@Override
		public int free() {
			return 1;
		}

	}

	/** Lets the directories behind it be none. */
	private record NoDirectory() implements Step {

		@Override
		public boolean goesOn(int codePoint) {
			return false;
		}

		@Override
		public int free() {
			return 2;
		}

	}

	private record Directories() implements Step {

		@Override
		public boolean goesOn(int codePoint) {
			return codePoint == '/';
		}

		@Override
		public boolean stays(int codePoint) {
			return true;
		}

	}

	private final Step[] steps;

	/** Where the pattern of a single name begins; 0 if it can stand for several names. */
	private final int nameSteps;

	/** What such a name begins and ends with: most names are dismissed by that. */
	private final String prefix;

	private final String suffix;

	private GlobSequence(List<Step> steps, int nameSteps) {
		this.steps = steps.toArray(new Step[0]);
		this.nameSteps = nameSteps;
		int from = nameSteps;
		StringBuilder prefix = new StringBuilder();
		while (from < this.steps.length && this.steps[from] instanceof Literal literal) {
			prefix.appendCodePoint(literal.expected());
			from++;
		}
		this.prefix = prefix.toString();
		int end = this.steps.length;
		while (end > from && this.steps[end - 1] instanceof Literal) {
			end--;
		}
		StringBuilder suffix = new StringBuilder();
		for (Step step : steps.subList(end, steps.size())) {
			suffix.appendCodePoint(((Literal) step).expected());
		}
		this.suffix = suffix.toString();
	}

	static GlobSequence parse(String pattern) {
		List<Step> steps = new ArrayList<>();
		int nameSteps = 0;
		if (!pattern.startsWith("/")) {
			steps.add(new Literal('/'));
			addDirectories(steps);
			nameSteps = (pattern.indexOf('/') < 0 && !pattern.contains("**")) ? steps.size() : 0;
		}
		int at = 0;
		while (at < pattern.length()) {
			at = switch (pattern.charAt(at)) {
				case '*' -> addAsterisks(pattern, at, steps);
				case '[' -> addClass(pattern, at, steps);
				case '?' -> {
					steps.add(new Single());
					yield at + 1;
				}
				default -> addLiteral(pattern, at, steps);
			};
		}
		return new GlobSequence(steps, nameSteps);
	}

	private static void addDirectories(List<Step> steps) {
		steps.add(new NoDirectory());
		steps.add(new Directories());
	}

	private static int addAsterisks(String pattern, int start, List<Step> steps) {
		int end = start;
		while (end < pattern.length() && pattern.charAt(end) == '*') {
			end++;
		}
		boolean deep = end > start + 1;
		boolean nameBegins = start == 0 || pattern.charAt(start - 1) == '/';
		if (deep && nameBegins && end < pattern.length() && pattern.charAt(end) == '/') {
			addDirectories(steps);
			return end + 1;
		}
		steps.add(new Asterisk(deep));
		return end;
	}

	private static int addLiteral(String pattern, int at, List<Step> steps) {
		int start = (pattern.charAt(at) == '\\') ? at + 1 : at;
		if (start == pattern.length()) {
			throw new IllegalArgumentException("nothing stands behind the backslash at its end");
		}
		int literal = pattern.codePointAt(start);
		steps.add(new Literal(literal));
		return start + Character.charCount(literal);
	}

	/** Behind the bracket that closes a class. */
	static int classEnd(String pattern, int start) {
		int end = pattern.indexOf(']', start);
		if (end < 0) {
			throw new IllegalArgumentException("the '[' at position " + start + " is not closed");
		}
		return end + 1;
	}

	private static int addClass(String pattern, int start, List<Step> steps) {
		int end = classEnd(pattern, start);
		boolean negated = pattern.charAt(start + 1) == '!' || pattern.charAt(start + 1) == '^';
		int[] characters = pattern.substring(negated ? start + 2 : start + 1, end - 1).codePoints().toArray();
		if (characters.length == 0) {
			throw new IllegalArgumentException("nothing stands between the brackets at position " + start);
		}
		List<int[]> ranges = new ArrayList<>();
		int at = 0;
		while (at < characters.length) {
			boolean range = at + 2 < characters.length && characters[at + 1] == '-';
			int last = characters[range ? at + 2 : at];
			if (last < characters[at]) {
				throw new IllegalArgumentException(
						"a range between the brackets at position " + start + " ends before it begins");
			}
			ranges.add(new int[] { characters[at], last });
			at += range ? 3 : 1;
		}
		steps.add(new CharacterClass(negated, ranges));
		return end;
	}

	boolean matches(String path) {
		return matches(path, 0, path.length(), 0, false);
	}

	/** Whether a path matches, or that of a directory on the way to it. */
	boolean matchesOnTheWay(String path) {
		if (this.nameSteps == 0) {
			return matches(path, 0, path.length(), 0, true);
		}
		int from = 1;
		while (from <= path.length()) {
			int slash = path.indexOf('/', from);
			int end = (slash < 0) ? path.length() : slash;
			boolean likely = end - from >= this.prefix.length() + this.suffix.length()
					&& path.startsWith(this.prefix, from) && path.startsWith(this.suffix, end - this.suffix.length());
			if (likely && matches(path, from, end, this.nameSteps, false)) {
				return true;
			}
			from = end + 1;
		}
		return false;
	}

	private boolean matches(String path, int from, int end, int firstStep, boolean onTheWay) {
		boolean[] reached = new boolean[this.steps.length + 1];
		reached[firstStep] = true;
		passFree(reached);
		int at = from;
		while (at < end) {
			int codePoint = path.codePointAt(at);
			if (onTheWay && codePoint == '/' && reached[this.steps.length]) {
				return true;
			}
			if (!follow(reached, codePoint)) {
				return false;
			}
			at += Character.charCount(codePoint);
		}
		return reached[this.steps.length];
	}

	/**
	 * From the end to the start, as each place depends on itself and the one before.
	 * @return false if no place is reached any more
	 */
	private boolean follow(boolean[] reached, int codePoint) {
		boolean any = false;
		for (int place = this.steps.length; place >= 0; place--) {
			boolean stays = place < this.steps.length && reached[place] && this.steps[place].stays(codePoint);
			boolean comes = place > 0 && reached[place - 1] && this.steps[place - 1].goesOn(codePoint);
			reached[place] = stays || comes;
			any |= reached[place];
		}
		passFree(reached);
		return any;
	}

	private void passFree(boolean[] reached) {
		for (int place = 0; place < this.steps.length; place++) {
			if (reached[place]) {
				Arrays.fill(reached, place + 1, place + 1 + this.steps[place].free(), true);
			}
		}
	}

}
