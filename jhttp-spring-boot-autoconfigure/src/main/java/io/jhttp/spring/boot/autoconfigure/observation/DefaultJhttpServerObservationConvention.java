package io.jhttp.spring.boot.autoconfigure.observation;

import java.util.Locale;
import java.util.function.Predicate;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Names observations of requests, and says the same of them, as Spring does for its web
 * frameworks. What clients choose never becomes a value of low cardinality.
 */
public class DefaultJhttpServerObservationConvention implements JhttpServerObservationConvention {

	private static final String UNKNOWN = "UNKNOWN";

	private static final KeyValue EXCEPTION_NONE = KeyValue.of("exception", KeyValue.NONE_VALUE);

	private static final KeyValue METHOD_UNKNOWN = KeyValue.of("method", UNKNOWN);

	private static final KeyValue STATUS_UNKNOWN = KeyValue.of("status", UNKNOWN);

	private static final KeyValue OUTCOME_UNKNOWN = KeyValue.of("outcome", UNKNOWN);

	private static final KeyValue[] OUTCOMES = { OUTCOME_UNKNOWN, KeyValue.of("outcome", "INFORMATIONAL"),
			KeyValue.of("outcome", "SUCCESS"), KeyValue.of("outcome", "REDIRECTION"),
			KeyValue.of("outcome", "CLIENT_ERROR"), KeyValue.of("outcome", "SERVER_ERROR") };

	private static final KeyValue URI_UNKNOWN = KeyValue.of("uri", UNKNOWN);

	private static final KeyValue URI_NOT_FOUND = KeyValue.of("uri", "NOT_FOUND");

	private static final KeyValue URI_REDIRECTION = KeyValue.of("uri", "REDIRECTION");

	private final String name;

	private final Predicate<String> knownMethod;

	/**
	 * Creates a convention.
	 * @param name of the observations, such as {@code http.server.requests}
	 * @param knownMethod true for the methods that become values; others are
	 * {@code UNKNOWN}
	 */
	public DefaultJhttpServerObservationConvention(String name, Predicate<String> knownMethod) {
		this.name = name;
		this.knownMethod = knownMethod;
	}

	@Override
	public @Nullable String getName() {
		return this.name;
	}

	@Override
	public @Nullable String getContextualName(JhttpServerObservationContext context) {
		String method = this.knownMethod.test(context.getMethod()) ? context.getMethod() : UNKNOWN;
		String start = "http " + method.toLowerCase(Locale.ROOT);
		return (context.getRoute() != null) ? start + " " + context.getRoute() : start;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(JhttpServerObservationContext context) {
		// Sorted by name, so that handlers need not sort them.
		return KeyValues.of(exception(context), method(context), outcome(context), status(context), uri(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(JhttpServerObservationContext context) {
		return KeyValues.of(authenticated(context), KeyValue.of("http.url", context.getPath()));
	}

	/**
	 * Whether it is known who has made the request. Metrics do not have it, as those of
	 * Spring's web frameworks do not.
	 * @param context the context
	 * @return {@code true} or {@code false}
	 */
	protected KeyValue authenticated(JhttpServerObservationContext context) {
		return KeyValue.of("authenticated", String.valueOf(context.isAuthenticated()));
	}

	/**
	 * What has failed.
	 * @param context the context
	 * @return the simple name of the exception, or {@code none}
	 */
	protected KeyValue exception(JhttpServerObservationContext context) {
		Throwable error = context.getError();
		if (error == null) {
			return EXCEPTION_NONE;
		}
		String simpleName = error.getClass().getSimpleName();
		return KeyValue.of("exception", StringUtils.hasText(simpleName) ? simpleName : error.getClass().getName());
	}

	/**
	 * The method.
	 * @param context the context
	 * @return a method that the application answers, or {@code UNKNOWN}
	 */
	protected KeyValue method(JhttpServerObservationContext context) {
		String method = context.getMethod();
		return this.knownMethod.test(method) ? KeyValue.of("method", method) : METHOD_UNKNOWN;
	}

	/**
	 * How it has ended.
	 * @param context the context
	 * @return the kind of the status, or {@code UNKNOWN} if the client has no whole
	 * response
	 */
	protected KeyValue outcome(JhttpServerObservationContext context) {
		int kind = context.getStatus() / 100;
		return (context.isAborted() || kind >= OUTCOMES.length) ? OUTCOME_UNKNOWN : OUTCOMES[kind];
	}

	/**
	 * The status.
	 * @param context the context
	 * @return the code, or {@code UNKNOWN} if the client has no whole response
	 */
	protected KeyValue status(JhttpServerObservationContext context) {
		boolean unknown = context.isAborted() || context.getStatus() == 0;
		return unknown ? STATUS_UNKNOWN : KeyValue.of("status", Integer.toString(context.getStatus()));
	}

	/**
	 * Which kind of requests it was one of.
	 * @param context the context
	 * @return the pattern of the route, or one of few constants
	 */
	protected KeyValue uri(JhttpServerObservationContext context) {
		if (context.getRoute() != null) {
			return KeyValue.of("uri", context.getRoute());
		}
		if (context.getStatus() == 404) {
			return URI_NOT_FOUND;
		}
		return (context.getStatus() / 100 == 3) ? URI_REDIRECTION : URI_UNKNOWN;
	}

}
