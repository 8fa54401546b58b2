package io.jhttp.server.http1;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;

/**
 * How HTTP/1 is spoken.
 *
 * @param headLimits bounds of request heads
 * @param version the highest version that is answered in, 1.0 or 1.1
 * @param http09 whether simple requests of HTTP/0.9 are answered
 * @param maxContent bytes of content that a request may have
 * @param serverLine the {@code Server} line with its line end, empty for none
 */
public record Http1Options(HeadLimits headLimits, HttpVersion version, boolean http09, long maxContent,
		byte[] serverLine) {
}
