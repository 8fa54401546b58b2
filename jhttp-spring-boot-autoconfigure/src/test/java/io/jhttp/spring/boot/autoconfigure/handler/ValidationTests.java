package io.jhttp.spring.boot.autoconfigure.handler;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.junit.jupiter.api.Test;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.OptionalValidatorFactoryBean;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the validation of arguments, over the wire.
 */
class ValidationTests {

	private static final String JSON = "Content-Type: application/json";

	private final ApplicationContextRunner validating = HandlerServer.runner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class));

	@Test
	void invalidContentIsAProblemWithItsFields() {
		HandlerServer.run(this.validating, Orders.class, (client, context) -> {
			assertThat(client.send("POST", "/orders", bytes("""
					{"customer":" ","items":[{"name":"a","count":1},{"name":"","count":0}]}"""), JSON))
				.startsWith("HTTP/1.1 400 ")
				.contains("application/problem+json", "\"detail\":\"Values of the request are invalid.\"")
				.contains("""
						"errors":[{"field":"customer","message":"must not be blank"},\
						{"field":"items[1].count","message":"must be greater than or equal to 1"},\
						{"field":"items[1].name","message":"must not be blank"}]""");
			assertThat(client.send("POST", "/orders", bytes("{\"customer\":\"x\",\"items\":[]}"), JSON)).endsWith("x");
		});
	}

	@Test
	void invalidParametersAreNamedAsTheClientKnowsThem() {
		HandlerServer.run(this.validating, Orders.class, (client, context) -> {
			assertThat(client.send("GET", "/orders?n=0", "X-Code: ab")).startsWith("HTTP/1.1 400 ").contains("""
					"errors":[{"field":"X-Code","message":"must match \\"[A-Z]+\\""},\
					{"field":"n","message":"must be greater than or equal to 1"}]""");
			assertThat(client.send("GET", "/orders?n=1", "X-Code: AB")).endsWith("1 AB");
			assertThat(client.send("GET", "/orders/loop?n=0")).startsWith("HTTP/1.1 400 ");
		});
	}

	@Test
	void groupsOfAParameterAreValidated() {
		HandlerServer.run(this.validating, Orders.class, (client, context) -> {
			assertThat(client.send("POST", "/orders/group", bytes("{\"a\":\"\",\"b\":\"\"}"), JSON))
				.startsWith("HTTP/1.1 400 ")
				.contains("\"errors\":[{\"field\":\"b\",\"message\":\"must not be blank\"}]");
			assertThat(client.send("POST", "/orders/group", bytes("{\"a\":\"\",\"b\":\"x\"}"), JSON)).endsWith("x");
		});
	}

	@Test
	void classThatIsValidatedByItsProxyIsAnsweredTheSameWay() {
		HandlerServer.run(this.validating, ProxiedConfiguration.class, (client, context) -> {
			assertThat(client.send("GET", "/proxied?count=0")).startsWith("HTTP/1.1 400 ")
				.contains("\"errors\":[{\"field\":\"count\",\"message\":\"must be greater than or equal to 1\"}]");
			assertThat(client.send("GET", "/proxied?count=1")).endsWith("1");
		});
	}

	@Test
	void whatAServiceRefusesIsNoFaultOfTheClient() {
		HandlerServer.run(this.validating, ProxiedConfiguration.class, (client, context) -> {
			assertThat(client.send("GET", "/proxied/service")).startsWith("HTTP/1.1 500 ").doesNotContain("errors");
			assertThat(client.send("GET", "/proxied/result")).startsWith("HTTP/1.1 500 ").doesNotContain("errors");
		});
	}

	@Test
	void exceptionHandlerGetsTheExceptionOfSpringMvc() {
		HandlerServer.run(this.validating, Handling.class, (client, context) -> {
			assertThat(client.send("GET", "/handling?n=0")).endsWith("n: must be greater than or equal to 1");
			assertThat(client.send("POST", "/handling", bytes("{\"customer\":\"\",\"items\":[]}"), JSON))
				.endsWith("order.customer: must not be blank");
			assertThat(client.send("POST", "/handling/group", bytes("{\"a\":\"\",\"b\":\"\"}"), JSON))
				.endsWith("grouped.b: must not be blank");
			assertThat(client.send("POST", "/handling/both?n=0", bytes("{\"customer\":\"\",\"items\":[]}"), JSON))
				.contains("n: must be greater than or equal to 1", "order: must not be blank");
			assertThat(client.send("POST", "/handling/list", bytes("[{\"name\":\"\",\"count\":1}]"), JSON))
				.endsWith("items: must not be blank");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Orders.class, ProxiedConfiguration.class })
	void messagesAreInTheLanguageOfTheClient(Class<?> handlers) {
		String target = (handlers == Orders.class) ? "/orders/loop?n=0" : "/proxied?count=0";
		HandlerServer.run(this.validating, handlers, (client, context) -> {
			assertThat(client.send("GET", target, "Accept-Language: de-CH, en;q=0.5"))
				.contains("muss größer-gleich 1 sein");
			assertThat(client.send("GET", target, "Accept-Language: fr")).contains("doit être supérieur ou égal à 1");
			assertThat(client.send("GET", target, "Accept-Language: en"))
				.contains("must be greater than or equal to 1");
		});
	}

	@Test
	void withoutAValidatorNothingIsValidated() {
		HandlerServer.run(Orders.class,
				(client, context) -> assertThat(client.send("GET", "/orders?n=0", "X-Code: ab")).endsWith("0 ab"));
	}

	@Test
	void aValidatorOfSpringWithoutAnImplementationBehindItValidatesNothing() {
		OptionalValidatorFactoryBean mvcValidator = new OptionalValidatorFactoryBean();
		mvcValidator.setValidationProviderResolver(List::of);
		HandlerServer.run(HandlerServer.runner().withBean(OptionalValidatorFactoryBean.class, () -> mvcValidator),
				Orders.class,
				(client, context) -> assertThat(client.send("GET", "/orders?n=0", "X-Code: ab")).endsWith("0 ab"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	record Item(@NotBlank String name, @Min(1) int count) {
	}

	record Order(@NotBlank String customer, List<@Valid Item> items) {
	}

	interface Later {

	}

	record Grouped(@NotBlank String a, @NotBlank(groups = Later.class) String b) {
	}

	@RequestHandler("/orders")
	static class Orders {

		@Post
		String create(@Valid @RequestBody Order order) {
			return order.customer();
		}

		@Get
		String get(@RequestParam("n") @Min(1) int number,
				@RequestHeader("X-Code") @Pattern(regexp = "[A-Z]+") String code) {
			return number + " " + code;
		}

		@NonBlocking
		@Get("/loop")
		String loop(@RequestParam @Min(1) int n) {
			return "" + n;
		}

		@Post("/group")
		String group(@Validated(Later.class) @RequestBody Grouped grouped) {
			return grouped.b();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProxiedHandler.class, Service.class })
	static class ProxiedConfiguration {

	}

	@RequestHandler("/proxied")
	@Validated
	static class ProxiedHandler {

		private final Service service;

		ProxiedHandler(Service service) {
			this.service = service;
		}

		@Get
		String get(@RequestParam @Min(1) int count) {
			return "" + count;
		}

		@Get("/service")
		String service() {
			return this.service.call(0);
		}

		@Get("/result")
		@NotBlank
		String result() {
			return "";
		}

	}

	@Validated
	static class Service {

		String call(@Min(1) int n) {
			return "" + n;
		}

	}

	@RequestHandler("/handling")
	static class Handling {

		@Get
		String get(@RequestParam @Min(1) int n) {
			return "" + n;
		}

		@Post
		void post(@Valid @RequestBody Order order) {
		}

		@Post("/group")
		void group(@Validated(Later.class) @RequestBody Grouped grouped) {
		}

		@Post("/both")
		void both(@RequestParam @Min(1) int n, @Valid @RequestBody Order order) {
		}

		@Post("/list")
		void list(@RequestBody List<@Valid Item> items) {
		}

		@ExceptionHandler
		String onInvalid(MethodArgumentNotValidException ex) {
			return ex.getFieldErrors()
				.stream()
				.map((error) -> error.getObjectName() + "." + error.getField() + ": " + error.getDefaultMessage())
				.collect(Collectors.joining(", "));
		}

		@ExceptionHandler
		String onInvalid(HandlerMethodValidationException ex) {
			return ex.getParameterValidationResults()
				.stream()
				.map((result) -> result.getMethodParameter().getParameterName() + ": "
						+ result.getResolvableErrors().get(0).getDefaultMessage())
				.collect(Collectors.joining(", "));
		}

	}

}
