package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;

/**
 * Header fields that keep browsers from doing what few pages need.
 *
 * @param values their values by their names
 */
public record SecurityHeaders(Map<String, String> values) {

	/** For HTTPS only (RFC 6797, section 7.2). */
	private static final String STRICT_TRANSPORT_SECURITY = "Strict-Transport-Security";

	/** No fields. */
	public static final SecurityHeaders NONE = new SecurityHeaders(Map.of());

	/** What suits most applications. */
	public static final SecurityHeaders PRESET = NONE.with("X-Content-Type-Options", "nosniff")
		.with("X-Frame-Options", "SAMEORIGIN")
		.with("Content-Security-Policy", "frame-ancestors 'self'; base-uri 'self'; object-src 'none'")
		.with("Referrer-Policy", "same-origin")
		.with("Cross-Origin-Opener-Policy", "same-origin")
		// Two years, as lists that browsers come with want it.
		.with(STRICT_TRANSPORT_SECURITY, "max-age=63072000");

	/**
	 * Creates fields.
	 * @param values their values by their names
	 */
	public SecurityHeaders(Map<String, String> values) {
		this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * Adds a field, or gives it another value.
	 * @param name its name
	 * @param value its value
	 * @return all fields
	 */
	public SecurityHeaders with(String name, String value) {
		Map<String, String> all = new LinkedHashMap<>(this.values);
		all.put(name, value);
		return new SecurityHeaders(all);
	}

	/**
	 * Sets the fields of a response. Whatever answers may set other values.
	 * @param exchange the exchange, before it is answered
	 */
	public void set(HttpExchange exchange) {
		HttpResponse response = exchange.response();
		boolean secure = exchange.request().isSecure();
		this.values.forEach((name, value) -> {
			if (secure || !name.equalsIgnoreCase(STRICT_TRANSPORT_SECURITY)) {
				response.header(name, value);
			}
		});
	}

}
