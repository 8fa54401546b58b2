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

	public static void fuzzerTestOneInput(byte[] octets) {
		String whole = outcome(octets, Integer.MAX_VALUE);
		if (!whole.equals(outcome(octets, 1)) || !whole.equals(outcome(octets, 7))) {
			throw new AssertionError(whole);
		}
	}

	private static String outcome(byte[] octets, int most) {
		ProxyHeaderParser parser = new ProxyHeaderParser();
		int at = 0;
		try {
			while (at < octets.length) {
				int needed = parser.needed();
				if (needed < 1 || needed > 4096 + 16) {
					throw new AssertionError(needed);
				}
				int count = Math.min(most, Math.min(needed, octets.length - at));
				at += count;
				if (parser.accept(ByteBuffer.wrap(octets, at - count, count))) {
					boolean atLineEnd = octets[0] != 'P' || (at <= 107 && octets[at - 1] == '\n');
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
