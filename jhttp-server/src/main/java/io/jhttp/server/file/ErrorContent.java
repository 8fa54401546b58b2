package io.jhttp.server.file;

/**
 * The content of an error response.
 *
 * @param mediaType its type
 * @param bytes all of it
 */
public record ErrorContent(String mediaType, byte[] bytes) {
}
