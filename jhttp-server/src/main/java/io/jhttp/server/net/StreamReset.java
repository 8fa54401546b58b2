package io.jhttp.server.net;

/**
 * Why a stream of HTTP/2 was reset: it ended before its request and its response had
 * come, and its connection went on.
 */
public enum StreamReset {

	/** The client has cancelled the request. */
	CANCELLED,

	/** The client has broken a rule, such as with a malformed request. */
	PROTOCOL_ERROR,

	/** The client has had as many streams as it may have at the same time. */
	REFUSED,

	/** The client has not taken or continued it in time. */
	SLOW_CLIENT,

	/** The response was complete, and the rest of the content was not needed. */
	UNREAD,

	/** The response could not be completed. */
	ABORTED

}
