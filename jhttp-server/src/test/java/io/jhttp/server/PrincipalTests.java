package io.jhttp.server;

import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who has made a request, as handlers and listeners know it.
 */
class PrincipalTests {

	private static final String ANN = "GET /ann HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String NOBODY = "GET /nobody HTTP/1.1\r\nHost: a\r\n\r\n";

	private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private HttpServer start() throws IOException {
		HttpHandler answer = (exchange) -> exchange.response()
			.send(name(exchange.principal()) + " " + exchange.authenticationScheme());
		NonBlockingHttpHandler handler = (exchange) -> {
			if (exchange.request().path().equals("/ann")) {
				exchange.authenticated(() -> "ann", "Test");
			}
			exchange.dispatch(answer);
		};
		return HttpServer.builder().port(0).handler(handler).listener(new ExchangeListener() {

			@Override
			public void exchangeEnded(CompletedExchange exchange) {
				PrincipalTests.this.ended.add(name(exchange.principal()));
			}

		}).start();
	}

	private static String name(@Nullable Principal principal) {
		return (principal != null) ? principal.getName() : "nobody";
	}

	@Test
	void isKnownToLaterHandlersAndListeners() throws Exception {
		try (HttpServer server = start(); RawClient client = new RawClient(server.port())) {
			assertThat(client.send(ANN).readResponse()).endsWith("\r\n\r\nann Test");
			assertThat(this.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("ann");
		}
	}

	@Test
	void isForgottenWithTheRequest() throws Exception {
		try (HttpServer server = start(); RawClient client = new RawClient(server.port())) {
			client.send(ANN).readResponse();
			assertThat(client.send(NOBODY).readResponse()).endsWith("\r\n\r\nnobody null");
			assertThat(this.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("ann");
			assertThat(this.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("nobody");
		}
	}

	@Test
	void isUnknownInARequestThatIsMalformed() throws Exception {
		try (HttpServer server = start()) {
			RawClient.exchange(server.port(), "GET\r\n\r\n");
			assertThat(this.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("nobody");
		}
	}

}
