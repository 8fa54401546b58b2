package io.jhttp.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.jhttp.server.ClientLimit;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpServer;
import io.jhttp.server.UserLimits;
import io.jhttp.spring.boot.autoconfigure.JhttpClientLimitProperties.By;
import io.jhttp.spring.boot.autoconfigure.auth.AccessFilter;
import io.jhttp.spring.boot.autoconfigure.filter.FilteredPaths;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * The limits for each client that the properties describe.
 */
final class ConfiguredClientLimits {

	private ConfiguredClientLimits() {
	}

	/** Those by address are for the server, which refuses before a filter is called. */
	static void add(JhttpProperties properties, HttpServer.Builder builder) {
		limits(properties, By.ADDRESS).forEach(builder::clientLimit);
	}

	/**
	 * Those by principal stand behind all filters, any of which may find out who it is.
	 */
	static HttpHandler before(HttpHandler handler, JhttpProperties properties, ListableBeanFactory beanFactory) {
		List<ClientLimit> limits = limits(properties, By.PRINCIPAL);
		if (limits.isEmpty()) {
			return handler;
		}
		requireAuthentication(properties, beanFactory);
		return new UserLimits(limits, handler);
	}

	/** Any filter may do it, but those of this server that ask for no credentials. */
	private static void requireAuthentication(JhttpProperties properties, ListableBeanFactory beanFactory) {
		if (beanFactory.getBeanProvider(AccessFilter.class).stream().findAny().isPresent()
				|| Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, JhttpFilter.class))
					.anyMatch((name) -> !SecurityFilterConfiguration.FILTERS.contains(name))) {
			return;
		}
		properties.getClientLimits()
			.forEach((name, limit) -> require(limit.getBy() != By.PRINCIPAL, "jhttp.client-limits." + name + ".by",
					"principal",
					"Nothing finds out who has made a request. Set jhttp.auth.users-file or jhttp.auth.users, add "
							+ "spring-boot-starter-security, or define a JhttpFilter bean that does. Or set it to "
							+ "address."));
	}

	private static List<ClientLimit> limits(JhttpProperties properties, By by) {
		return properties.getClientLimits()
			.entrySet()
			.stream()
			.filter((each) -> each.getValue().getBy() == by)
			.map((each) -> limit("jhttp.client-limits." + each.getKey(), each.getValue()))
			.toList();
	}

	private static ClientLimit limit(String prefix, JhttpClientLimitProperties limit) {
		double rate = (limit.getRequestsPerSecond() != null) ? limit.getRequestsPerSecond() : 0;
		int concurrent = (limit.getConcurrentRequests() != null) ? limit.getConcurrentRequests() : 0;
		if (limit.getRequestsPerSecond() == null && limit.getConcurrentRequests() == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".requests-per-second", null,
					"A limit has requests-per-second, concurrent-requests, or both.");
		}
		if (limit.getRequestsPerSecond() != null) {
			boolean valid = rate >= 0.001 && rate <= 1_000_000;
			require(valid, prefix + ".requests-per-second", rate, "Set it to at least 0.001 and at most 1000000.");
		}
		if (limit.getConcurrentRequests() != null) {
			PropertyBounds.positive(prefix + ".concurrent-requests", concurrent);
		}
		int burst = (limit.getBurst() != null) ? limit.getBurst() : (int) Math.max(1, Math.ceil(rate));
		require(burst > 0 && burst <= 1_000_000, prefix + ".burst", burst, "Set it to 1 or more, and at most 1000000.");
		require(limit.getBurst() == null || rate > 0, prefix + ".burst", burst,
				"Only a limit with requests-per-second has a burst.");
		return new ClientLimit(appliesTo(prefix + ".paths", limit.getPaths()), rate, burst, concurrent);
	}

	private static Predicate<HttpRequest> appliesTo(String property, List<String> paths) {
		if (paths.isEmpty()) {
			return (request) -> true;
		}
		for (String path : paths) {
			try {
				PathPatternParser.defaultInstance.parse(path);
			}
			catch (PatternParseException ex) {
				throw new InvalidConfigurationPropertyValueException(property, path,
						"It is no pattern such as /login or /api/**: " + ex.getMessage());
			}
		}
		FilteredPaths filtered = new FilteredPaths(property, paths);
		return (request) -> filtered.match(request.path());
	}

	private static void require(boolean valid, String property, Object value, String remedy) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, remedy);
		}
	}

}
