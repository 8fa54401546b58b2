package io.jhttp.server.file;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.jspecify.annotations.Nullable;

/**
 * A file or directory of a jar. Directories are known by what is in them, as many jars
 * have no entries for them.
 */
final class ArchiveEntry {

	/** Null for a directory. */
	private final @Nullable JarEntry file;

	private final Map<String, ArchiveEntry> children = new LinkedHashMap<>();

	private ArchiveEntry(@Nullable JarEntry file) {
		this.file = file;
	}

	/**
	 * Reads which files there are.
	 * @param directory a path without slashes at its ends
	 * @return the directory, or null if there is none in the jar
	 */
	static @Nullable ArchiveEntry read(JarFile jar, String directory) {
		String start = directory + "/";
		ArchiveEntry top = new ArchiveEntry(null);
		boolean[] found = new boolean[1];
		jar.stream().filter((entry) -> entry.getName().startsWith(start)).forEach((entry) -> {
			found[0] = true;
			top.add(entry, entry.getName().substring(start.length()));
		});
		return found[0] ? top : null;
	}

	/** A name that no path of a URL can have is left out. */
	private void add(JarEntry entry, String path) {
		ArchiveEntry at = this;
		int from = 0;
		for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
			String name = path.substring(from, slash);
			if (!isReachable(name)) {
				return;
			}
			at = at.children.computeIfAbsent(name, (absent) -> new ArchiveEntry(null));
			from = slash + 1;
		}
		String name = path.substring(from);
		if (isReachable(name)) {
			at.children.putIfAbsent(name, new ArchiveEntry(entry));
		}
	}

	private static boolean isReachable(String name) {
		return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('\\') < 0
				&& name.indexOf('\0') < 0;
	}

	/** Null for a directory. */
	@Nullable JarEntry file() {
		return this.file;
	}

	/** What has a name in it, or null. */
	@Nullable ArchiveEntry child(String name) {
		return this.children.get(name);
	}

	Collection<Map.Entry<String, ArchiveEntry>> children() {
		return this.children.entrySet();
	}

}
