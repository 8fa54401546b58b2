package io.jhttp.spring.boot.autoconfigure.handler;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for advices that are there for controllers of Spring MVC or WebFlux, too.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedAdviceTests {

	@ParameterizedTest
	@ValueSource(classes = { OfServlets.class, OfReactor.class, OfControllers.class, OfAnotherPackage.class })
	void adviceOfAnotherStackLeavesTheFailureToTheNext(Class<?> advice) {
		HandlerServer.run(HandlerServer.runner().withUserConfiguration(advice), Application.class,
				(client, context) -> assertThat(client.send("GET", "/")).startsWith("HTTP/1.1 200 ")
					.endsWith("\r\n\r\nours: eggs"));
	}

	@Test
	void methodsThatAreLeftOutAreNamedInOneDebugLine(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(Advices.class.getName(), LogLevel.DEBUG);
		try {
			HandlerServer.run(HandlerServer.runner().withUserConfiguration(OfServlets.class, OfControllers.class),
					Application.class, (client, context) -> assertThat(client.send("GET", "/")).endsWith("ours: eggs"));
		}
		finally {
			logging.setLogLevel(Advices.class.getName(), null);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("DEBUG"))).singleElement()
			.asString()
			.contains(
					"the advice 'sharedAdviceTests.OfServlets' is without the methods that need Spring MVC or "
							+ "WebFlux: " + OfServlets.class.getName() + ".",
					"failed(Exception, WebRequest)", "other(WebRequest)");
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Ours.class, Failing.class })
	static class Application {

	}

	@RequestHandler
	static class Failing {

		@Get
		void get() {
			throw new IllegalStateException("eggs");
		}

	}

	@RestControllerAdvice
	static class Ours {

		@ExceptionHandler
		String failed(IllegalStateException failure) {
			return "ours: " + failure.getMessage();
		}

	}

	@ControllerAdvice
	@Order(0)
	static class OfServlets {

		@ExceptionHandler
		String failed(Exception failure, WebRequest request) {
			return "theirs";
		}

		@ExceptionHandler(IllegalArgumentException.class)
		String other(WebRequest request) {
			return "theirs";
		}

	}

	@ControllerAdvice
	@Order(0)
	static class OfReactor {

		@ExceptionHandler(Exception.class)
		String failed(ServerWebExchange exchange) {
			return "theirs";
		}

	}

	@ControllerAdvice(annotations = RestController.class)
	@Order(0)
	static class OfControllers {

		@ExceptionHandler(Exception.class)
		String failed(StringBuilder nothingKnown) {
			return "theirs";
		}

	}

	@ControllerAdvice("com.example")
	@Order(0)
	static class OfAnotherPackage {

		@ExceptionHandler(Exception.class)
		String failed(StringBuilder nothingKnown) {
			return "theirs";
		}

	}

}
