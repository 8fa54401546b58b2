package io.jhttp.server.http1;

import io.jhttp.server.exchange.RejectedRequest;
import io.jhttp.server.exchange.StreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a request that is answered before it can be given to a handler.
 *
 * @param requestLine as much of it as has come
 * @param head what is known of it, or null
 * @param complete whether the head is complete and well-formed
 */
record Rejection(String requestLine, @Nullable Http1RequestHead head, boolean complete) {

	static final Rejection NOTHING_CAME = new Rejection("", null, false);

	static Rejection of(RequestHeadParser parser, byte[] bytes, int from, int limit) {
		Http1RequestHead head = parser.head();
		return (head != null) ? new Rejection(head.requestLine(), head, true)
				: new Rejection(parser.receivedLine(bytes, from, limit), parser.incompleteHead(bytes, from), false);
	}

	RejectedRequest request(StreamConnection connection, int status, long contentLength) {
		return new RejectedRequest(connection, this.requestLine, this.head, this.complete, status, contentLength);
	}

}
