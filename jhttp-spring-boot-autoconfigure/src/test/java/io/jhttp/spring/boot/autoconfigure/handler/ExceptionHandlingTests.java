package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is answered when a handler method fails, over the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExceptionHandlingTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/status        ; 409 ; "detail":"Too late."
			/error         ; 422 ; "detail":"Not so.","instance":"urn:x","spam":"eggs"
			/annotated     ; 410 ; "detail":"It is gone."
			/caused        ; 410 ; "detail":"It is gone."
			/problem       ; 429 ; "detail":"Slower, please."
			/loop          ; 409 ; "detail":"Too late."
			""")
	void exceptionSaysWhatIsAnswered(String path, int status, String member, CapturedOutput output) {
		HandlerServer.run(Throwing.class, (client, context) -> {
			String answer = client.send("GET", path);
			assertThat(answer).startsWith("HTTP/1.1 " + status + " ")
				.contains("\r\nContent-Type: application/problem+json\r\n", "\r\nVary: Accept\r\n",
						"\"status\":" + status);
			for (String part : member.split(",")) {
				assertThat(answer).contains(part);
			}
		});
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void headerFieldsOfTheExceptionAreSent() {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(client.send("GET", "/status")).contains("\r\nRetry-After: 7\r\n"));
	}

	@Test
	void browserGetsAPage() {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(
						client.send("GET", "/status", "Accept: text/html,application/xhtml+xml,*/*;q=0.8"))
					.startsWith("HTTP/1.1 409 ")
					.contains("\r\nContent-Type: text/html;charset=utf-8\r\n", "\r\nVary: Accept\r\n",
							"<p>Message: Too late.</p>"));
	}

	@Test
	void unknownExceptionTellsTheLogOnceAndTheClientNothing(CapturedOutput output) {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(client.send("GET", "/unknown?x=1")).startsWith("HTTP/1.1 500 ")
					.endsWith("{\"instance\":\"/unknown\",\"status\":500,\"title\":\"Internal Server Error\"}"));
		assertThat(output).containsOnlyOnce("GET /unknown?x=1 HTTP/1.1 failed")
			.containsOnlyOnce("IllegalStateException: secret");
	}

	@Test
	void problemOfAPathThatIsNoUriHasNoInstance() {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(client.send("GET", "/any/a|b")).startsWith("HTTP/1.1 409 ")
					.contains("Too late.")
					.doesNotContain("instance"));
	}

	@Test
	void deliberateInternalErrorIsLoggedToo(CapturedOutput output) {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(client.send("GET", "/deliberate")).startsWith("HTTP/1.1 500 ")
					.doesNotContain("secret"));
		assertThat(output).containsOnlyOnce("GET /deliberate HTTP/1.1 failed")
			.contains("IllegalStateException: secret");
	}

	/** It is nothing that an exception handler of the method would know an answer to. */
	@Test
	void contentThatIsMalformedIsTheMistakeOfTheClient(CapturedOutput output) {
		HandlerServer.run(Advised.class, (client, context) -> {
			try (Socket socket = client.connect()) {
				socket.getOutputStream()
					.write("POST /loop/content HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
					.startsWith("HTTP/1.1 400 ")
					.contains("\r\nConnection: close\r\n");
			}
		});
		assertThat(output).doesNotContain("failed");
	}

	@Test
	void failureInTheMiddleOfAnAnswerClosesTheConnection() {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(client.send("GET", "/middle")).startsWith("HTTP/1.1 200 ")
					.contains("begun")
					.doesNotContain("HTTP/1.1 500")
					.doesNotEndWith("0\r\n\r\n"));
	}

	@Test
	void contentThatWasBegunGivesWayAndFieldsStay() {
		HandlerServer.run(Throwing.class,
				(client, context) -> assertThat(client.send("GET", "/begun")).startsWith("HTTP/1.1 409 ")
					.contains("\r\nX-Before: 1\r\n", "application/problem+json")
					.doesNotContain("begun\r\n", "text/css"));
	}

	@ParameterizedTest
	@CsvSource({ "fields, 409", "entity, 500", "advised, 418" })
	void whatDescribesTheContentThatFailedIsNotSaidOfTheError(String path, int status) {
		HandlerServer.run(Described.class, (client, context) -> {
			String answer = client.send("GET", "/described/" + path);
			assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\nX-Frame-Options: DENY\r\n");
			for (String name : List.of("Cache-Control", "ETag", "Content-Disposition", "Content-Encoding",
					"Content-Language", "Content-Location", "Last-Modified", "Expires", "Location", "Accept-Ranges")) {
				assertThat(answer).doesNotContainIgnoringCase("\r\n" + name + ":");
			}
		});
	}

	@Test
	void errorIsNotStoredIfNothingMayBe() {
		HandlerServer.run(Described.class,
				(client, context) -> assertThat(client.send("GET", "/described/secret")).startsWith("HTTP/1.1 409 ")
					.contains("\r\nCache-Control: no-store\r\n"));
	}

	@Test
	void exceptionHandlersOfTheBeanGoFirst() {
		HandlerServer.run(Advised.class, (client, context) -> {
			assertThat(client.send("GET", "/local/io")).startsWith("HTTP/1.1 422 ")
				.endsWith("local IOException /local/io");
			assertThat(client.send("GET", "/local/missing")).startsWith("HTTP/1.1 404 ").endsWith("local missing");
			assertThat(client.send("GET", "/local/wrapped")).startsWith("HTTP/1.1 404 ").endsWith("local missing");
			assertThat(client.send("GET", "/local/state")).startsWith("HTTP/1.1 200 ").endsWith("first: no");
		});
	}

	@Test
	void adviceAnswersForAllBeansInItsOrder() {
		HandlerServer.run(Advised.class, (client, context) -> {
			assertThat(client.send("GET", "/other/state")).endsWith("first: no");
			assertThat(client.send("GET", "/other/argument")).startsWith("HTTP/1.1 400 ")
				.contains("application/json")
				.endsWith("{\"error\":\"bad\"}");
			assertThat(client.send("GET", "/other/io")).endsWith("second");
		});
	}

	@Test
	void adviceForSomeBeansLeavesOthersAlone() {
		HandlerServer.run(Advised.class, (client, context) -> {
			assertThat(client.send("GET", "/local/unsupported")).endsWith("for local");
			assertThat(client.send("GET", "/other/unsupported")).startsWith("HTTP/1.1 500 ");
		});
	}

	@Test
	void adviceAnswersForArgumentsAndMediaTypes() {
		HandlerServer.run(Advised.class, (client, context) -> {
			assertThat(client.send("GET", "/other/number?n=x")).startsWith("HTTP/1.1 400 ").endsWith("own words");
			assertThat(client.send("POST", "/other/json", new byte[1], "Content-Type: text/plain"))
				.startsWith("HTTP/1.1 415 ");
		});
	}

	@Test
	void lazyAdviceIsNotCreatedAtStart() {
		HandlerServer.run(Advised.class, (client, context) -> {
			assertThat(((ConfigurableApplicationContext) context).getBeanFactory()
				.containsSingleton(context.getBeanNamesForType(Second.class)[0])).isFalse();
			assertThat(client.send("GET", "/other/io")).endsWith("second");
		});
	}

	@Test
	void exceptionHandlerThatMayBlockRunsOnAWorker() {
		HandlerServer.run(Advised.class, (client, context) -> {
			assertThat(client.send("GET", "/loop/worker")).endsWith("false");
			assertThat(client.send("GET", "/loop/loop")).endsWith("true");
		});
	}

	@Test
	void exceptionHandlerThatFailsItselfIsAnInternalError(CapturedOutput output) {
		HandlerServer.run(Advised.class,
				(client, context) -> assertThat(client.send("GET", "/loop/failing")).startsWith("HTTP/1.1 500 "));
		assertThat(output).contains("thrown by the exception handler", "Suppressed: java.lang.ArithmeticException");
	}

	@Test
	void exceptionHandlerThatThrowsTheSameLeavesItToOthers() {
		HandlerServer.run(Advised.class,
				(client, context) -> assertThat(client.send("GET", "/loop/again")).startsWith("HTTP/1.1 410 "));
	}

	@ResponseStatus(code = HttpStatus.GONE, reason = "It is gone.")
	static class GoneException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	@RequestHandler
	static class Throwing {

		@Get("/status")
		String status() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Too late.") {

				private static final long serialVersionUID = 1L;

				@Override
				public HttpHeaders getHeaders() {
					HttpHeaders headers = new HttpHeaders();
					headers.set("Retry-After", "7");
					return headers;
				}

			};
		}

		@NonBlocking
		@Get("/loop")
		String loop() {
			return status();
		}

		@Get("/error")
		String error() {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(422), "Not so.");
			problem.setInstance(URI.create("urn:x"));
			problem.setProperty("spam", "eggs");
			throw new ErrorResponseException(HttpStatus.valueOf(422), problem, null);
		}

		@Get("/annotated")
		String annotated() {
			throw new GoneException();
		}

		@Get("/caused")
		String caused() {
			throw new IllegalStateException("secret", new GoneException());
		}

		@Get("/problem")
		String problem() {
			throw new HttpProblem(429, "Slower, please.");
		}

		@Get("/unknown")
		String unknown() {
			throw new IllegalStateException("secret");
		}

		@Get("/any/{*rest}")
		String any() {
			return status();
		}

		@Get("/deliberate")
		String deliberate() {
			throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, null,
					new IllegalStateException("secret"));
		}

		@Get("/middle")
		void middle(HttpResponse response) throws IOException {
			response.output().write("begun".getBytes());
			response.output().flush();
			throw new IllegalStateException("secret");
		}

		@Get("/begun")
		void begun(HttpResponse response) throws IOException {
			response.status(201).header("X-Before", "1").contentType("text/css");
			response.output().write("begun\r\n".getBytes());
			status();
		}

	}

	@RequestHandler("/described")
	static class Described {

		@Get("/fields")
		void fields(HttpResponse response) {
			describe().forEach((name, values) -> response.header(name, values.get(0)));
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@Get("/entity")
		ResponseEntity<Object> entity() {
			return ResponseEntity.ok().headers(describe()).body(new Object() {

				public String getName() {
					throw new IllegalStateException("secret");
				}

			});
		}

		@Get("/advised")
		void advised(HttpResponse response) {
			describe().forEach((name, values) -> response.header(name, values.get(0)));
			throw new IllegalArgumentException();
		}

		@Get("/secret")
		void secret(HttpResponse response) {
			response.header("Cache-Control", "private, no-store");
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@ExceptionHandler
		ResponseEntity<String> onFailure(IllegalArgumentException ex) {
			return ResponseEntity.status(418).body("no coffee");
		}

		private static HttpHeaders describe() {
			HttpHeaders headers = new HttpHeaders();
			headers.set("X-Frame-Options", "DENY");
			headers.setCacheControl("public, max-age=3600");
			headers.setETag("\"1\"");
			headers.setContentDisposition(ContentDisposition.attachment().filename("x.csv").build());
			headers.set("Content-Encoding", "br");
			headers.set("Content-Language", "de");
			headers.set("Content-Location", "/x");
			headers.setLastModified(0);
			headers.setExpires(0);
			headers.set("Location", "/x");
			headers.set("Accept-Ranges", "bytes");
			return headers;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Local.class, Other.class, Loop.class, First.class, Second.class, ForLocal.class })
	static class Advised {

	}

	abstract static class Failing {

		@Get("/io")
		String io() throws IOException {
			throw new IOException("secret");
		}

		@Get("/missing")
		String missing() throws IOException {
			throw new FileNotFoundException("secret");
		}

		@Get("/wrapped")
		String wrapped() {
			throw new UncheckedIOException(new FileNotFoundException("secret"));
		}

		@Get("/state")
		String state() {
			throw new IllegalStateException("no");
		}

		@Get("/unsupported")
		String unsupported() {
			throw new UnsupportedOperationException("no");
		}

	}

	@RequestHandler("/local")
	static class Local extends Failing {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
		String onFailure(IOException failure, HttpExchange exchange) {
			return "local " + failure.getClass().getSimpleName() + " " + exchange.request().path();
		}

		@ExceptionHandler(FileNotFoundException.class)
		@ResponseStatus(HttpStatus.NOT_FOUND)
		String onMissing() {
			return "local missing";
		}

	}

	@RequestHandler("/other")
	static class Other extends Failing {

		@Get("/argument")
		String argument() {
			throw new IllegalArgumentException("bad");
		}

		@Get("/number")
		String number(@RequestParam int n) {
			return "" + n;
		}

		@Post(value = "/json", consumes = "application/json")
		String json() {
			return "";
		}

	}

	@RequestHandler("/loop")
	static class Loop {

		@NonBlocking
		@Get("/worker")
		String worker() {
			throw new UncheckedIOException(new IOException());
		}

		@NonBlocking
		@Get("/loop")
		String loop() {
			throw new NumberFormatException();
		}

		@Get("/failing")
		String failing() {
			throw new ArithmeticException();
		}

		@Get("/again")
		String again() {
			throw new GoneException();
		}

		@Post("/content")
		String content(HttpRequest request) throws IOException {
			return "" + request.content().readAllBytes().length;
		}

		@ExceptionHandler
		String onAnyOther(Exception failure) {
			return "not for clients";
		}

		@ExceptionHandler
		String onWorker(UncheckedIOException failure, HttpExchange exchange) {
			return "" + exchange.onEventLoop();
		}

		@NonBlocking
		@ExceptionHandler
		String onLoop(NumberFormatException failure, HttpExchange exchange) {
			return "" + exchange.onEventLoop();
		}

		@ExceptionHandler
		String fail(ArithmeticException failure) {
			throw new IllegalStateException("thrown by the exception handler");
		}

		@ExceptionHandler
		String rethrow(GoneException failure) {
			throw failure;
		}

	}

	@RestControllerAdvice
	@Order(1)
	static class First {

		@ExceptionHandler
		String onState(IllegalStateException failure) {
			return "first: " + failure.getMessage();
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.BAD_REQUEST)
		Map<String, String> onArgument(IllegalArgumentException failure) {
			return Map.of("error", failure.getMessage());
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.BAD_REQUEST)
		String onProblem(MethodArgumentTypeMismatchException failure) {
			return "own words";
		}

	}

	@ControllerAdvice
	@Order(2)
	@Lazy
	static class Second {

		@ExceptionHandler({ IOException.class, IllegalStateException.class })
		String onAny() {
			return "second";
		}

	}

	@ControllerAdvice(assignableTypes = Local.class)
	@Order(3)
	static class ForLocal {

		@ExceptionHandler(UnsupportedOperationException.class)
		String onUnsupported() {
			return "for local";
		}

	}

}
