package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpMappingDescriptionProvider.Mapping;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.exchanges.HttpExchangesEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.mappings.MappingsEndpointAutoConfiguration;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@code mappings} and {@code httpexchanges} endpoints.
 */
@Timeout(60)
class MappingsAndExchangesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpActuatorAutoConfiguration.class,
						EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
						MappingsEndpointAutoConfiguration.class, HttpExchangesEndpointAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "management.endpoints.web.exposure.include=*")
		.withBean(Handlers.class);

	@Test
	void routesOfHandlerBeansAreDescribed() {
		this.contextRunner.run((context) -> {
			List<Mapping> mappings = context.getBean(JhttpMappingDescriptionProvider.class).describeMappings(context);
			assertThat(mappings).extracting(Mapping::predicate)
				.containsExactlyInAnyOrder("GET /things/{id}", "SPAM /things/{id}", "/**");
			assertThat(mappings).extracting(Mapping::handler)
				.anyMatch((handler) -> handler.contains("Handlers") && handler.contains("thing("))
				.contains("nothing");
			assertThat(send(context.getBean(JhttpServer.class), "GET", "/actuator/mappings")).contains("\"jhttp\":[{")
				.contains("\"predicate\":\"GET /things/{id}\"");
		});
	}

	@Test
	void mappingsAreDescribedOnlyIfTheyAreExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(JhttpMappingDescriptionProvider.class));
	}

	@Test
	void exchangesAreRecordedIfThereIsARepository() {
		this.contextRunner.withBean(InMemoryHttpExchangeRepository.class).run((context) -> {
			send(context.getBean(JhttpServer.class), "GET", "/things/a?b=c|d", "X-Some: one", "X-Some: two",
					"Cookie: secret");
			org.springframework.boot.actuate.web.exchanges.HttpExchange exchange = recorded(
					context.getBean(HttpExchangeRepository.class));
			assertThat(exchange.getRequest().getMethod()).isEqualTo("GET");
			assertThat(exchange.getRequest().getUri()).hasToString("http://test/things/a?b=c%7Cd");
			assertThat(exchange.getRequest().getHeaders()).containsEntry("X-Some", List.of("one", "two"))
				.doesNotContainKey("Cookie");
			assertThat(exchange.getRequest().getRemoteAddress()).isNull();
			assertThat(exchange.getResponse().getStatus()).isEqualTo(200);
			assertThat(exchange.getResponse().getHeaders()).containsEntry("X-Answer", List.of("eggs"))
				.doesNotContainKey("Set-Cookie");
			assertThat(exchange.getTimeTaken()).isNotNull();
			assertThat(send(context.getBean(JhttpServer.class), "GET", "/actuator/httpexchanges"))
				.contains("\"uri\":\"http://test/things/a?b=c%7Cd\"");
		});
	}

	@Test
	void userIsRecordedIfItIsIncluded() {
		ApplicationContextRunner runner = this.contextRunner.withBean(InMemoryHttpExchangeRepository.class)
			.withBean(JhttpFilter.class, () -> (exchange, next) -> {
				exchange.authenticated(() -> "ann", "Test");
				next.handle(exchange);
			});
		runner.withPropertyValues("management.httpexchanges.recording.include=principal").run((context) -> {
			send(context.getBean(JhttpServer.class), "GET", "/things/a");
			assertThat(recorded(context.getBean(HttpExchangeRepository.class)).getPrincipal().getName())
				.isEqualTo("ann");
		});
		runner.run((context) -> {
			send(context.getBean(JhttpServer.class), "GET", "/things/a");
			assertThat(recorded(context.getBean(HttpExchangeRepository.class)).getPrincipal()).isNull();
		});
	}

	@Test
	void includedPartsAreThoseOfBootsProperties() {
		this.contextRunner.withBean(InMemoryHttpExchangeRepository.class)
			.withPropertyValues(
					"management.httpexchanges.recording.include=remote-address,cookie-headers,response-headers")
			.run((context) -> {
				send(context.getBean(JhttpServer.class), "GET", "/things/a", "X-Some: one");
				org.springframework.boot.actuate.web.exchanges.HttpExchange exchange = recorded(
						context.getBean(HttpExchangeRepository.class));
				assertThat(exchange.getRequest().getHeaders()).isEmpty();
				assertThat(exchange.getRequest().getRemoteAddress()).isEqualTo("127.0.0.1");
				assertThat(exchange.getResponse().getHeaders()).containsKey("Set-Cookie");
				assertThat(exchange.getTimeTaken()).isNull();
			});
	}

	@Test
	void exchangesAreNotRecordedWithoutARepository() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ExchangeRecorder.class));
		this.contextRunner.withBean(InMemoryHttpExchangeRepository.class)
			.withPropertyValues("management.httpexchanges.recording.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExchangeRecorder.class));
	}

	/** A client may have its answer a moment before. */
	private static org.springframework.boot.actuate.web.exchanges.HttpExchange recorded(
			HttpExchangeRepository repository) {
		while (repository.findAll().isEmpty()) {
			Thread.onSpinWait();
		}
		return repository.findAll().get(0);
	}

	private static String send(JhttpServer server, String verb, String target, String... fields) {
		return new TestClient(server.getPort()).send(verb, target, fields);
	}

	@RequestHandler
	static class Handlers {

		@Get("/things/{id}")
		void thing(HttpExchange exchange, @PathVariable String id) throws Exception {
			exchange.response().header("X-Answer", "eggs").header("Set-Cookie", "a=b").send(id);
		}

		@HttpVerb(value = "SPAM", path = "/things/{id}")
		void spam(@PathVariable String id) {
		}

	}

}
