package io.jhttp.server.file;

import java.nio.file.Path;

import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a request leads to.
 */
public sealed interface FileTarget {

	/**
	 * A file, or the index page of a directory.
	 */
	final class File implements FileTarget {

		private final Path path;

		private final PathBytes key;

		private final FileLocation.@Nullable Entry entry;

		private final @Nullable StoredFile known;

		private File(Path path, PathBytes key, FileLocation.@Nullable Entry entry, @Nullable StoredFile known) {
			this.path = path;
			this.key = key;
			this.entry = entry;
			this.known = known;
		}

		static File known(PathBytes key, StoredFile known) {
			return new File(known.path(), key, null, known);
		}

		static File found(PathBytes key, FileLocation.Entry entry, @Nullable StoredFile known) {
			return new File(entry.path(), key, entry, known);
		}

		/**
		 * Where it is.
		 * @return a path below the served directory
		 */
		public Path path() {
			return this.path;
		}

		/** Under which the cache keeps it. */
		PathBytes key() {
			return this.key;
		}

		/** Null if it was not looked for on the disk. */
		FileLocation.@Nullable Entry entry() {
			return this.entry;
		}

		/** What was read of it and has not changed, or null. */
		@Nullable StoredFile known() {
			return this.known;
		}

	}

	/**
	 * A directory without index page.
	 *
	 * @param path where it is, below the served directory
	 */
	record Directory(Path path) implements FileTarget {
	}

	/**
	 * A directory whose path has no slash at its end: relative links of its page would
	 * lead astray.
	 *
	 * @param location the path with a slash, and with the query
	 */
	record Redirect(String location) implements FileTarget {
	}

	/**
	 * Nothing that clients may see.
	 */
	record Missing() implements FileTarget {
	}

}
