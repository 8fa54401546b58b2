package io.jhttp.spring.boot.autoconfigure.cors;

import java.util.Locale;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is from that has made a request (RFC 6454).
 */
final class RequestOrigin {

	private RequestOrigin() {
	}

	/**
	 * Whether an origin has the host and port that was asked for. The scheme is not
	 * compared: a proxy may encrypt, and not say so.
	 */
	static boolean isSame(String origin, HttpRequest request) {
		int start = origin.indexOf("://");
		String host = request.host();
		if (start < 0 || host == null) {
			return false;
		}
		String port = origin.regionMatches(true, 0, "https:", 0, 6) ? ":443" : ":80";
		return withoutPort(origin.substring(start + 3), port).equals(withoutPort(host, port));
	}

	private static String withoutPort(String authority, String port) {
		String lower = authority.toLowerCase(Locale.ROOT);
		return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
	}

	/** The page of another origin that has made a request, or null. */
	static @Nullable String foreign(HttpRequest request) {
		String origin = request.hasHeader("Origin") ? request.header("Origin") : null;
		// A browser knows better than a proxy that has changed the host.
		if (origin == null || "same-origin".equals(request.header("Sec-Fetch-Site"))) {
			return null;
		}
		return isSame(origin, request) ? null : origin;
	}

}
