package io.jhttp.spring.boot.autoconfigure.handler;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.ExchangeListener;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator can find out about a request that was refused.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedContentTests {

	private static final String JSON = "Content-Type: application/json";

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = {
					"/tasks; {\"due\":\"nope\"}; 400; HttpMessageNotReadableException; Text 'nope' could not be parsed",
					"/tasks; {\"due\":; 400; HttpMessageNotReadableException; Unexpected end-of-input",
					"/tasks; ''; 400; MissingContentException; Required request body is missing",
					"/tasks/number?n=x; {}; 400; WrongValueException; for value [x]",
					"/tasks/number; {}; 400; HttpProblem; The parameter 'n' is missing.",
					"/tasks/text; {}; 415; UnsupportedMediaTypeStatusException; application/json" })
	void reasonIsLoggedOnceAndToldToListeners(String target, String content, int status, String exception,
			String reason, CapturedOutput output) {
		HandlerServer.run(Observed.class, (client, context) -> {
			assertThat(client.send("POST", target, content.getBytes(StandardCharsets.UTF_8), JSON))
				.startsWith("HTTP/1.1 " + status + " ");
			List<Throwable> failures = context.getBean(Failed.class).failures;
			assertThat(failures).hasSize(1);
			assertThat(failures.get(0).getClass().getSimpleName()).isEqualTo(exception);
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("Resolved ["))).singleElement()
			.asString()
			.contains(" WARN ", exception, reason);
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void reasonOfTheClientCannotForgeALine(CapturedOutput output) {
		HandlerServer.run(Observed.class, (client, context) -> client.send("POST", "/tasks",
				"{\"due\":\"\\nforged\\r\"}".getBytes(StandardCharsets.UTF_8), JSON));
		assertThat(output).contains("forged").doesNotContain("\nforged", "\rforged");
	}

	@Test
	void adviceGetsTheReason() {
		HandlerServer.run(Advised.class,
				(client, context) -> assertThat(
						client.send("POST", "/advised", "{\"due\":\"nope\"}".getBytes(StandardCharsets.UTF_8), JSON))
					.startsWith("HTTP/1.1 422 ")
					.contains("Text 'nope' could not be parsed"));
	}

	record Task(LocalDate due) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Tasks.class, Failed.class })
	static class Observed {

		@Bean
		JhttpServerCustomizer failureListener(Failed failed) {
			return (builder) -> builder.listener(failed);
		}

	}

	static class Failed implements ExchangeListener {

		final List<Throwable> failures = new ArrayList<>();

		@Override
		public void exchangeEnded(CompletedExchange ended) {
			this.failures.add(ended.failure());
		}

	}

	@RequestHandler("/tasks")
	static class Tasks {

		@Post
		String create(@RequestBody Task task) {
			return task.toString();
		}

		@Post("/number")
		String number(@RequestParam int n) {
			return "" + n;
		}

		@Post(value = "/text", consumes = "text/plain")
		String text(HttpExchange exchange) {
			return "";
		}

	}

	@RequestHandler("/advised")
	static class Advised {

		@Post
		String create(@RequestBody Task task) {
			return task.toString();
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
		String onUnreadable(HttpMessageNotReadableException ex) {
			return String.valueOf(ex.getMessage());
		}

	}

}
