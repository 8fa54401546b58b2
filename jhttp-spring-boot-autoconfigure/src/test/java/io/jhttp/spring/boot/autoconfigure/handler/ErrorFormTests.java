package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.Get;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.filter.FilterPaths;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the form of errors: it goes by the client, and not by what has found them.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErrorFormTests {

	@TempDir
	private static Path directory;

	@ParameterizedTest
	@CsvSource({ "GET, /beans/empty, 404", "GET, /beans/reason, 410", "GET, /unknown, 404", "PUT, /unknown, 405",
			"GET, /%2e%2e/x, 400", "GET, /filtered/own, 401", "GET, /filtered/thrown, 409",
			"GET, /filtered/problem, 422", "GET, /filtered/annotated, 423", "GET, /filtered/unknown, 500",
			"GET, /file.txt, 412" })
	void errorIsAProblemForProgramsAndAPageForBrowsers(String verb, String path, int status) throws Exception {
		Files.writeString(directory.resolve("file.txt"), "text");
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.directory=" + directory), Site.class,
				(client, context) -> {
					String[] accepts = { "application/json", "application/problem+json", "*/*" };
					for (String accept : accepts) {
						assertThat(client.send(verb, path, "Accept: " + accept, "If-Match: \"x\"")).as(accept)
							.startsWith("HTTP/1.1 " + status + " ")
							.contains("\r\nContent-Type: application/problem+json\r\n", "\r\nVary: Accept\r\n",
									"\"status\":" + status);
					}
					assertThat(client.send(verb, path, "Accept: text/html,*/*;q=0.8", "If-Match: \"x\""))
						.startsWith("HTTP/1.1 " + status + " ")
						.contains("\r\nContent-Type: text/html;charset=utf-8\r\n", "\r\nVary: Accept\r\n",
								"<p>Error code: " + status + "</p>");
				});
	}

	@Test
	void exceptionOutOfAFilterHasItsFieldsAndIsLoggedAsThatOfAMethod(CapturedOutput output) {
		HandlerServer.run(Site.class, (client, context) -> {
			assertThat(client.send("GET", "/filtered/thrown")).contains("\"detail\":\"Too late.\"");
			assertThat(client.send("GET", "/filtered/unknown")).doesNotContain("secret");
		});
		assertThat(output).containsOnlyOnce("Resolved [org.springframework.web.server.ResponseStatusException: 409")
			.containsOnlyOnce("GET /filtered/unknown HTTP/1.1 failed");
	}

	@ParameterizedTest
	@CsvSource({ "/filtered/thrown, 409", "/filtered/problem, 422", "/filtered/busy, 503", "/filtered/unknown, 500",
			"/filtered/content, 413" })
	void fieldsOfOuterFiltersStayAndThoseOfTheContentGo(String path, int status) {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.max-request-body-size=4B"), Site.class,
				(client, context) -> assertThat(client.sendChunked("GET", path, new byte[9]))
					.startsWith("HTTP/1.1 " + status + " ")
					.contains("\r\nAccess-Control-Allow-Origin: *\r\n")
					.doesNotContain("ETag", "Content-Disposition", "max-age"));
	}

	@Test
	void problemOutOfAFilterIsAnsweredWithRetryAfterIfItMayPass() {
		HandlerServer.run(Site.class, (client, context) -> {
			assertThat(client.send("GET", "/filtered/busy")).contains("\r\nRetry-After: 1\r\n");
			assertThat(client.send("GET", "/filtered/problem")).doesNotContain("Retry-After");
		});
	}

	@Test
	void exceptionOutOfAFilterHasItsStatusWithoutHandlerBeansToo() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.directory=" + directory), Filters.class,
				(client, context) -> assertThat(client.send("GET", "/filtered/thrown")).startsWith("HTTP/1.1 409 ")
					.contains("<p>Error code: 409</p>"));
	}

	@Test
	void filterIsToldOfTheEndOfAnAsynchronousResult() {
		HandlerServer.run(Site.class, (client, context) -> {
			assertThat(client.send("GET", "/filtered/later")).startsWith("HTTP/1.1 200 ").endsWith("later");
			assertThat(context.getBean(Filters.class).ends.poll(20, TimeUnit.SECONDS)).isEqualTo("200 5");
			assertThat(client.send("GET", "/filtered/now")).endsWith("now");
			assertThat(context.getBean(Filters.class).ends.poll(20, TimeUnit.SECONDS)).isEqualTo("200 3");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Beans.class, Filters.class })
	static class Site {

	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

		@Bean
		@Order(1)
		@FilterPaths("/filtered/**")
		JhttpFilter counting() {
			return (exchange, next) -> {
				exchange.response()
					.header("Access-Control-Allow-Origin", "*")
					.header("ETag", "\"1\"")
					.header("Content-Disposition", "attachment")
					.header("Cache-Control", "max-age=60");
				exchange.onEnd((ended) -> this.ends.add(ended.status() + " " + ended.contentBytes()));
				next.handle(exchange);
			};
		}

		@Bean
		@Order(2)
		@FilterPaths("/filtered/**")
		JhttpFilter refusing() {
			return (exchange, next) -> {
				switch (exchange.request().path()) {
					case "/filtered/own" -> exchange.response().sendError(401);
					case "/filtered/thrown" -> throw new ResponseStatusException(HttpStatus.CONFLICT, "Too late.");
					case "/filtered/problem" -> throw new HttpProblem(422, "No.");
					case "/filtered/busy" -> throw new HttpProblem(503, "Not now.");
					case "/filtered/annotated" -> throw new Locked();
					case "/filtered/unknown" -> throw new IllegalStateException("secret");
					default -> next.handle(exchange);
				}
			};
		}

	}

	@SuppressWarnings("serial")
	@ResponseStatus(HttpStatus.LOCKED)
	static class Locked extends Exception {

	}

	@RequestHandler
	static class Beans {

		@Get("/beans/empty")
		Optional<String> empty() {
			return Optional.empty();
		}

		@Get("/beans/reason")
		@ResponseStatus(code = HttpStatus.GONE, reason = "It has moved out.")
		void reason() {
		}

		@Get("/filtered/later")
		CompletableFuture<String> later() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		@Get("/filtered/content")
		int read(InputStream content) throws IOException {
			return content.readAllBytes().length;
		}

		@Get("/filtered/now")
		String now() {
			return "now";
		}

	}

}
