package io.jhttp.server.file;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directories that files were read from lately, so that files of one directory share
 * their look at it.
 */
final class KnownDirectories {

	private static final int MOST = 1000;

	private final Map<File, DirectoryVersion> directories = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<File, DirectoryVersion> eldest) {
			return size() > MOST;
		}

	};

	/** Looks at a directory as it is now. */
	DirectoryVersion look(File directory) {
		DirectoryVersion current = DirectoryVersion.read(directory);
		synchronized (this.directories) {
			DirectoryVersion known = this.directories.get(directory);
			if (known != null && known.isSameAs(current)) {
				return known;
			}
			this.directories.put(directory, current);
			return current;
		}
	}

}
