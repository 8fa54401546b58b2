package io.jhttp.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.ForwardedField;
import io.jhttp.server.http.HttpProblem;

/**
 * What is read as a {@code Forwarded} field says the same when it is written and read
 * again, and when a proxy has added to it.
 */
public final class ForwardedFieldFuzz {

	private ForwardedFieldFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		String field = new String(bytes, StandardCharsets.ISO_8859_1);
		List<Map<String, String>> elements;
		try {
			elements = ForwardedField.parse(field);
		}
		catch (HttpProblem ex) {
			return;
		}
		if (!ForwardedField.parse(written(elements)).equals(elements)) {
			throw new AssertionError(field);
		}
		List<Map<String, String>> more = new ArrayList<>(elements);
		more.add(Map.of("for", "192.0.2.1"));
		if (!ForwardedField.parse(field + ", for=192.0.2.1").equals(more)) {
			throw new AssertionError(field);
		}
	}

	private static String written(List<Map<String, String>> elements) {
		List<String> texts = new ArrayList<>();
		for (Map<String, String> element : elements) {
			List<String> pairs = new ArrayList<>();
			element.forEach(
					(name, value) -> pairs.add(name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'));
			texts.add(String.join(";", pairs));
		}
		return String.join(", ", texts);
	}

}
