package com.example;

import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.client.RestTestClient;

@JhttpTest(GreetingHandler.class)
@Import(GreetingService.class)
class GreetingUserTests {

	@Autowired
	private RestTestClient client;

	@Test
	@WithMockUser("Alice")
	void greetsTheUser() {
		this.client.get()
			.uri("/greetings/me")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, Alice!");
	}

	@Test
	void greetsNoStrangers() {
		this.client.get().uri("/greetings/me").exchange().expectStatus().is4xxClientError();
	}

}
