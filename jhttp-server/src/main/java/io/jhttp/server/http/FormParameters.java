package io.jhttp.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Names and values as forms of HTML are encoded, in a query or as content (Python's
 * {@code parse_qs}).
 */
public final class FormParameters {

	/** The media type of such content. */
	public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

	/** As many as a form of people has; each takes memory beside its text. */
	private static final int MAX_PARAMETERS = 1000;

	private FormParameters() {
	}

	/**
	 * Reads parameters.
	 * @param text a query, or content of {@link #MEDIA_TYPE}
	 * @return values by name in the order in which they came, empty ones too
	 * @throws HttpProblem 400 if they are malformed, or more than 1000
	 */
	public static Map<String, List<String>> parse(String text) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		int count = 0;
		StringTokenizer parameters = new StringTokenizer(text, "&");
		while (parameters.hasMoreTokens()) {
			String parameter = parameters.nextToken();
			if (++count > MAX_PARAMETERS) {
				throw HttpProblem.badRequest("There are more than " + MAX_PARAMETERS + " parameters.");
			}
			int equals = parameter.indexOf('=');
			String name = decode((equals < 0) ? parameter : parameter.substring(0, equals));
			String value = (equals < 0) ? "" : decode(parameter.substring(equals + 1));
			values.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(value);
		}
		return Collections.unmodifiableMap(values);
	}

	/**
	 * Reads parameters of content.
	 * @param content content of {@link #MEDIA_TYPE}; what the client should have encoded
	 * is UTF-8
	 * @return as of {@link #parse(String)}
	 * @throws HttpProblem 400 if they are malformed, or more than 1000
	 */
	public static Map<String, List<String>> parse(byte[] content) {
		StringBuilder text = new StringBuilder(content.length);
		for (byte b : content) {
			if (b >= 0) {
				text.append((char) b);
			}
			else {
				text.append('%').append(Integer.toHexString(b & 0xff));
			}
		}
		return parse(text.toString());
	}

	private static String decode(String text) {
		return PercentDecoder.decode(text.replace('+', ' '));
	}

}
