package com.example;

import io.jhttp.spring.boot.autoconfigure.test.LocalJhttpPort;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class GreetingOverTheWireTests {

	@Autowired
	private RestTestClient client;

	@LocalJhttpPort
	private int port;

	@Test
	void greets() {
		assertThat(this.port).isPositive();
		this.client.get()
			.uri("/greetings/World")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, World!");
	}

}
