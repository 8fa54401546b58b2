package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.Locale;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PercentDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Parameters of a request, as forms send them: {@code application/x-www-form-urlencoded}
 * in UTF-8.
 */
final class Parameters {

	static final int NO_FORM = -1;

	/** Each costs much more than its bytes. */
	private static final int MOST = 1000;

	private Parameters() {
	}

	static MultiValueMap<String, String> of(HttpRequest request, int formLimit) throws IOException {
		MultiValueMap<String, String> found = new LinkedMultiValueMap<>(4);
		String query = request.query();
		int count = (query != null) ? parse(query, found, 0) : 0;
		String form = (formLimit >= 0) ? form(request, formLimit) : null;
		if (form != null) {
			parse(form, found, count);
		}
		return found;
	}

	private static @Nullable String form(HttpRequest request, int limit) throws IOException {
		String type = request.header("Content-Type");
		if (type == null) {
			return null;
		}
		String mediaType = type.substring(0, (type.indexOf(';') >= 0) ? type.indexOf(';') : type.length())
			.strip()
			.toLowerCase(Locale.ROOT);
		if (mediaType.equals("multipart/form-data")) {
			throw new HttpProblem(415, "Forms of type multipart/form-data are not supported here.");
		}
		return mediaType.equals("application/x-www-form-urlencoded") ? ascii(RequestContent.bytes(request, limit))
				: null;
	}

	/** What the client should have encoded is encoded here. */
	private static String ascii(byte[] form) {
		StringBuilder text = new StringBuilder(form.length);
		for (byte b : form) {
			if (b >= 0) {
				text.append((char) b);
			}
			else {
				text.append('%').append(Integer.toHexString(b & 0xff));
			}
		}
		return text.toString();
	}

	private static int parse(String text, MultiValueMap<String, String> found, int before) {
		int count = before;
		int start = 0;
		while (start < text.length()) {
			int ampersand = text.indexOf('&', start);
			int end = (ampersand < 0) ? text.length() : ampersand;
			if (end > start) {
				if (++count > MOST) {
					throw new HttpProblem(413, "The request has more than " + MOST + " parameters.");
				}
				int equals = text.indexOf('=', start);
				if (equals < 0 || equals > end) {
					found.add(decode(text.substring(start, end)), "");
				}
				else {
					found.add(decode(text.substring(start, equals)), decode(text.substring(equals + 1, end)));
				}
			}
			start = end + 1;
		}
		return count;
	}

	private static String decode(String text) {
		return PercentDecoder.decode(text.replace('+', ' '));
	}

}
