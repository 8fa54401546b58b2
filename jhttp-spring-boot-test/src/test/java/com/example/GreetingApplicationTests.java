package com.example;

import io.jhttp.spring.boot.test.autoconfigure.AutoConfigureJhttp;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.client.RestTestClient;

@SpringBootTest
@AutoConfigureJhttp
class GreetingApplicationTests {

	@Autowired
	private RestTestClient client;

	@Test
	void greets() {
		this.client.get()
			.uri("/greetings/World")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, World!");
	}

}
