package io.jhttp.server.exchange;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * How a response has ended.
 *
 * @param arrivalMillis when the request head was complete, in milliseconds since 1970
 * @param durationNanos how long it took from then to the end of the response, in
 * nanoseconds, 0 or more
 * @param unsentBytes of the content that was written and has not left
 * @param rejectedStatus the status, if the protocol has answered in place of a handler
 * that found no thread to run on, or 0
 * @param rejectedLength how much content the protocol has answered with then
 * @param failure why the client does not have the whole response, or null if it has left
 */
public record ResponseOutcome(long arrivalMillis, long durationNanos, long unsentBytes, int rejectedStatus,
		long rejectedLength, @Nullable IOException failure) {
}
