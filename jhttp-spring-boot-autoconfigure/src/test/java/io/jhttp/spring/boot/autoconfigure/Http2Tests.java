package io.jhttp.spring.boot.autoconfigure;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpActuatorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import io.jhttp.spring.boot.autoconfigure.observation.JhttpObservationAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application has works over HTTP/2 as it does over HTTP/1.1: the JDK's client
 * and one server for all tests.
 */
@Timeout(60)
class Http2Tests {

	@TempDir
	static Path directory;

	private static AnnotationConfigApplicationContext context;

	private static HttpClient client;

	@BeforeAll
	static void start() throws Exception {
		Path keyStore = KeyStoreFile.create(directory, "localhost");
		context = new AnnotationConfigApplicationContext();
		context.register(Application.class);
		TestPropertyValues
			.of("jhttp.port=0", "jhttp.ssl.bundle=web", "spring.ssl.bundle.jks.web.keystore.location=file:" + keyStore,
					"spring.ssl.bundle.jks.web.keystore.password=" + KeyStoreFile.PASSWORD,
					"jhttp.access-log.enabled=true", "jhttp.access-log.file=" + directory.resolve("access.log"),
					"jhttp.auth.users.ann={noop}secret", "jhttp.auth.rules[0].pattern=/private",
					"jhttp.auth.rules[0].access=authenticated", "jhttp.auth.rules[1].pattern=/**",
					"jhttp.auth.rules[1].access=anonymous", "jhttp.client-limits.few.paths=/few",
					"jhttp.client-limits.few.requests-per-second=0.001", "jhttp.client-limits.few.burst=1")
			.applyTo(context);
		context.refresh();
		client = HttpClient.newBuilder().sslContext(KeyStoreFile.trusting(keyStore)).build();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	private static HttpRequest.Builder request(String path) {
		return HttpRequest
			.newBuilder(URI.create("https://localhost:" + context.getBean(JhttpServer.class).getPort() + path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		return response;
	}

	@Test
	void handlerBeansAnswer() throws Exception {
		assertThat(send(request("/greetings/spam?times=2")).body()).isEqualTo("spam spam HTTP/2.0");
		assertThat(send(request("/echo").header("Content-Type", "text/plain")
			.POST(HttpRequest.BodyPublishers.ofString("eggs".repeat(50_000)))).body()).isEqualTo("eggs".repeat(50_000));
		assertThat(send(request("/missing")).statusCode()).isEqualTo(404);
	}

	@Test
	void manyRequestsOfOneConnectionAreAnsweredAtTheSameTime() {
		List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 20)
			.mapToObj((i) -> client.sendAsync(request("/together").build(), HttpResponse.BodyHandlers.ofString()))
			.toList();
		assertThat(responses).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("together"));
	}

	@Test
	void formsHaveFiles() throws Exception {
		String form = "--B\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n" + "x".repeat(100_000)
				+ "\r\n--B--\r\n";
		assertThat(send(request("/upload").header("Content-Type", "multipart/form-data; boundary=B")
			.POST(HttpRequest.BodyPublishers.ofString(form))).body()).isEqualTo("a.txt 100000");
	}

	@Test
	void eventsComeWhenTheyAreSent() throws Exception {
		HttpResponse<InputStream> response = client.send(request("/events").build(),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		ServerSentEvents events = context.getBean(Handlers.class).events.poll(20, TimeUnit.SECONDS);
		assertThat(events).isNotNull();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			for (String name : List.of("spam", "eggs")) {
				events.send(name);
				assertThat(reader.readLine()).isEqualTo("data: " + name);
				assertThat(reader.readLine()).isEmpty();
			}
			events.complete();
			assertThat(reader.readLine()).isNull();
		}
	}

	@Test
	void bodiesAreStreamed() throws Exception {
		assertThat(send(request("/stream")).body()).isEqualTo("spam".repeat(50_000));
	}

	@Test
	void endpointsAnswer() throws Exception {
		assertThat(send(request("/actuator/health")).body()).isEqualTo("{\"status\":\"UP\"}");
	}

	@Test
	void passwordsAreAskedFor() throws Exception {
		HttpResponse<String> refused = send(request("/private"));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("WWW-Authenticate"))
			.hasValue("Basic realm=\"jhttp\", charset=\"UTF-8\"");
		assertThat(send(request("/private").header("Authorization", "Basic YW5uOnNlY3JldA==")).body()).isEqualTo("ann");
	}

	@Test
	void clientsAreLimited() throws Exception {
		assertThat(send(request("/few")).statusCode()).isEqualTo(200);
		HttpResponse<String> refused = send(request("/few"));
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.headers().firstValue("Retry-After")).isPresent();
		assertThat(send(request("/greetings/spam")).statusCode()).isEqualTo(200);
	}

	/** Both are told behind the response. */
	@Test
	void logAndObservationsSayWhatWasAsked() throws Exception {
		CountDownLatch observed = new CountDownLatch(1);
		context.getBean(SimpleMeterRegistry.class).config().onMeterAdded((meter) -> {
			if ("/observed".equals(meter.getId().getTag("uri"))) {
				observed.countDown();
			}
		});
		try (WatchService changes = directory.getFileSystem().newWatchService()) {
			directory.register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
			send(request("/observed"));
			while (!Files.readString(directory.resolve("access.log")).contains("\"GET /observed HTTP/2.0\" 200 8")) {
				WatchKey change = changes.poll(20, TimeUnit.SECONDS);
				assertThat(change).as("the line of the request").isNotNull();
				change.reset();
			}
		}
		assertThat(observed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(
				context.getBean(SimpleMeterRegistry.class).find("http.server.requests").tag("uri", "/observed").timer())
			.isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, JhttpServerAutoConfiguration.class,
			JhttpActuatorAutoConfiguration.class, JhttpObservationAutoConfiguration.class,
			EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class, JacksonAutoConfiguration.class,
			HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
			HealthEndpointAutoConfiguration.class, ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class })
	@Import({ Handlers.class, SimpleMeterRegistry.class })
	static class Application {

	}

	@RequestHandler
	static class Handlers {

		final BlockingQueue<ServerSentEvents> events = new LinkedBlockingQueue<>();

		private final CountDownLatch together = new CountDownLatch(20);

		@Get("/greetings/{name}")
		String greet(@PathVariable String name, @RequestParam(defaultValue = "1") int times, HttpExchange exchange) {
			List<String> words = new ArrayList<>();
			for (int i = 0; i < times; i++) {
				words.add(name);
			}
			return String.join(" ", words) + " " + exchange.request().version();
		}

		@Post("/echo")
		String echo(@RequestBody String content) {
			return content;
		}

		@Get("/together")
		String together() throws InterruptedException {
			this.together.countDown();
			return this.together.await(20, TimeUnit.SECONDS) ? "together" : "alone";
		}

		@Post("/upload")
		String upload(@RequestParam MultipartFile file) {
			return file.getOriginalFilename() + " " + file.getSize();
		}

		@Get("/events")
		ServerSentEvents events() {
			ServerSentEvents stream = new ServerSentEvents();
			this.events.add(stream);
			return stream;
		}

		@Get("/stream")
		StreamingBody stream() {
			return (output) -> {
				for (int i = 0; i < 50_000; i++) {
					output.write("spam".getBytes(StandardCharsets.US_ASCII));
				}
			};
		}

		@Get("/private")
		String user(HttpExchange exchange) {
			return exchange.principal().getName();
		}

		@Get("/few")
		String few() {
			return "few";
		}

		@Get("/observed")
		String observed() {
			return "observed";
		}

	}

}
