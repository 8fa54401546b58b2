package io.jhttp.spring.boot.autoconfigure.cors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Lets pages of other origins read responses, if a configuration allows it, and answers
 * their preflights, which have no credentials. It decides as Spring MVC does.
 */
@NonBlocking
public final class CorsFilter implements SecurityFilter, Ordered {

	/** Before rules, which want credentials. */
	static final int ORDER = DEFAULT_ORDER - 20;

	private static final String VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

	private static final String TRUSTED = CorsFilter.class.getName() + ".TRUSTED";

	private final ObjectProvider<CorsConfigurationSource> provider;

	private volatile @Nullable List<CorsConfigurationSource> sources;

	/**
	 * Creates a filter.
	 * @param sources what says who may do what
	 */
	public CorsFilter(ObjectProvider<CorsConfigurationSource> sources) {
		this.provider = sources;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	/** The sources may need the server, whose filters are made before. */
	private List<CorsConfigurationSource> sources() {
		List<CorsConfigurationSource> sources = this.sources;
		if (sources == null) {
			sources = this.provider.orderedStream().toList();
			this.sources = sources;
		}
		return sources;
	}

	private @Nullable CorsConfiguration find(HttpRequest request) {
		CorsConfiguration found = null;
		for (CorsConfigurationSource source : sources()) {
			CorsConfiguration next = source.getCorsConfiguration(request);
			found = (found != null) ? found.combine(next) : next;
		}
		return found;
	}

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		HttpRequest request = exchange.request();
		CorsConfiguration configuration = find(request);
		if (configuration == null) {
			next.handle(exchange);
			return;
		}
		exchange.response().addHeader("Vary", VARY);
		String origin = RequestOrigin.foreign(request);
		if (origin == null) {
			next.handle(exchange);
			return;
		}
		boolean preflight = isPreflight(request);
		if (!allow(exchange, configuration, origin, preflight)) {
			exchange.response().sendError(403, "Pages of this origin may not ask for that.");
		}
		else if (preflight) {
			exchange.response().status(204).send();
		}
		else {
			next.handle(exchange);
		}
	}

	static boolean isPreflight(HttpRequest request) {
		return request.methodIs("OPTIONS") && request.hasHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
	}

	private static boolean allow(HttpExchange exchange, CorsConfiguration configuration, String origin,
			boolean preflight) throws IOException {
		HttpRequest request = exchange.request();
		String allowed = configuration.checkOrigin(origin);
		String method = preflight ? request.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) : request.method();
		List<HttpMethod> methods = configuration.checkHttpMethod(HttpMethod.valueOf(String.valueOf(method)));
		List<String> headers = preflight ? configuration.checkHeaders(requestedHeaders(request)) : List.of();
		if (allowed == null || methods == null || headers == null) {
			return false;
		}
		HttpResponse response = exchange.response();
		response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
		if (Boolean.TRUE.equals(configuration.getAllowCredentials())) {
			response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
		}
		if (preflight) {
			response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS,
					StringUtils.collectionToCommaDelimitedString(methods));
			answerPreflight(request, response, configuration, headers);
		}
		else if (names(configuration, origin)) {
			exchange.attribute(TRUSTED, Boolean.TRUE);
		}
		List<String> exposed = configuration.getExposedHeaders();
		if (exposed != null && !exposed.isEmpty() && !preflight) {
			response.header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(",", exposed));
		}
		return true;
	}

	private static void answerPreflight(HttpRequest request, HttpResponse response, CorsConfiguration configuration,
			List<String> headers) {
		if (!headers.isEmpty()) {
			response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, String.join(",", headers));
		}
		if (configuration.getMaxAge() != null) {
			response.header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, configuration.getMaxAge().toString());
		}
		if (Boolean.TRUE.equals(configuration.getAllowPrivateNetwork())
				&& "true".equals(request.header("Access-Control-Request-Private-Network"))) {
			response.header("Access-Control-Allow-Private-Network", "true");
		}
	}

	private static List<String> requestedHeaders(HttpRequest request) {
		List<String> names = new ArrayList<>();
		for (String line : request.headers(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)) {
			for (String name : StringUtils.tokenizeToStringArray(line, ",")) {
				names.add(name);
			}
		}
		return names;
	}

	/** That any page may read does not mean that any may act for a user. */
	private static boolean names(CorsConfiguration configuration, String origin) {
		List<String> origins = configuration.getAllowedOrigins();
		return Boolean.TRUE.equals(configuration.getAllowCredentials())
				|| (origins != null && origins.stream().anyMatch(origin::equalsIgnoreCase));
	}

	/** Whether pages of the origin may do what users may. */
	static boolean isTrusted(HttpExchange exchange) {
		return exchange.attribute(TRUSTED) != null;
	}

}
