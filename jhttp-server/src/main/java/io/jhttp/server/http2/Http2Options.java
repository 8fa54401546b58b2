package io.jhttp.server.http2;

import io.jhttp.server.http.HeadLimits;

/**
 * How HTTP/2 is spoken.
 *
 * @param headLimits bounds of request heads
 * @param maxContent bytes of content that a request may have
 * @param limits what one connection may do
 * @param extendedConnect whether requests may begin another protocol (RFC 8441), for
 * handlers that do so
 * @param server value of the {@code Server} field, empty for none
 */
public record Http2Options(HeadLimits headLimits, long maxContent, Http2Limits limits, boolean extendedConnect,
		String server) {
}
