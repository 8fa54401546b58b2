package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.http.LastModified;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells one version of a file from another, as far as the file system knows.
 *
 * @param key identifies the file itself, such as device and inode; null if there is no
 * such thing
 * @param size in bytes
 * @param modified when its content was changed
 * @param changed when its content or its attributes were changed; null if the system does
 * not say
 */
record FileVersion(@Nullable Object key, long size, FileTime modified, @Nullable Object changed) {

	private static final Logger logger = LoggerFactory.getLogger(FileVersion.class);

	/** Two changes within a tick of the system's clock look like one. */
	private static final long CLOCK_TICK = 20;

	/** FAT counts in steps of two seconds, others in steps of one. */
	private static final long COARSE_CLOCK_TICK = 2100;

	private static final String UNIX_VIEW = "unix";

	/** Of one look at the file. */
	private static final String UNIX_ATTRIBUTES = "unix:fileKey,size,lastModifiedTime,ctime";

	/** Reads the version that a path leads to now, with links followed. */
	static FileVersion read(Path path) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains(UNIX_VIEW)) {
			return of(Files.readAttributes(path, BasicFileAttributes.class));
		}
		Map<String, Object> attributes = Files.readAttributes(path, UNIX_ATTRIBUTES);
		long size = (Long) Objects.requireNonNull(attributes.get("size"));
		FileTime modified = (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"));
		return new FileVersion(attributes.get("fileKey"), size, modified, attributes.get("ctime"));
	}

	private static FileVersion of(BasicFileAttributes attributes) {
		return new FileVersion(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(), null);
	}

	/**
	 * Whether a path leads to this file now, with other content. A file that was replaced
	 * or removed is not changed: a reader that has opened it has the old one.
	 */
	boolean isChangedAt(Path path) {
		try {
			return of(Files.readAttributes(path, BasicFileAttributes.class)).isChangeOf(this);
		}
		catch (IOException ex) {
			logger.debug("A file was removed while it was sent: {}", ex.getMessage());
			return false;
		}
	}

	boolean isOf(BasicFileAttributes attributes) {
		return this.size == attributes.size() && this.modified.equals(attributes.lastModifiedTime())
				&& (this.key == null || this.key.equals(attributes.fileKey()));
	}

	/**
	 * Whether nothing has changed this version since a time, be it content or name.
	 * @param since in milliseconds since 1970
	 * @param attributes of what had the name of the file then, or later
	 */
	boolean isUnchangedSince(long since, BasicFileAttributes attributes) {
		return this.changed != null && isOf(attributes) && isSettled(since);
	}

	/** Whether all bytes of this version can still be there. */
	boolean isPartOf(BasicFileAttributes attributes) {
		return this.size <= attributes.size() && (this.key == null || this.key.equals(attributes.fileKey()));
	}

	private boolean isChangeOf(FileVersion other) {
		boolean sameFile = this.key == null || this.key.equals(other.key);
		return sameFile && (this.size != other.size || !this.modified.equals(other.modified));
	}

	/**
	 * Whether a later change would be seen as one.
	 * @param now when this version was read, in milliseconds since 1970
	 */
	boolean isSettled(long now) {
		// A date can be given back to a file; that, too, is a change.
		return isSettled(this.modified, now) && (!(this.changed instanceof FileTime time) || isSettled(time, now));
	}

	static boolean isSettled(FileTime modified, long now) {
		boolean coarse = modified.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) == 0;
		return Math.abs(now - modified.toMillis()) > (coarse ? COARSE_CLOCK_TICK : CLOCK_TICK);
	}

	/** For clients; see {@link LastModified#second}. */
	long modifiedSecond(long now) {
		return LastModified.second(this.modified.toMillis(), now);
	}

}
