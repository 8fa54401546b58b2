package io.jhttp.server.file;

import java.io.File;
import java.nio.file.attribute.FileTime;

/**
 * A directory as it was when files in it were read. One look at it is good for all of
 * them.
 */
final class DirectoryVersion {

	private final File directory;

	private final long modified;

	private volatile long checked;

	private DirectoryVersion(File directory, long modified, long began) {
		this.directory = directory;
		this.modified = modified;
		this.checked = began;
	}

	/** Looks at a directory; what is found in it afterwards is not older than that. */
	static DirectoryVersion read(File directory) {
		long began = System.nanoTime();
		return new DirectoryVersion(directory, directory.lastModified(), began);
	}

	boolean isSameAs(DirectoryVersion other) {
		return this.modified == other.modified && this.directory.equals(other.directory);
	}

	/** Whether each later change would be seen. */
	boolean isSettled(long now) {
		return FileVersion.isSettled(FileTime.fromMillis(this.modified), now);
	}

	/**
	 * Whether nothing came, went or was replaced in it.
	 * @param arrived a time before which nothing needs to be seen
	 */
	boolean holds(long arrived) {
		if (this.checked - arrived >= 0) {
			return true;
		}
		long now = System.nanoTime();
		if (this.directory.lastModified() != this.modified) {
			return false;
		}
		this.checked = now;
		return true;
	}

}
