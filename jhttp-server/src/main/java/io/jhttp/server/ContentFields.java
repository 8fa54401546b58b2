package io.jhttp.server;

import java.util.List;
import java.util.Locale;

/**
 * The fields that say what content is, and how long it may be kept (RFC 9110, sections 8
 * and 14; RFC 9111, section 5; RFC 9530). They are not true of another content.
 */
final class ContentFields {

	private static final List<String> NAMES = List.of("Content-Type", "Content-Disposition", "Content-Encoding",
			"Content-Language", "Content-Location", "Content-Range", "Content-Digest", "Repr-Digest", "Accept-Ranges",
			"ETag", "Last-Modified", "Location", "Cache-Control", "Expires", "Pragma", "Age");

	private ContentFields() {
	}

	/** A word that forbids to store anything stays. */
	static HttpResponse remove(HttpResponse response) {
		String caching = response.header("Cache-Control");
		NAMES.forEach(response::removeHeader);
		if (caching != null && caching.toLowerCase(Locale.ROOT).contains("no-store")) {
			response.header("Cache-Control", "no-store");
		}
		return response;
	}

}
