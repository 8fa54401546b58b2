package io.jhttp.spring.boot.webflux.example;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a slice of controllers needs no server.
 */
@WebFluxTest(GreetingController.class)
class GreetingSliceTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private ApplicationContext context;

	@Test
	void controllersAreAskedWithoutAServer() {
		this.client.get()
			.uri("/greetings/Ada")
			.exchange()
			.expectBody(String.class)
			.isEqualTo("{\"text\":\"Hello, Ada!\"}");
		assertThat(this.context.getBeanNamesForType(WebServerFactory.class)).isEmpty();
	}

}
