package io.jhttp.spring.boot.webflux.http;

import java.io.IOException;

import io.jhttp.server.HttpResponse;

/**
 * Writes pieces of content, of which it becomes the owner.
 *
 * @param <T> the type of the pieces
 */
interface PieceWriter<T> {

	/**
	 * On the event loop: writes a piece and releases it, in any case.
	 */
	void write(T piece, HttpResponse response) throws IOException;

	/**
	 * Releases a piece that is not written.
	 */
	void release(T piece);

}
