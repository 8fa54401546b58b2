package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A pattern for paths of files, such as {@code *.css}, {@code /assets/**} or
 * <code>/*.{js,mjs}</code>, compared case-sensitively.
 * <ul>
 * <li>{@code ?} is one character and {@code *} any number of them, but no slash
 * <li>{@code **} is any number of characters, slashes too; {@code **}{@code /} before a
 * name is any number of directories, also none
 * <li><code>{a,b}</code> is one of several, {@code [a-z]} one character of several,
 * {@code [!a-z]} one of all others but a slash
 * <li>a backslash takes its meaning from the character behind it
 * </ul>
 * A pattern that begins with a slash begins at the root. Any other one begins at any
 * directory, so that one without a slash is compared with the last name.
 */
final class PathGlob {

	private static final int LONGEST = 256;

	private final String pattern;

	/** A path matches if it matches one of them. */
	private final List<GlobSequence> sequences;

	private PathGlob(String pattern, List<GlobSequence> sequences) {
		this.pattern = pattern;
		this.sequences = sequences;
	}

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException if it is malformed or too long
	 */
	static PathGlob of(String pattern) {
		try {
			if (pattern.isEmpty()) {
				throw new IllegalArgumentException("it is empty");
			}
			if (pattern.length() > LONGEST) {
				throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
			}
			List<GlobSequence> sequences = new ArrayList<>();
			for (String sequence : GlobExpansion.expand(pattern)) {
				sequences.add(GlobSequence.parse(sequence));
			}
			return new PathGlob(pattern, sequences);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The path pattern '" + pattern + "' cannot be used: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Whether a path is one that the pattern stands for. Takes time in proportion to the
	 * length of the path times that of the pattern at most, whatever both are.
	 * @param path decoded, from the root down, beginning with a slash
	 */
	boolean matches(String path) {
		for (GlobSequence sequence : this.sequences) {
			if (sequence.matches(path, false)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a path matches, or that of a directory on the way to it. Takes no longer
	 * than {@link #matches}: any client may ask for a path with thousands of names.
	 * @param path decoded, from the root down, beginning with a slash
	 */
	boolean matchesOnTheWay(String path) {
		for (GlobSequence sequence : this.sequences) {
			if (sequence.matches(path, true)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What matches a path of a directory by its last name alone, if the directory itself
	 * does not match, nor one on the way to it. Many names cost less that way.
	 * @param directory a decoded path without a slash at its end
	 */
	List<GlobName> inside(String directory) {
		return this.sequences.stream().map((sequence) -> sequence.inside(directory)).filter(Objects::nonNull).toList();
	}

	@Override
	public String toString() {
		return this.pattern;
	}

}
