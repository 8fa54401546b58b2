package com.example;

import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.mockito.BDDMockito.given;

@JhttpTest(GreetingHandler.class)
class GreetingHandlerTests {

	@Autowired
	private RestTestClient client;

	@MockitoBean
	private GreetingService greetings;

	@Test
	void greets() {
		given(this.greetings.greet("World")).willReturn("Hello, World!");
		this.client.get()
			.uri("/greetings/World")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("text/plain;charset=utf-8")
			.expectBody(String.class)
			.isEqualTo("Hello, World!");
	}

}
