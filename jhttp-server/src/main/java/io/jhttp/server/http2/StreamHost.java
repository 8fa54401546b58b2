package io.jhttp.server.http2;

import io.jhttp.server.net.Connection;

/**
 * What a stream needs of the connection that carries it.
 */
interface StreamHost {

	/** The socket; of the loop, but for what any thread may ask. */
	Connection connection();

	Http2Context context();

	/** From any thread: the loop is to look at a stream. */
	void touch(Http2Stream stream);

	/**
	 * On the loop: a stream is to have a worker, at once or when others have given theirs
	 * back.
	 */
	void lendWorker(Http2Stream stream);

	/** On the loop: a worker of this connection is free for another stream. */
	void workerReturned();

}
