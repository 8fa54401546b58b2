package io.jhttp.server.handler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PercentDecoder;

/**
 * Names and values as forms of HTML are encoded, in a query or as content (Python's
 * {@code parse_qs}).
 */
final class FormParameters {

	static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

	/** As many as a form of people has; each takes memory beside its text. */
	private static final int MAX_PARAMETERS = 1000;

	private FormParameters() {
	}

	/**
	 * Reads parameters.
	 * @throws HttpProblem 400 if they are malformed, or there are too many
	 */
	static Map<String, List<String>> parse(String text) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		int count = 0;
		for (String parameter : text.split("&")) {
			if (parameter.isEmpty()) {
				continue;
			}
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

	private static String decode(String text) {
		return PercentDecoder.decode(text.replace('+', ' '));
	}

}
