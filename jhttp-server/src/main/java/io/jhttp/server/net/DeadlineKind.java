package io.jhttp.server.net;

/**
 * What a connection can be late with.
 */
public enum DeadlineKind {

	/** A request head, or what has to come before the first one. */
	HEAD,

	/** The next request. */
	IDLE,

	/** Content of a request. */
	BODY,

	/** Taking what was written. */
	WRITE,

	/** Its end, once the last response has left. */
	LINGER,

	/** A worker waits for the client, and it is time to ask whether it still may. */
	WORKER,

	/** The connection is to be encrypted, and its handshake is not over. */
	HANDSHAKE

}
