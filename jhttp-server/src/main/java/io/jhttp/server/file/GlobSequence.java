package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@link GlobExpansion}: patterns of names, one after the other. Where it
 * does not match, only the last {@code **} is tried again, as the first names that match
 * leave the most to what follows. So no name is compared with the same pattern twice.
 */
final class GlobSequence {

	/** Stands for any number of names. */
	private static final GlobName DIRECTORIES = GlobName.parse("**");

	private final GlobName[] names;

	private GlobSequence(GlobName[] names) {
		this.names = names;
	}

	static GlobSequence parse(String pattern) {
		List<GlobName> names = new ArrayList<>();
		int from = 1;
		while (from <= pattern.length()) {
			int end = from;
			while (end < pattern.length() && pattern.charAt(end) != '/') {
				end = GlobExpansion.skip(pattern, end);
			}
			String name = pattern.substring(from, end);
			names.add(name.equals("**") ? DIRECTORIES : GlobName.parse(name));
			from = end + 1;
		}
		return new GlobSequence(names.toArray(new GlobName[0]));
	}

	/**
	 * Whether a path matches.
	 * @param onTheWay or that of a directory on the way to it
	 */
	boolean matches(String path, boolean onTheWay) {
		int name = 0;
		int from = path.startsWith("/") ? 1 : path.length() + 1;
		int retryName = -1;
		int retryFrom = 0;
		while (from <= path.length() && !(onTheWay && name == this.names.length)) {
			if (name < this.names.length && this.names[name] == DIRECTORIES) {
				name++;
				retryName = name;
				retryFrom = from;
				continue;
			}
			int end = nameEnd(path, from);
			if (name < this.names.length && this.names[name].matches(path, from, end)) {
				name++;
				from = end + 1;
			}
			else if (retryName >= 0) {
				retryFrom = 1 + ((from == retryFrom) ? end : nameEnd(path, retryFrom));
				from = retryFrom;
				name = retryName;
			}
			else {
				return false;
			}
		}
		return name == this.names.length;
	}

	/**
	 * What matches a path of a directory by its last name alone.
	 * @param directory a path, empty for the root
	 * @return null if no path of that directory matches
	 */
	@Nullable GlobName inside(String directory) {
		GlobName last = this.names[this.names.length - 1];
		boolean below = last == DIRECTORIES;
		int count = this.names.length - 1;
		while (count > 0 && this.names[count - 1] == DIRECTORIES) {
			below = true;
			count--;
		}
		boolean matches = (count == 0) ? below || directory.isEmpty()
				: new GlobSequence(Arrays.copyOf(this.names, count)).matches(directory, below);
		return matches ? last : null;
	}

	private static int nameEnd(String path, int from) {
		int slash = path.indexOf('/', from);
		return (slash < 0) ? path.length() : slash;
	}

}
