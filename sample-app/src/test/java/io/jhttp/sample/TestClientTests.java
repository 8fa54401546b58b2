package io.jhttp.sample;

import io.jhttp.spring.boot.autoconfigure.test.LocalJhttpPort;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the three ways to answer with Spring Boot's own test clients, which find the port
 * by themselves.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@AutoConfigureTestRestTemplate
class TestClientTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private TestRestTemplate template;

	@LocalJhttpPort
	private int port;

	@Test
	void randomPortIsARandomPort() {
		assertThat(this.port).isPositive().isNotEqualTo(8000);
	}

	@Test
	void fileIsServedBySettingsAlone() {
		this.client.get()
			.uri("/files/notes.txt")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("text/plain; charset=utf-8");
		assertThat(this.template.getForEntity("/files/notes.txt", String.class).getStatusCode().value()).isEqualTo(200);
	}

	@Test
	void handlerBeanIsFoundByScanning() {
		this.client.get()
			.uri("/greetings/you")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, you!\n");
		assertThat(this.template.getForObject("/greetings/you", String.class)).isEqualTo("Hello, you!\n");
	}

	@Test
	void handlerBeanIsMadeByAMethod() {
		assertThat(this.template.getForObject("/time", String.class)).matches("\\d{4}-\\d\\d-\\d\\dT.*\n");
	}

	@Test
	void handlerClassAnswersItsVerb() {
		this.client.method(HttpMethod.valueOf("BREW")).uri("/pot").exchange().expectStatus().isEqualTo(418);
	}

}
