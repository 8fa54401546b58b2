package io.jhttp.server.file;

/**
 * What a cache of files keeps and has answered.
 *
 * @param entries how many files are kept at the moment
 * @param bytes what they take at the moment, in bytes
 * @param hits how many requests were answered with what was kept
 * @param misses how many requests needed a look at the disk
 */
public record FileCacheStatistics(long entries, long bytes, long hits, long misses) {
}
