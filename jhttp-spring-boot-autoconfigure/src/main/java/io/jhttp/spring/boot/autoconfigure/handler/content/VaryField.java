package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.util.stream.Stream;

import io.jhttp.server.HttpResponse;

/**
 * The {@code Vary} field (RFC 9110, section 12.5.5): what of a request a response depends
 * on.
 */
public final class VaryField {

	private VaryField() {
	}

	/**
	 * Adds a name, unless it is there already.
	 * @param response the response
	 * @param field the name of a request field
	 */
	public static void add(HttpResponse response, String field) {
		String given = response.header("Vary");
		if (given == null) {
			response.header("Vary", field);
		}
		else if (!given.equals("*")
				&& Stream.of(given.split(",")).map(String::strip).noneMatch(field::equalsIgnoreCase)) {
			response.header("Vary", given + ", " + field);
		}
	}

}
