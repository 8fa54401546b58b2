package io.jhttp.spring.boot.webflux;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebFlux application over its real port, with lazy beans and the actuator on another
 * port.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "management.server.port=0",
		"spring.main.lazy-initialization=true", "server.reactive.session.cookie.name=mine",
		// For the tests of the application in the documentation
		"spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
				+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
@AutoConfigureWebTestClient
class WebFluxApplicationTests {

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ReactiveWebServerApplicationContext context;

	private WebTestClient management;

	@BeforeEach
	void setUp() {
		this.management = WebTestClient.bindToServer().baseUrl("http://localhost:" + this.managementPort).build();
	}

	@Test
	void theServerIsJhttpOnBothPorts() {
		assertThat(this.context.getWebServer()).isInstanceOf(JhttpWebServer.class);
		assertThat(this.context.getWebServer().getPort()).isEqualTo(this.port).isNotEqualTo(this.managementPort);
		this.management.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP");
		this.client.get().uri("/actuator/health").exchange().expectStatus().isNotFound();
	}

	@Test
	void controllersTakeAndReturnJson() {
		this.client.post()
			.uri("/greetings")
			.bodyValue(Map.of("name", "Ada"))
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentLength(20)
			.expectBody(String.class)
			.isEqualTo("{\"text\":\"Hello Ada\"}");
	}

	@Test
	void routerFunctionsAndErrorsAreAnswered() {
		this.client.get().uri("/routed").exchange().expectBody(String.class).isEqualTo("routed");
		this.client.get().uri("/missing").exchange().expectStatus().isNotFound();
		this.client.get()
			.uri("/conflict")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.path")
			.isEqualTo("/conflict");
	}

	@Test
	void eventsAndElementsAreStreamed() {
		List<String> events = this.client.get()
			.uri("/events")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.returnResult(String.class)
			.getResponseBody()
			.collectList()
			.block(Duration.ofSeconds(20));
		assertThat(events).containsExactly("0", "1", "2");
	}

	@Test
	void formsWithFilesAreReceived() {
		MultipartBodyBuilder form = new MultipartBodyBuilder();
		form.part("file", new ByteArrayResource(new byte[200_000]) {

			@Override
			public String getFilename() {
				return "zeros";
			}

		});
		this.client.post()
			.uri("/files")
			.bodyValue(form.build())
			.exchange()
			.expectBody(String.class)
			.isEqualTo("zeros 200000");
	}

	@Test
	void sessionsAreKeptByTheCookieOfTheProperties() {
		String cookie = this.client.get()
			.uri("/session")
			.exchange()
			.expectBody(String.class)
			.isEqualTo("1")
			.returnResult()
			.getResponseCookies()
			.getFirst("mine")
			.getValue();
		this.client.get().uri("/session").cookie("mine", cookie).exchange().expectBody(String.class).isEqualTo("2");
	}

	@Test
	void resourcesAreServedWithRangesAndConditions() {
		this.client.get()
			.uri("/numbers.txt")
			.header("Range", "bytes=2-4")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.PARTIAL_CONTENT)
			.expectBody(String.class)
			.isEqualTo("234");
		this.client.head().uri("/numbers.txt").exchange().expectHeader().contentLength(10).expectBody().isEmpty();
	}

	@Test
	void theNativeRequestIsThatOfTheEngine() {
		this.client.get().uri("/native").exchange().expectBody(String.class).isEqualTo("GET /native HTTP/1.1");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/routed", (request) -> ServerResponse.ok().bodyValue("routed")).build();
		}

	}

	record Person(String name) {
	}

	record Greeting(String text) {
	}

	@RestController
	static class Controller {

		@PostMapping("/greetings")
		Mono<Greeting> greet(@RequestBody Mono<Person> person) {
			return person.map((each) -> new Greeting("Hello " + each.name()));
		}

		@GetMapping("/conflict")
		Mono<String> conflict() {
			return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Publisher<Long> events() {
			return Flux.interval(Duration.ofMillis(1)).take(3).onBackpressureBuffer();
		}

		@PostMapping("/files")
		Mono<String> file(@RequestPart FilePart file) {
			return file.content()
				.map((buffer) -> buffer.readableByteCount())
				.reduce(0, Integer::sum)
				.map((length) -> file.filename() + " " + length);
		}

		@GetMapping("/session")
		String session(WebSession session) {
			Integer count = session.getAttributeOrDefault("count", 0) + 1;
			session.getAttributes().put("count", count);
			return count.toString();
		}

		@GetMapping("/native")
		String nativeRequest(ServerHttpRequest request) {
			HttpRequest own = ((AbstractServerHttpRequest) request).getNativeRequest();
			return own.requestLine();
		}

	}

}
