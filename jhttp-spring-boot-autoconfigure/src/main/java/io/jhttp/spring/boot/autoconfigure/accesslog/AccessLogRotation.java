package io.jhttp.spring.boot.autoconfigure.accesslog;

/**
 * When a file of the access log gives way to a new one.
 *
 * @param maxFileSize bytes that it may have, or 0 for any number
 * @param daily whether each day has a new one
 * @param maxHistory how many old ones are kept
 */
public record AccessLogRotation(long maxFileSize, boolean daily, int maxHistory) {
}
