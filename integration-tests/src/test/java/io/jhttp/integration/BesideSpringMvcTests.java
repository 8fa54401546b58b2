package io.jhttp.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.test.LocalJhttpPort;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that has Spring MVC on Tomcat and this server, each on its
 * port.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.mvc.problemdetails.enabled=true",
				"management.endpoints.web.exposure.include=health,metrics",
				"management.endpoint.health.show-components=always" })
@AutoConfigureRestTestClient
class BesideSpringMvcTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int webPort;

	@LocalJhttpPort
	private int port;

	@Autowired
	private RestTestClient testClient;

	@Test
	void eachServerAnswersOnItsPort() throws Exception {
		assertThat(this.port).isPositive().isNotEqualTo(this.webPort);
		HttpResponse<String> ours = get(this.port, "/beans/you");
		assertThat(ours.body()).isEqualTo("bean of you");
		assertThat(ours.headers().firstValue(HttpHeaders.SERVER)).hasValue("jhttp");
		HttpResponse<String> theirs = get(this.webPort, "/controllers/you");
		assertThat(theirs.body()).isEqualTo("controller of you");
		assertThat(theirs.headers().firstValue(HttpHeaders.SERVER)).isEmpty();
	}

	@Test
	void neitherServerAnswersForTheOther() throws Exception {
		assertThat(get(this.port, "/controllers/you").statusCode()).isEqualTo(404);
		assertThat(get(this.webPort, "/beans/you").statusCode()).isEqualTo(404);
	}

	@Test
	void adviceOfSpringMvcAnswersForControllersAlone() throws Exception {
		assertThat(get(this.webPort, "/controllers/you?times=many").headers().firstValue(HttpHeaders.CONTENT_TYPE))
			.hasValue("application/problem+json");
		assertThat(get(this.port, "/beans/you?times=many").statusCode()).isEqualTo(400);
	}

	@Test
	void testClientsOfSpringBootAskTheWebServer() {
		this.testClient.get()
			.uri("/controllers/you")
			.exchange()
			.expectBody(String.class)
			.isEqualTo("controller of you");
	}

	@Test
	void endpointsAreOnTheWebServerAndKnowOfThisOne() throws Exception {
		assertThat(get(this.webPort, "/actuator/health").body()).contains("\"jhttp\":{\"status\":\"UP\"}");
		assertThat(get(this.webPort, "/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(get(this.webPort, "/actuator/metrics/jhttp.connections.active").statusCode()).isEqualTo(200);
		assertThat(get(this.port, "/actuator/health").statusCode()).isEqualTo(404);
	}

	private HttpResponse<String> get(int port, String path) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + port + path);
		return this.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/controllers/{name}")
		String get(@PathVariable String name, @RequestParam(defaultValue = "1") int times) {
			return "controller of " + name;
		}

	}

	@RequestHandler("/beans")
	static class Handler {

		@Get("/{name}")
		String get(@PathVariable String name, @RequestParam(defaultValue = "1") int times) {
			return "bean of " + name;
		}

	}

}
