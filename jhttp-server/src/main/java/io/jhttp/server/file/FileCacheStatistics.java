package io.jhttp.server.file;

/**
 * What a cache of files has kept and found.
 *
 * @param entries how many files are kept at the moment
 * @param octets what they take at the moment, in bytes
 * @param capacity what they may take, in bytes
 * @param hits how often a file was found since the start, also one that turned out to
 * have changed on disk
 * @param misses how often none was found since the start
 */
public record FileCacheStatistics(long entries, long octets, long capacity, long hits, long misses) {
}
