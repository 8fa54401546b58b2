package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.jhttp.server.http.HttpProblem;

/**
 * However a PROXY header is cut, it means the same, and nothing behind it is taken.
 */
public final class ProxyHeaderFuzz {

	private ProxyHeaderFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		String whole = outcome(bytes, Integer.MAX_VALUE);
		if (!whole.equals(outcome(bytes, 1)) || !whole.equals(outcome(bytes, 7))) {
			throw new AssertionError(whole);
		}
	}

	private static String outcome(byte[] bytes, int most) {
		ProxyHeaderParser parser = new ProxyHeaderParser();
		int at = 0;
		try {
			while (at < bytes.length) {
				int needed = parser.needed();
				if (needed < 1 || needed > 4096 + 16) {
					throw new AssertionError(needed);
				}
				int count = Math.min(most, Math.min(needed, bytes.length - at));
				at += count;
				if (parser.accept(ByteBuffer.wrap(bytes, at - count, count))) {
					boolean atLineEnd = bytes[0] != 'P' || (at <= 107 && bytes[at - 1] == '\n');
					if (!atLineEnd || parser.needed() != 0) {
						throw new AssertionError(at);
					}
					return at + " " + Objects.toString(parser.source());
				}
			}
			return "incomplete";
		}
		catch (HttpProblem ex) {
			return "refused";
		}
	}

}
