package io.jhttp.server.file;

import java.nio.file.Path;

/**
 * Whether what was read of a file still holds.
 */
interface Freshness {

	/**
	 * That of a file which never changes.
	 * @param path that no other file has
	 */
	static Freshness fixed(Path path, FileVersion version) {
		return new Fixed(path, version);
	}

	/** What was read. */
	FileVersion version();

	/** Of the file itself, for the log and as a key. */
	Path path();

	/** Whether each later change would be seen; if not, nothing may be kept. */
	boolean isSettled(long now);

	/**
	 * Whether the file is the same as when it was read.
	 * @param arrived a time before which nothing needs to be seen
	 */
	boolean holds(long arrived);

	/** Whether it is the same at this moment. */
	boolean isCurrent();

	/** Whether it is the same for ever. */
	default boolean isFixed() {
		return false;
	}

	/**
	 * Nothing changes in a jar that an application runs from.
	 *
	 * @param path of the file
	 * @param version of the file
	 */
	record Fixed(Path path, FileVersion version) implements Freshness {

		@Override
		public boolean isSettled(long now) {
			return true;
		}

		@Override
		public boolean holds(long arrived) {
			return true;
		}

		@Override
		public boolean isCurrent() {
			return true;
		}

		@Override
		public boolean isFixed() {
			return true;
		}

	}

}
