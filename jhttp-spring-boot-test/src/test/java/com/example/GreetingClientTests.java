package com.example;

import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

@JhttpTest
@Import(GreetingService.class)
class GreetingClientTests {

	@Autowired
	private InProcessClientHttpRequestFactory factory;

	@Test
	void errorIsAProblemForPrograms() {
		RestTestClient client = RestTestClient.bindToServer(this.factory)
			.defaultHeader("Accept", "application/json")
			.build();
		client.get()
			.uri("/none")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(404);
	}

	@Test
	void clientOfTheApplicationGetsAGreeting() {
		RestClient client = RestClient.builder().baseUrl("http://localhost").requestFactory(this.factory).build();
		assertThat(client.get().uri("/greetings/World").retrieve().body(String.class)).isEqualTo("Hello, World!");
	}

}
