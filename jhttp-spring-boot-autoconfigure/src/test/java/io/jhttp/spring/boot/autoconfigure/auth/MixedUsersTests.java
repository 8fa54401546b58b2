package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each request has its own user, and not one that has asked before on the same connection
 * or thread.
 */
@Timeout(60)
class MixedUsersTests {

	private static final int CLIENTS = 8;

	private static final int ROUNDS = 40;

	private static final String[] PATHS = { "/worker", "/loop", "/stage", "/callable", "/stream" };

	private final ApplicationContextRunner runner = HandlerServer.runner()
		.withPropertyValues("jhttp.auth.users.ann={noop}a", "jhttp.auth.users.bob={noop}b",
				"jhttp.auth.rules[0].pattern=/**", "jhttp.auth.rules[0].access=anonymous", "jhttp.threads.max=3");

	@Test
	void noRequestHasTheUserOfAnother() {
		HandlerServer.run(this.runner, Handlers.class, (client, context) -> {
			ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
			try {
				List<Future<?>> running = new ArrayList<>();
				for (int i = 0; i < CLIENTS; i++) {
					int offset = i;
					running.add(clients.submit(() -> {
						ask(client, offset);
						return null;
					}));
				}
				for (Future<?> each : running) {
					each.get();
				}
			}
			finally {
				clients.shutdownNow();
			}
		});
	}

	/** Another user for each request of one connection, and for some none. */
	private static void ask(TestClient client, int offset) throws IOException {
		String[] fields = { TestPasswords.basic("ann", "a") + "\r\n", TestPasswords.basic("bob", "b") + "\r\n", "" };
		String[] names = { "ann", "bob", "nobody" };
		try (Socket socket = client.connect()) {
			for (int i = offset; i < offset + ROUNDS; i++) {
				String request = "GET " + PATHS[i % PATHS.length] + " HTTP/1.1\r\nHost: a\r\n" + fields[i % 3] + "\r\n";
				socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
				assertThat(read(socket.getInputStream())).as(request).contains("<" + names[i % 3] + ">");
			}
		}
	}

	/** Up to the end of the name, and of the chunks around it. */
	private static String read(InputStream input) throws IOException {
		StringBuilder response = new StringBuilder();
		while (response.indexOf(">") < 0) {
			response.append((char) input.read());
		}
		if (response.indexOf("chunked") > 0) {
			while (!response.toString().endsWith("\r\n0\r\n\r\n")) {
				response.append((char) input.read());
			}
		}
		return response.toString();
	}

	@RequestHandler
	static class Handlers {

		private static String name(Principal principal) {
			return "<" + ((principal != null) ? principal.getName() : "nobody") + ">";
		}

		@Get("/worker")
		String worker(Principal principal) {
			return name(principal);
		}

		@Get("/loop")
		@NonBlocking
		String loop(Principal principal) {
			return name(principal);
		}

		@Get("/stage")
		CompletionStage<String> stage(HttpExchange exchange) {
			return CompletableFuture.supplyAsync(() -> name(exchange.principal()));
		}

		@Get("/callable")
		Callable<String> callable(HttpExchange exchange) {
			return () -> name(exchange.principal());
		}

		@Get("/stream")
		StreamingBody stream(HttpExchange exchange) {
			return (output) -> output.write(name(exchange.principal()).getBytes(StandardCharsets.US_ASCII));
		}

	}

}
