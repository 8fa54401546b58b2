package io.jhttp.server.file;

import java.time.Instant;

/**
 * One line of a directory listing. Of a symbolic link it describes what the link leads
 * to.
 *
 * @param name of the file or directory, without a slash. A byte on disk that is not UTF-8
 * is a surrogate between U+DC80 and U+DCFF, as in Python.
 * @param directory whether the name leads to a directory
 * @param symbolicLink whether the name is a symbolic link
 * @param size in bytes; means nothing for a directory
 * @param modified when the content changed last
 */
record ListingEntry(String name, boolean directory, boolean symbolicLink, long size, Instant modified) {

}
