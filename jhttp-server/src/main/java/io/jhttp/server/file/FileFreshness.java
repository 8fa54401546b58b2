package io.jhttp.server.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what was read of a file of a disk still holds.
 *
 * <p>
 * Each request asks when the file and its directory were modified: {@link File} tells
 * without making an object. The directory knows of files that came, went or were
 * replaced, also of those that could be served instead, such as another index page. Now
 * and then all attributes are compared, which finds a file that was overwritten and given
 * its old date.
 */
final class FileFreshness implements Freshness {

	private static final Logger logger = LoggerFactory.getLogger(FileFreshness.class);

	/**
	 * As long as requests come at this rate, not each of them pays for a thorough look.
	 */
	private static final long LOADED_INTERVAL = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long THOROUGH_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

	private final Path path;

	private final FileVersion version;

	private final File file;

	private final DirectoryVersion directory;

	private final long fileModified;

	private volatile long checked;

	private volatile long checkedThoroughly;

	private FileFreshness(Path path, FileVersion version, DirectoryVersion directory, long began) {
		this.path = path;
		this.version = version;
		this.file = path.toFile();
		this.directory = directory;
		this.fileModified = version.modified().toMillis();
		this.checked = began;
		this.checkedThoroughly = began;
	}

	/**
	 * Looks at a file; what is read of it afterwards is not older than that.
	 * @param path as it was asked for: a link in it may lead elsewhere tomorrow
	 */
	static FileFreshness begin(Path path, KnownDirectories directories) throws IOException {
		return beginDirectory(path, directories).with(FileVersion.read(path));
	}

	/**
	 * The same for its directory only.
	 */
	static Beginning beginDirectory(Path path, KnownDirectories directories) {
		long began = System.nanoTime();
		return new Beginning(path, directories.look(path.resolveSibling("").toFile()), began);
	}

	/**
	 * The beginning of a reading.
	 *
	 * @param path of the file
	 * @param directory it is in
	 * @param began before anything was looked at, in nanoseconds
	 */
	record Beginning(Path path, DirectoryVersion directory, long began) {

		/** With the version that is read. */
		FileFreshness with(FileVersion version) {
			return new FileFreshness(this.path, version, this.directory, this.began);
		}

	}

	@Override
	public FileVersion version() {
		return this.version;
	}

	@Override
	public Path path() {
		return this.path;
	}

	@Override
	public boolean isSettled(long now) {
		return this.version.isSettled(now) && this.directory.isSettled(now);
	}

	@Override
	public boolean holds(long arrived) {
		if (this.checked - arrived >= 0) {
			return true;
		}
		long now = System.nanoTime();
		if (now - this.checked >= LOADED_INTERVAL || now - this.checkedThoroughly >= THOROUGH_INTERVAL) {
			if (!isCurrent()) {
				return false;
			}
			this.checkedThoroughly = now;
		}
		else if (this.file.lastModified() != this.fileModified || this.file.length() != this.version.size()) {
			return false;
		}
		if (!this.directory.holds(arrived)) {
			return false;
		}
		this.checked = now;
		return true;
	}

	@Override
	public boolean isCurrent() {
		return this.version.equals(current());
	}

	private @Nullable FileVersion current() {
		try {
			return FileVersion.read(this.path);
		}
		catch (IOException ex) {
			logger.debug("A cached file is gone: {}", ex.getMessage());
			return null;
		}
	}

}
