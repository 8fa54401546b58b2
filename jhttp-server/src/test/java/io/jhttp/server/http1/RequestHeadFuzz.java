package io.jhttp.server.http1;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;

/**
 * A head means the same however it arrives, and what is accepted keeps the rules.
 */
public final class RequestHeadFuzz {

	private static final HeadLimits LIMITS = new HeadLimits(256, 512, 8);

	/** Line, section, four empty lines before and the ends of line and head. */
	private static final int LONGEST = LIMITS.requestLine() + LIMITS.fieldSection() + 4 * 2 + 4;

	private RequestHeadFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		String whole = parse(bytes, bytes.length);
		String trickled = parse(bytes, 1);
		String halves = parse(bytes, Math.max(1, bytes.length / 2));
		if (!whole.equals(trickled) || !whole.equals(halves)) {
			throw new AssertionError(whole + " / " + trickled + " / " + halves);
		}
	}

	private static String parse(byte[] bytes, int step) {
		RequestHeadParser parser = new RequestHeadParser(LIMITS, true);
		try {
			for (int limit = Math.min(step, bytes.length); true; limit = Math.min(limit + step, bytes.length)) {
				if (parser.parse(bytes, 0, limit)) {
					return describe(parser.head(), parser.length(), bytes);
				}
				if (limit == bytes.length) {
					return "incomplete";
				}
			}
		}
		catch (HttpProblem ex) {
			return String.valueOf(ex.status());
		}
	}

	private static String describe(Http1RequestHead head, int length, byte[] bytes) {
		StringBuilder text = new StringBuilder();
		text.append(head.method()).append(' ').append(head.path()).append(' ').append(head.query());
		text.append(' ').append(head.version()).append(' ').append(head.contentLength());
		text.append(head.isChunked()).append(head.isPersistent()).append(head.expectsContinue());
		for (int i = 0; i < head.fieldCount(); i++) {
			text.append('\t').append(head.fieldName(i)).append(':').append(head.fieldValue(i));
		}
		require(length <= bytes.length && bytes[length - 1] == '\n' && bytes[length - 2] == '\r', "the end");
		require(text.chars().noneMatch((c) -> c == '\r' || c == '\n' || c == 0), "a line end in a part");
		require(head.path().startsWith("/") || head.path().equals("*"), "the path");
		require(!head.isChunked() || head.contentLength() < 0, "two framings");
		require(head.version() != HttpVersion.HTTP_1_1 || head.field("hOST") != null, "no Host");
		require(head.fieldCount() <= LIMITS.fields() && length <= LONGEST, "the limits");
		return text.toString();
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError(what);
		}
	}

}
