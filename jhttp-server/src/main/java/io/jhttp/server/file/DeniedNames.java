package io.jhttp.server.file;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which names are denied in one directory. It costs less than to ask for each path.
 */
final class DeniedNames {

	/** Of a directory that is denied itself. */
	static final DeniedNames ALL = new DeniedNames("", null, List.of());

	private final String directoryInLowerCase;

	/** Null for all of them. */
	private final @Nullable List<GlobName> names;

	private final List<GlobName> namesInLowerCase;

	private DeniedNames(String directoryInLowerCase, @Nullable List<GlobName> names, List<GlobName> namesInLowerCase) {
		this.directoryInLowerCase = directoryInLowerCase;
		this.names = names;
		this.namesInLowerCase = namesInLowerCase;
	}

	/**
	 * Those of a directory that is not denied.
	 * @param directory its path, without a slash at its end
	 */
	static DeniedNames in(String directory, List<PathGlob> denied) {
		String lowerCase = directory.toLowerCase(Locale.ROOT);
		List<GlobName> names = names(directory, denied);
		return new DeniedNames(lowerCase, names, directory.equals(lowerCase) ? names : names(lowerCase, denied));
	}

	private static List<GlobName> names(String directory, List<PathGlob> denied) {
		return denied.stream().flatMap((glob) -> glob.inside(directory).stream()).toList();
	}

	String directoryInLowerCase() {
		return this.directoryInLowerCase;
	}

	/** A key store is one under any spelling. */
	boolean contain(String name) {
		if (this.names == null) {
			return true;
		}
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return matches(this.namesInLowerCase, lowerCase)
				|| (!(lowerCase.equals(name) && this.names == this.namesInLowerCase) && matches(this.names, name));
	}

	private static boolean matches(List<GlobName> globs, String name) {
		for (int i = 0; i < globs.size(); i++) {
			if (globs.get(i).matches(name, 0, name.length())) {
				return true;
			}
		}
		return false;
	}

}
