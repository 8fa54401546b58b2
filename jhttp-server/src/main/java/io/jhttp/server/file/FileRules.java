package io.jhttp.server.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Which files of a directory are not meant to be published: hidden ones, those that a
 * pattern denies, the jars of the application itself, and those of others. They do not
 * exist for clients.
 */
final class FileRules {

	/** RFC 8615: the one name with a dot that is meant for clients. */
	private static final String WELL_KNOWN = ".well-known";

	private static final int MAX_REMEMBERED = 1000;

	private static final int MAX_REMEMBERED_LENGTH = 200;

	private final boolean hidden;

	private final List<PathGlob> denied;

	/** Paths from the directory down, each with a slash before. */
	private final List<String> withheld;

	private final List<String> withheldInLowerCase = new ArrayList<>();

	private final Set<Path> ownJars = ownJars();

	private final Set<Path> ownJarNames = this.ownJars.stream().map(Path::getFileName).collect(Collectors.toSet());

	/** Null if they may be served. */
	private final @Nullable ApplicationArchives applications;

	/** What is denied in a directory, by its path. */
	private final Map<String, DeniedNames> directories = new ConcurrentHashMap<>();

	FileRules(boolean hidden, List<PathGlob> denied, List<String> withheld,
			@Nullable ApplicationArchives applications) {
		this.hidden = hidden;
		this.applications = applications;
		this.denied = denied;
		this.withheld = withheld;
		for (String path : withheld) {
			this.withheldInLowerCase.add(path.toLowerCase(Locale.ROOT));
		}
	}

	/**
	 * Whether a path may be seen, and everything on the way to it.
	 * @param path relative to the served directory
	 */
	boolean allow(Path path) {
		String asked = "/" + FileLocation.withSlashes(path);
		return allowNames(asked) && !isDenied(asked);
	}

	private boolean allowNames(String path) {
		for (int dot = path.indexOf("/."); dot >= 0 && !this.hidden; dot = path.indexOf("/.", dot + 1)) {
			int end = path.indexOf('/', dot + 1);
			if (!allowName(path.substring(dot + 1, (end < 0) ? path.length() : end))) {
				return false;
			}
		}
		return true;
	}

	private boolean allowName(String name) {
		return this.hidden || !name.startsWith(".") || name.equals(WELL_KNOWN);
	}

	/** Patterns cost more than to remember what they say of a directory. */
	private boolean isDenied(String path) {
		int slash = path.lastIndexOf('/');
		if (slash < 0 || path.length() > MAX_REMEMBERED_LENGTH) {
			return matchesAny(path);
		}
		String directory = path.substring(0, slash);
		DeniedNames names = this.directories.get(directory);
		if (names == null) {
			names = matchesAny(directory) ? DeniedNames.ALL : DeniedNames.in(directory, this.denied);
			if (this.directories.size() >= MAX_REMEMBERED) {
				this.directories.clear();
			}
			this.directories.put(directory, names);
		}
		String name = path.substring(slash + 1);
		return names.contain(name) || isWithheldIn(names, name);
	}

	private boolean isWithheldIn(DeniedNames directory, String name) {
		return !this.withheld.isEmpty()
				&& isWithheld(directory.directoryInLowerCase() + "/" + name.toLowerCase(Locale.ROOT));
	}

	/** Of how many directories it is known what the patterns say. */
	int remembered() {
		return this.directories.size();
	}

	/** A key store is one under any spelling. */
	private boolean matchesAny(String path) {
		String lowerCase = path.toLowerCase(Locale.ROOT);
		if (isWithheld(lowerCase)) {
			return true;
		}
		for (PathGlob glob : this.denied) {
			if (glob.matchesOnTheWay(path) || (!lowerCase.equals(path) && glob.matchesOnTheWay(lowerCase))) {
				return true;
			}
		}
		return false;
	}

	private boolean isWithheld(String lowerCase) {
		for (String directory : this.withheldInLowerCase) {
			if (lowerCase.startsWith(directory)
					&& (lowerCase.length() == directory.length() || lowerCase.charAt(directory.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a file may be seen, by whichever link it was found.
	 * @param root the real path of the served directory
	 */
	boolean allowFile(Path root, Path realPath) {
		return !this.ownJars.contains(realPath) && withheldIn(root).noneMatch(realPath::startsWith)
				&& !isOfApplication(realPath);
	}

	/**
	 * Whether a file may be seen if its path is the real one.
	 * @param path relative to the served directory
	 * @return false if only the real path tells
	 */
	boolean allowExpected(Path path) {
		Path name = path.getFileName();
		return this.withheld.isEmpty() && !this.ownJarNames.contains(name) && allow(path)
				&& !(this.applications != null && ApplicationArchives.isArchive(name.toString()));
	}

	private boolean isOfApplication(Path realPath) {
		return this.applications != null && this.applications.contain(realPath);
	}

	/** Withheld directories may be links themselves, and other links may lead there. */
	private Stream<Path> withheldIn(Path root) {
		return this.withheld.stream().map((path) -> {
			try {
				return root.resolve(path.substring(1)).toRealPath();
			}
			catch (IOException ex) {
				// There is no such directory now, and so nothing in it.
				return null;
			}
		}).filter(Objects::nonNull);
	}

	/**
	 * The rules for what lies in one directory, which may be seen itself. They cost less
	 * than to ask for each path.
	 * @param name what clients call the directory, with a slash before; empty for the
	 * served one
	 * @param root the real path of the served directory
	 * @param real the real path of the directory
	 */
	Children inside(String name, Path root, Path real) {
		Set<Path> refused = Stream.concat(this.ownJars.stream(), withheldIn(root))
			.filter((path) -> real.equals(path.getParent()))
			.map(Path::getFileName)
			.collect(Collectors.toSet());
		return new Children(name, real, refused);
	}

	/**
	 * The rules for what lies in one directory.
	 */
	final class Children {

		private final Path real;

		private final Set<Path> refused;

		private final DeniedNames names;

		private Children(String parent, Path real, Set<Path> refused) {
			this.real = real;
			this.refused = refused;
			this.names = DeniedNames.in(parent, FileRules.this.denied);
		}

		/** Whether something may be seen that is no symbolic link. */
		boolean allow(Path name) {
			String text = name.toString();
			return allowName(text) && !this.refused.contains(name) && !this.names.contain(text)
					&& !isWithheldIn(this.names, text)
					&& !(ApplicationArchives.isArchive(text) && isOfApplication(this.real.resolve(name)));
		}

	}

	private static Set<Path> ownJars() {
		Set<Path> jars = new HashSet<>();
		for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
			try {
				Path path = Path.of(entry).toRealPath();
				if (Files.isRegularFile(path)) {
					jars.add(path);
				}
			}
			catch (IOException | InvalidPathException ex) {
				// A class path may name what does not exist.
			}
		}
		return jars;
	}

}
