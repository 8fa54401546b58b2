package io.jhttp.server.http1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;

/**
 * Chunked content means the same however it arrives.
 */
public final class ChunkedContentFuzz {

	private static final byte[] HEAD = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private ChunkedContentFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		String whole = decode(bytes, bytes.length);
		String trickled = decode(bytes, 1);
		String halves = decode(bytes, Math.max(1, bytes.length / 2));
		if (!whole.equals(trickled) || !whole.equals(halves)) {
			throw new AssertionError(whole + " / " + trickled + " / " + halves);
		}
	}

	private static String decode(byte[] bytes, int step) {
		RequestHeadParser parser = new RequestHeadParser(HeadLimits.DEFAULTS, false);
		parser.parse(HEAD, 0, HEAD.length);
		BodyDecoder decoder = BodyDecoder.of(parser.head());
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		int at = 0;
		int limit = 0;
		try {
			while (!decoder.isComplete()) {
				if (at == limit) {
					if (limit == bytes.length) {
						return "incomplete " + content.toString(StandardCharsets.ISO_8859_1);
					}
					limit = Math.min(limit + step, bytes.length);
				}
				int before = at;
				at = decoder.skipFraming(bytes, at, limit);
				int count = (int) Math.min(decoder.contentAhead(), limit - at);
				content.write(bytes, at, count);
				decoder.consumed(count);
				at += count;
				if (at == before && at < limit && !decoder.isComplete()) {
					throw new AssertionError("no progress at " + at);
				}
			}
			return at + " " + content.toString(StandardCharsets.ISO_8859_1);
		}
		catch (HttpProblem ex) {
			return String.valueOf(ex.status());
		}
	}

}
