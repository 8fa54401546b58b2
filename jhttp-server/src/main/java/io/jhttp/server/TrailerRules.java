package io.jhttp.server;

import java.util.Locale;
import java.util.Set;

import io.jhttp.server.http.FieldRules;

/**
 * What may stand behind the content of a response.
 */
final class TrailerRules {

	/**
	 * Fields that frame a message, or decide how it is read (RFC 9110, section 6.5.1).
	 */
	private static final Set<String> FORBIDDEN = Set.of("content-length", "transfer-encoding", "connection",
			"content-type", "content-encoding", "content-range", "trailer", "date", "location", "set-cookie", "vary",
			"cache-control", "www-authenticate");

	private TrailerRules() {
	}

	static void require(String name, String value) {
		FieldRules.requireName(name);
		FieldRules.requireValue(name, value);
		if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("The field " + name + " means nothing behind the content");
		}
	}

}
