package io.jhttp.server.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of a field such as {@code Content-Type} (RFC 9110, section 5.6.6). None
 * may stand there twice: two programs would believe different ones.
 */
final class FieldParameters {

	private FieldParameters() {
	}

	/**
	 * Reads parameters.
	 * @param text what follows the value of a field: nothing, or a semicolon and so on
	 * @return values by name in lower case, without quotes
	 * @throws HttpProblem 400 if they are malformed, or a name stands there twice
	 */
	static Map<String, String> parse(String text) {
		Map<String, String> parameters = new LinkedHashMap<>(4);
		int at = skipSpace(text, 0);
		while (at < text.length()) {
			if (text.charAt(at) != ';') {
				throw malformed();
			}
			at = skipSpace(text, at + 1);
			if (at < text.length() && text.charAt(at) != ';') {
				at = skipSpace(text, parameter(text, at, parameters));
			}
		}
		return parameters;
	}

	private static int parameter(String text, int from, Map<String, String> parameters) {
		int equals = text.indexOf('=', from);
		String name = (equals < 0) ? "" : text.substring(from, equals);
		if (!FieldRules.isToken(name)) {
			throw malformed();
		}
		StringBuilder value = new StringBuilder();
		boolean quoted = equals + 1 < text.length() && text.charAt(equals + 1) == '"';
		int end = quoted ? quoted(text, equals + 2, value) : unquoted(text, equals + 1, value);
		if (parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value.toString()) != null) {
			throw HttpProblem.badRequest("A parameter of a field stands there twice.");
		}
		return end;
	}

	/**
	 * A backslash escapes a quote or a backslash. Browsers send others as they are, in
	 * names of files.
	 */
	private static int quoted(String text, int from, StringBuilder value) {
		for (int at = from; at < text.length(); at++) {
			char c = text.charAt(at);
			if (c == '"') {
				return at + 1;
			}
			char next = (c == '\\' && at + 1 < text.length()) ? text.charAt(at + 1) : ' ';
			if (next == '"' || next == '\\') {
				at++;
				c = next;
			}
			value.append(c);
		}
		throw malformed();
	}

	/** Wider than a token by what clients send unquoted, such as slashes. */
	private static int unquoted(String text, int from, StringBuilder value) {
		int at = from;
		while (at < text.length() && ";\" \t".indexOf(text.charAt(at)) < 0) {
			value.append(text.charAt(at++));
		}
		if (value.isEmpty()) {
			throw malformed();
		}
		return at;
	}

	private static int skipSpace(String text, int from) {
		int at = from;
		while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
			at++;
		}
		return at;
	}

	private static HttpProblem malformed() {
		return HttpProblem.badRequest("The parameters of a field are malformed.");
	}

}
