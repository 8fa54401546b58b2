package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.security.Principal;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.HttpServer;
import io.jhttp.server.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says about a response. It is taken on the thread that has given the
 * response; a line is made of it later, on the log's own.
 *
 * @param arrivalMillis when the request arrived, in milliseconds since 1970
 * @param client the client's address
 * @param user the name of the user, or null if no user was authenticated
 * @param listener the name of the listener, or null for that of the application
 * @param requestLine as received
 * @param method the method, or null if the request was malformed
 * @param target the target, or null if the request was malformed
 * @param version the protocol version, or null if the request was malformed
 * @param status the status code, or 0 for none
 * @param bytes how much content was sent
 * @param durationNanos how long it took
 * @param referer the {@code Referer} field
 * @param userAgent the {@code User-Agent} field
 * @param failure the name of an exception, or null
 */
record AccessLogEntry(long arrivalMillis, String client, @Nullable String user, @Nullable String listener,
		String requestLine, @Nullable String method, @Nullable String target, @Nullable HttpVersion version, int status,
		long bytes, long durationNanos, @Nullable String referer, @Nullable String userAgent,
		@Nullable String failure) {

	/** About what the objects take that an entry consists of. */
	private static final int OVERHEAD = 400;

	static AccessLogEntry of(CompletedExchange exchange) {
		Throwable failure = exchange.failure();
		Principal principal = exchange.principal();
		String listener = exchange.listener();
		return new AccessLogEntry(exchange.arrivalMillis(), exchange.client(),
				(principal != null) ? principal.getName() : null,
				listener.equals(HttpServer.DEFAULT_LISTENER) ? null : listener, exchange.requestLine(),
				exchange.method(), exchange.target(), exchange.version(), exchange.status(), exchange.contentBytes(),
				exchange.durationNanos(), exchange.header("Referer"), exchange.header("User-Agent"),
				(failure != null) ? failure.getClass().getName() : null);
	}

	/** About how many bytes of memory it takes while it waits. */
	int weight() {
		return OVERHEAD + 2 * this.requestLine.length() + length(this.referer) + length(this.userAgent)
				+ 2 * length(this.user);
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
