package io.jhttp.server.exchange;

import io.jhttp.server.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What has come that a protocol has answered by itself: a head that is malformed, too
 * large or late, a connection too many.
 *
 * @param connection by which it came
 * @param requestLine as much of it as has come, as ISO-8859-1 text, perhaps empty
 * @param head what is known of it, or null; unless it is complete, its fields at most
 * @param complete whether the head is complete and well-formed
 * @param status of the response
 * @param contentLength how many bytes of content the response has
 */
public record RejectedRequest(StreamConnection connection, String requestLine, @Nullable RequestHead head,
		boolean complete, int status, long contentLength) {
}
