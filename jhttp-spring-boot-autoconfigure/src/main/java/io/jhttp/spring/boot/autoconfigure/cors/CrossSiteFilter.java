package io.jhttp.spring.boot.autoconfigure.cors;

import java.util.Locale;
import java.util.Set;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Refuses requests that a page of another site has made in the name of a user: they
 * change something, and have what browsers send by themselves. Browsers say where a page
 * is from, and other clients make no such requests, so that no tokens are needed.
 */
@NonBlocking
public final class CrossSiteFilter implements SecurityFilter, Ordered {

	/** Those that a browser repeats once its user has logged in. */
	private static final Set<String> AMBIENT_SCHEMES = Set.of("basic", "digest", "negotiate", "ntlm");

	/** {@code none} is a user who has typed the address. */
	private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

	@Override
	public int getOrder() {
		return CorsFilter.ORDER + 10;
	}

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		HttpRequest request = exchange.request();
		if (!isSafe(request) && isForeign(request) && hasAmbientCredentials(request)
				&& !CorsFilter.isTrusted(exchange)) {
			exchange.response().sendError(403, "A page of another site has made this request.");
		}
		else {
			next.handle(exchange);
		}
	}

	/** RFC 9110, section 9.2.1. */
	private static boolean isSafe(HttpRequest request) {
		return request.methodIs("GET") || request.methodIs("HEAD") || request.methodIs("OPTIONS")
				|| request.methodIs("TRACE");
	}

	/** {@code Origin} is what older browsers send, and all of them without HTTPS. */
	private static boolean isForeign(HttpRequest request) {
		String site = request.header("Sec-Fetch-Site");
		return (site != null) ? !OWN_SITES.contains(site) : RequestOrigin.foreign(request) != null;
	}

	private static boolean hasAmbientCredentials(HttpRequest request) {
		return request.hasHeader("Cookie") || isAmbient(request.header("Authorization"))
				|| !request.clientCertificates().isEmpty();
	}

	private static boolean isAmbient(@Nullable String authorization) {
		return authorization != null
				&& AMBIENT_SCHEMES.contains(authorization.split(" ", 2)[0].toLowerCase(Locale.ROOT));
	}

}
