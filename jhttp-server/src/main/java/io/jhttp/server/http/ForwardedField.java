package io.jhttp.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code Forwarded} field (RFC 7239, section 4).
 *
 * <pre>
 * Forwarded         = 1#forwarded-element
 * forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
 * forwarded-pair    = token "=" ( token / quoted-string )
 * </pre>
 */
public final class ForwardedField {

	private final String text;

	private int at;

	private ForwardedField(String text) {
		this.text = text;
	}

	/**
	 * Reads a field.
	 * @param value its value, with all its lines joined by commas
	 * @return an element for each proxy, the one that is nearest to the client first:
	 * values by parameter names in lower case
	 * @throws HttpProblem 400 if it is malformed, or says something twice
	 */
	public static List<Map<String, String>> parse(String value) {
		return new ForwardedField(value).elements();
	}

	private List<Map<String, String>> elements() {
		List<Map<String, String>> elements = new ArrayList<>(2);
		do {
			Map<String, String> element = element();
			if (!element.isEmpty()) {
				elements.add(element);
			}
		}
		while (skip(','));
		if (this.at < this.text.length()) {
			throw malformed();
		}
		return elements;
	}

	private Map<String, String> element() {
		Map<String, String> pairs = new HashMap<>(8);
		do {
			skipBlanks();
			String name = token();
			if (!name.isEmpty()) {
				if (!skip('=')) {
					throw malformed();
				}
				String value = skip('"') ? quoted() : token();
				if (value.isEmpty() || pairs.put(name.toLowerCase(Locale.ROOT), value) != null) {
					throw malformed();
				}
				skipBlanks();
			}
		}
		while (skip(';'));
		return pairs;
	}

	private String token() {
		int from = this.at;
		while (this.at < this.text.length() && this.text.charAt(this.at) < 0x7f
				&& Bytes.isToken((byte) this.text.charAt(this.at))) {
			this.at++;
		}
		return this.text.substring(from, this.at);
	}

	private String quoted() {
		StringBuilder value = new StringBuilder();
		while (this.at < this.text.length()) {
			char c = this.text.charAt(this.at++);
			if (c == '"') {
				return value.toString();
			}
			if (c == '\\' && this.at < this.text.length()) {
				c = this.text.charAt(this.at++);
			}
			value.append(c);
		}
		throw malformed();
	}

	private boolean skip(char expected) {
		if (this.at < this.text.length() && this.text.charAt(this.at) == expected) {
			this.at++;
			return true;
		}
		return false;
	}

	private void skipBlanks() {
		while (skip(' ') || skip('\t')) {
			continue;
		}
	}

	private static HttpProblem malformed() {
		return HttpProblem.badRequest("The Forwarded field is malformed.");
	}

}
