package io.jhttp.server;

import java.io.IOException;
import java.security.Principal;
import java.util.List;

import io.jhttp.server.net.EngineClock;

/**
 * Limits how much each user may ask for, from whatever address. It stands between what
 * finds out who has made a request, and says so by {@link HttpExchange#authenticated},
 * and what answers it. Requests without a user count for their address.
 *
 * <pre class="code">
 * builder.handler(authentication(new UserLimits(limits, handler)));
 * </pre>
 *
 * @see HttpServer.Builder#clientLimit
 */
public final class UserLimits implements NonBlockingHttpHandler {

	/** Says that a request has been counted. */
	private static final String COUNTED = UserLimits.class.getName() + ".COUNTED";

	private final ClientLimits limits;

	private final NonBlockingHttpHandler next;

	/**
	 * Puts limits before a handler.
	 * @param limits the limits; each holds for itself
	 * @param next what answers requests that are within them
	 */
	public UserLimits(List<ClientLimit> limits, HttpHandler next) {
		this(limits, next, EngineClock.SYSTEM);
	}

	UserLimits(List<ClientLimit> limits, HttpHandler next, EngineClock clock) {
		this.limits = new ClientLimits(limits, clock);
		this.next = NonBlockingHttpHandler.of(next);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		// A local redirect is the same request once more.
		long wait = (exchange.attribute(COUNTED) == null) ? admit(exchange) : 0;
		if (wait > 0) {
			refuse(exchange, wait);
			return;
		}
		exchange.attribute(COUNTED, Boolean.TRUE);
		this.next.handle(exchange);
	}

	private long admit(HttpExchange exchange) {
		Principal user = exchange.principal();
		return (user != null) ? this.limits.admit(exchange, user.getName()) : this.limits.admit(exchange);
	}

	private static void refuse(HttpExchange exchange, long wait) throws IOException {
		exchange.response().header("Retry-After", String.valueOf(wait)).sendError(429, ClientLimits.REFUSAL);
	}

}
