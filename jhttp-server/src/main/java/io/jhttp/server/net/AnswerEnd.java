package io.jhttp.server.net;

import org.jspecify.annotations.Nullable;

/**
 * How an answer has ended.
 *
 * @param started whether the request has got as far as its handler
 * @param headComplete whether the request head was complete and well-formed
 * @param refusedStatus the status of the engine's own answer, or 0 if it gave none
 * @param refusedContent how many octets of content that has
 * @param unsentOctets octets of the answer that the system has not taken
 * @param durationNanos nanoseconds since the request head was complete
 * @param failure why the answer has not reached the client, or null if it has
 */
public record AnswerEnd(boolean started, boolean headComplete, int refusedStatus, long refusedContent,
		long unsentOctets, long durationNanos, @Nullable Throwable failure) {
}
