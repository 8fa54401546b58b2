package io.jhttp.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.MultipartBoundary;
import io.jhttp.server.http.MultipartParser;
import io.jhttp.server.http.MultipartParser.Token;

/**
 * A form means the same however it arrives, what is content stands in it, and no content
 * has the boundary at the beginning of a line. The first line of the input is the type.
 */
public final class MultipartFuzz {

	private MultipartFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		int end = 0;
		while (end < bytes.length && bytes[end] != '\n') {
			end++;
		}
		String boundary;
		try {
			boundary = MultipartBoundary
				.of("multipart/form-data; boundary=" + new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
		}
		catch (HttpProblem ex) {
			boundary = "B";
		}
		int from = Math.min(end + 1, bytes.length);
		List<String> whole = read(boundary, bytes, from, bytes.length);
		List<String> trickled = read(boundary, bytes, from, 1);
		List<String> halves = read(boundary, bytes, from, Math.max(1, (bytes.length - from) / 2));
		if (!whole.equals(trickled) || !whole.equals(halves)) {
			throw new AssertionError(whole + " / " + trickled + " / " + halves);
		}
	}

	private static List<String> read(String boundary, byte[] bytes, int from, int step) {
		MultipartParser parser = new MultipartParser(boundary);
		List<String> found = new ArrayList<>();
		StringBuilder content = new StringBuilder();
		int at = from;
		int limit = from;
		try {
			while (true) {
				Token token = parser.next(bytes, at, limit);
				int position = parser.position();
				if (position < at || position > limit || (token == Token.CONTENT && position == at)) {
					throw new AssertionError(token + " from " + at + " to " + position + " of " + limit);
				}
				switch (token) {
					case INCOMPLETE -> {
						if (limit == bytes.length) {
							found.add("incomplete " + content);
							return found;
						}
						limit = Math.min(limit + step, bytes.length);
					}
					case PART -> found.add(String.valueOf(parser.part()));
					case CONTENT -> content.append(new String(bytes, at, position - at, StandardCharsets.ISO_8859_1));
					case END_OF_PART -> {
						requireContent(boundary, content);
						found.add(content.toString());
						content.setLength(0);
					}
					case COMPLETE -> {
						found.add("complete");
						return found;
					}
				}
				at = position;
			}
		}
		catch (HttpProblem ex) {
			found.add(content + " " + ex.status());
			return found;
		}
	}

	private static void requireContent(String boundary, StringBuilder content) {
		if (content.indexOf("\r\n--" + boundary) >= 0 || content.indexOf("--" + boundary) == 0) {
			throw new AssertionError(content);
		}
	}

}
