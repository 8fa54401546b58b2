package io.jhttp.spring.boot.test.autoconfigure;

import java.net.Socket;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.jhttp.server.ExchangeListener;
import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * Carries the user of a test from its thread, which sends a request, into the exchange,
 * as if a filter had found out who has made the request.
 */
final class TestUsers implements ExchangeListener {

	/** How such users have proved who they are. */
	private static final String SCHEME = "Test";

	private final Supplier<@Nullable Principal> current;

	/** By the port of the client, which each connection has its own of. */
	private final Map<Integer, Principal> users = new ConcurrentHashMap<>();

	TestUsers(Supplier<@Nullable Principal> current) {
		this.current = current;
	}

	/** On the thread of the test: the connection is for a request of its user. */
	void connected(Socket socket) {
		Principal user = this.current.get();
		if (user != null) {
			this.users.put(socket.getLocalPort(), user);
		}
		else {
			// An earlier connection may have had the same port, and no request.
			this.users.remove(socket.getLocalPort());
		}
	}

	/** The connection has one request only. */
	@Override
	public void exchangeStarted(HttpExchange exchange) {
		Principal user = this.users.remove(exchange.request().peerAddress().getPort());
		if (user != null) {
			exchange.authenticated(user, SCHEME);
		}
	}

}
