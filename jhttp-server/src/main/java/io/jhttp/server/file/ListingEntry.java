package io.jhttp.server.file;

/**
 * One line of a directory listing. Of a symbolic link it describes what the link leads
 * to. A long listing has one for each entry in memory, so it has few fields.
 *
 * @param name of the file or directory, without a slash. A byte on disk that is not UTF-8
 * is a surrogate between U+DC80 and U+DCFF, as in Python.
 * @param directory whether the name leads to a directory
 * @param symbolicLink whether the name is a symbolic link
 * @param size in bytes; means nothing for a directory
 * @param modified when the content changed last, in seconds since 1970, or
 * {@link #UNDATED}
 */
record ListingEntry(String name, boolean directory, boolean symbolicLink, long size, long modified) {

	/** Directories of jars, and mounts, have no date. */
	static final long UNDATED = Long.MIN_VALUE;

	boolean isDated() {
		return this.modified != UNDATED;
	}

}
