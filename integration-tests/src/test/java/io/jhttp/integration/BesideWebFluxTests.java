package io.jhttp.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.test.LocalJhttpPort;
import io.jhttp.spring.boot.webflux.JhttpWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that has both starters, each with its port, and Netty for
 * something else.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "jhttp.max-request-line-size=100B" })
class BesideWebFluxTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int webPort;

	@LocalJhttpPort
	private int port;

	@Autowired
	private ReactiveWebServerApplicationContext context;

	@Test
	void theServerOfWebFluxIsJhttpAlsoIfNettyIsThere() {
		assertThat(this.context.getWebServer()).isInstanceOf(JhttpWebServer.class);
		assertThat(this.context.getBeanNamesForType(NettyReactiveWebServerFactory.class)).isEmpty();
	}

	@Test
	void eachServerAnswersOnItsPortAlone() throws Exception {
		assertThat(this.port).isPositive().isNotEqualTo(this.webPort);
		assertThat(get(this.port, "/beans/you").body()).isEqualTo("bean of you");
		assertThat(get(this.webPort, "/controllers/you").body()).isEqualTo("controller of you");
		assertThat(get(this.port, "/controllers/you").statusCode()).isEqualTo(404);
		assertThat(get(this.webPort, "/beans/you").statusCode()).isEqualTo(404);
	}

	@Test
	void eachServerHasItsProperties(CapturedOutput output) throws Exception {
		String name = "x".repeat(100);
		assertThat(get(this.port, "/beans/" + name).statusCode()).isEqualTo(414);
		assertThat(get(this.webPort, "/controllers/" + name).statusCode()).isEqualTo(200);
		assertThat(get(this.port, "/beans/you").headers().firstValue(HttpHeaders.SERVER)).hasValue("jhttp");
		assertThat(get(this.webPort, "/controllers/you").headers().firstValue(HttpHeaders.SERVER)).isEmpty();
		assertThat(output).doesNotContain("These properties do nothing");
	}

	private HttpResponse<String> get(int port, String path) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + port + path);
		return this.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
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
		Mono<String> get(@PathVariable String name) {
			return Mono.just("controller of " + name);
		}

	}

	@RequestHandler("/beans")
	static class Handler {

		@Get("/{name}")
		String get(@PathVariable String name) {
			return "bean of " + name;
		}

	}

}
