package io.jhttp.spring.boot.webflux.example;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient
class GreetingControllerTests {

	@Autowired
	private WebTestClient client;

	@Test
	void aNameIsGreeted() {
		this.client.get()
			.uri("/greetings/Ada")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("{\"text\":\"Hello, Ada!\"}");
	}

	@Test
	void aNameIsRequired() {
		this.client.post().uri("/greetings").bodyValue(Map.of("name", "")).exchange().expectStatus().isBadRequest();
	}

	@Test
	void resettingIsForAdministrators() {
		this.client.post().uri("/greetings/reset").exchange().expectStatus().isUnauthorized();
	}

}
