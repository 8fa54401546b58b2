package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.List;
import java.util.Locale;

import io.jhttp.server.HttpRequest;

/**
 * The language that a client likes best (RFC 9110, section 12.5.4), or that of the
 * system.
 */
public final class RequestLocale {

	private RequestLocale() {
	}

	/**
	 * The language of a client.
	 * @param request its request
	 * @return the first of its languages, or that of the system
	 */
	public static Locale of(HttpRequest request) {
		String field = request.combinedHeader("Accept-Language");
		return (field != null) ? first(field) : Locale.getDefault();
	}

	private static Locale first(String field) {
		try {
			List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(field);
			return ranges.stream()
				.filter((range) -> range.getWeight() > 0 && !range.getRange().startsWith("*"))
				.findFirst()
				.map((range) -> Locale.forLanguageTag(range.getRange()))
				.orElseGet(Locale::getDefault);
		}
		catch (IllegalArgumentException ex) {
			return Locale.getDefault();
		}
	}

}
