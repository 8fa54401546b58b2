package io.jhttp.server.net;

/**
 * Why a connection or a request was shed: refused, or ended before its time.
 */
public enum ShedReason {

	/** There were as many connections as the server may have. */
	TOO_MANY_CONNECTIONS,

	/** One address had as many connections as it may have. */
	TOO_MANY_FROM_ADDRESS,

	/** An idle connection made room for a new one. */
	RECYCLED,

	/** All workers were busy, and the queue was full. */
	WORKERS_BUSY,

	/** A client has sent more requests a second than it may. */
	CLIENT_RATE,

	/** A client has had as many requests at the same time as it may. */
	CLIENT_CONCURRENCY,

	/** A client left while its request waited for a worker. */
	CLIENT_GONE,

	/** A client sent or took bytes too slowly, or not at all. */
	SLOW_CLIENT,

	/**
	 * A client of HTTP/2 has cancelled too many requests, or made the server reset them.
	 */
	STREAM_RESETS,

	/** A client of HTTP/2 has sent too many frames that carry nothing. */
	CONTROL_FRAMES,

	/** A client of HTTP/2 has sent too many frames with little content or none. */
	SMALL_FRAMES,

	/** Header blocks of a client of HTTP/2 were too large, or in too many frames. */
	HEADER_BLOCKS,

	/** A TLS handshake took too long, or there were too many at the same time. */
	HANDSHAKE

}
