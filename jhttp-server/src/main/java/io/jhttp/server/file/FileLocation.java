package io.jhttp.server.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A place of files, and nothing outside: a directory of a disk, or of the class path.
 * Paths of the class path are names only, which no disk has.
 */
interface FileLocation {

	/** How often something is looked for that is swapped before it can be opened. */
	int MAX_ATTEMPTS = 8;

	/** The directory at its top. */
	Path directory();

	/**
	 * A file or directory, as it was when it was found.
	 */
	interface Entry {

		/** As it was asked for. */
		Path path();

		boolean isDirectory();

		/**
		 * Whether what is in a directory can be read: neither a redirect nor an empty
		 * listing may tell of one that cannot.
		 */
		boolean isReadable();

		boolean isSameAs(Entry other);

	}

	/**
	 * The path that names lead to, whether there is something or not.
	 * @return null if there can be no such name
	 */
	@Nullable Path path(List<String> names);

	/**
	 * What clients call a file: its path from the directory down, with a slash before.
	 */
	default String name(Path path) {
		return "/" + withSlashes(directory().relativize(path));
	}

	/** A relative path in one form on all systems. */
	static String withSlashes(Path relative) {
		String path = relative.toString();
		return (File.separatorChar == '/') ? path : path.replace(File.separatorChar, '/');
	}

	/**
	 * Finds what the names lead to.
	 * @param names from the directory down
	 * @return a regular file or directory of this place, or null if there is none that
	 * clients may see
	 */
	default @Nullable Entry find(List<String> names) {
		Path path = path(names);
		return (path != null) ? find(path) : null;
	}

	/** What a path below the directory leads to, or null if clients may not see it. */
	@Nullable Entry find(Path path);

	/**
	 * A file at a path, if all on the way to it is what it seems to be. It costs no look:
	 * only reading it tells whether there is such a file.
	 * @return null if it has to be found
	 */
	default @Nullable Entry expect(Path path) {
		return null;
	}

	/**
	 * What lies beside a file, with its name and a suffix, or null if clients may not see
	 * it.
	 */
	@Nullable Entry beside(Entry file, String suffix);

	/** The path of what lies beside a file. */
	static Path beside(Path file, String suffix) {
		return file.resolveSibling(file.getFileName() + suffix);
	}

	/**
	 * Whether clients may not see what is at a path below the directory, or would not if
	 * something were made there.
	 */
	boolean withholds(Path path);

	/** Whether there is something that is no directory, be it visible or not. */
	boolean isFile(Path path);

	/** Whether nothing ever changes here. */
	boolean isFixed();

	/**
	 * Reads a file.
	 * @param file an entry of this place
	 * @throws IOException if it cannot be read, or is not what it was when it was found
	 */
	FileReading read(Entry file, FileReading.Rules rules) throws IOException;

	/**
	 * What is in a directory, as far as clients may see it and a URL leads to it.
	 * @param directory an entry of this place
	 * @param limits of the reading
	 * @throws IOException if the directory cannot be read
	 */
	DirectoryContent list(Entry directory, DirectoryReader.Limits limits) throws IOException;

}
