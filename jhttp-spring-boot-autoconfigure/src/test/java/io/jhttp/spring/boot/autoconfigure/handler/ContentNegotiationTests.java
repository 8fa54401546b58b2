package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.Patch;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.web.bind.annotation.RequestBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for media types of requests and responses, over the wire.
 */
class ContentNegotiationTests {

	private static final String JSON = "Content-Type: application/json";

	@Test
	void objectsAreReadAndWrittenAsJson() {
		HandlerServer.run(Json.class, (client, context) -> {
			assertThat(client.send("POST", "/json", bytes("{\"name\":\"grün\",\"count\":2}"), JSON))
				.startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Type: application/json\r\n", "\r\nContent-Length: 27\r\n")
				.endsWith("{\"name\":\"grün!\",\"count\":3}");
			assertThat(client.send("POST", "/json/list", bytes("[{\"name\":\"a\",\"count\":1}]"), JSON))
				.endsWith("[\"a\"]");
			assertThat(client.send("GET", "/json/number")).contains("application/json").endsWith("12.50");
			assertThat(client.send("GET", "/json/entity")).startsWith("HTTP/1.1 201 ").endsWith("{\"a\":[1]}");
			assertThat(client.send("GET", "/json/null")).startsWith("HTTP/1.1 204 ");
		});
	}

	@Test
	void objectThatIsLargerThanWhatIsGatheredIsWrittenToItsEnd() {
		String name = "x".repeat(20_000);
		HandlerServer.run(Json.class,
				(client, context) -> assertThat(
						client.send("POST", "/json", bytes("{\"name\":\"" + name + "\",\"count\":2}"), JSON))
					.startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: application/json\r\n", "\r\nTransfer-Encoding: chunked\r\n")
					.endsWith("!\",\"count\":3}\r\n0\r\n\r\n"));
	}

	@Test
	void headOfJsonHasTheLengthAndNoContent() {
		HandlerServer.run(Json.class,
				(client, context) -> assertThat(client.send("HEAD", "/json/number"))
					.contains("\r\nContent-Length: 5\r\n", "\r\nContent-Type: application/json\r\n")
					.endsWith("\r\n\r\n"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*/*                                        | application/json
			application/*                              | application/json
			application/json;q=0.1, */*;q=0            | application/json
			application/vnd.spam+json                  | application/vnd.spam+json
			text/plain, application/problem+json;q=0.5 | application/problem+json
			APPLICATION/JSON                           | application/json
			nonsense                                   | application/json
			""")
	void objectsAreWrittenAsWhatTheClientAccepts(String accept, String contentType) {
		HandlerServer.run(Json.class,
				(client, context) -> assertThat(client.send("GET", "/json/number", "Accept: " + accept))
					.startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: " + contentType + "\r\n"));
	}

	@ParameterizedTest
	@CsvSource({ "text/html", "application/json;q=0", "image/*, text/*" })
	void clientThatAcceptsNothingOfItIsRefused(String accept) {
		HandlerServer.run(Json.class,
				(client, context) -> assertThat(client.send("GET", "/json/number", "Accept: " + accept))
					.startsWith("HTTP/1.1 406 "));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"name\":|400", "{\"name\":\"x\",\"count\":\"secret-text\"}|400", "[]|400",
			"null|400", "''|400" })
	void contentThatCannotBeReadIsABadRequestWithoutInternals(String content, int status) {
		HandlerServer.run(Json.class,
				(client, context) -> assertThat(client.send("POST", "/json", bytes(content), JSON))
					.startsWith("HTTP/1.1 " + status + " ")
					.contains("Content-Type: application/problem+json")
					.contains("\"status\":400")
					.doesNotContain("jackson", "io.jhttp", "Exception", "secret-text"));
	}

	@Test
	void contentOfAnotherTypeIsUnsupported() {
		HandlerServer.run(Json.class, (client, context) -> {
			assertThat(client.send("POST", "/json", bytes("{}"), "Content-Type: text/csv")).startsWith("HTTP/1.1 415 ")
				.containsPattern("\r\nAccept: application/json, ");
			assertThat(client.send("POST", "/json", bytes("{}"))).startsWith("HTTP/1.1 415 ");
			assertThat(client.send("POST", "/json", bytes("{}"), "Content-Type: spam")).startsWith("HTTP/1.1 415 ");
			assertThat(client.send("POST", "/json", new byte[2 * 1024 * 1024 + 1], JSON)).startsWith("HTTP/1.1 413 ");
		});
	}

	@Test
	void eachRequestIsReadByItsOwnType() {
		HandlerServer.run(Json.class, (client, context) -> {
			byte[] item = bytes("{\"name\":\"a\",\"count\":1}");
			assertThat(client.send("POST", "/json", item, JSON)).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("POST", "/json", item, "Content-Type: text/csv")).startsWith("HTTP/1.1 415 ");
			assertThat(client.send("POST", "/json", item)).startsWith("HTTP/1.1 415 ");
			assertThat(client.send("POST", "/json", item, JSON + ";charset=utf-8")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("POST", "/json/text", new byte[] { (byte) 0xfc },
					"Content-Type: text/plain;charset=iso-8859-1"))
				.endsWith("ü");
			assertThat(client.send("POST", "/json/text", bytes("ü"), "Content-Type: text/plain")).endsWith("ü");
		});
	}

	@Test
	void converterOfTheApplicationSeesAndChangesTheFieldsOfTheResponse() {
		HandlerServer.run(
				HandlerServer.runner()
					.withConfiguration(AutoConfigurations.of(HttpMessageConvertersAutoConfiguration.class))
					.withBean(MarkConverter.class),
				Marked.class,
				(client, context) -> assertThat(client.send("GET", "/marked")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: text/mark\r\n", "\r\nContent-Length: 4\r\n", "\r\nX-Method: kept\r\n",
							"\r\nX-Both: converter\r\n", "\r\nX-Seen: [method] 2 text/mark 4\r\n",
							"\r\nX-Seen: again\r\n")
					.doesNotContain("X-Removed", "X-Both: method", "X-Only")
					.endsWith("mark"));
	}

	@Test
	void charsetOfJsonIsHonoured() {
		HandlerServer.run(Json.class,
				(client, context) -> assertThat(client.send("POST", "/json",
						"{\"name\":\"grün\",\"count\":2}".getBytes(StandardCharsets.UTF_16),
						"Content-Type: application/json"))
					.contains("grün!"));
	}

	@Test
	void jsonFollowsThePropertiesOfSpringBoot() {
		HandlerServer.run(
				HandlerServer.runner()
					.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
							HttpMessageConvertersAutoConfiguration.class))
					.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE"),
				Json.class,
				(client, context) -> assertThat(
						client.send("POST", "/json", bytes("{\"Name\":\"a\",\"Count\":2}"), JSON))
					.endsWith("{\"Name\":\"a!\",\"Count\":3}"));
	}

	@Test
	void jsonFollowsTheMapperOfTheApplicationWithoutConvertersOfSpringBoot() {
		HandlerServer.run(
				HandlerServer.runner()
					.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
					.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE"),
				Json.class,
				(client, context) -> assertThat(
						client.send("POST", "/json", bytes("{\"Name\":\"a\",\"Count\":2}"), JSON))
					.endsWith("{\"Name\":\"a!\",\"Count\":3}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/html                         | text/html;charset=utf-8 | <p>
			application/json                  | application/json        | {"p":1}
			*/*                               | application/json        | {"p":1}
			text/html, application/json;q=0.5 | text/html;charset=utf-8 | <p>
			text/*                            | text/html;charset=utf-8 | <p>
			text/csv, text/plain;q=0.1        | text/csv;charset=utf-8  | p
			""")
	void methodsOfOnePathShareItsMediaTypes(String accept, String contentType, String content) {
		HandlerServer.run(Alternative.class,
				(client, context) -> assertThat(client.send("GET", "/alternative", "Accept: " + accept))
					.startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: " + contentType + "\r\n", "\r\nVary: Accept\r\n")
					.endsWith(content));
	}

	@Test
	void mediaTypeThatNoMethodProducesIsNotAcceptable() {
		HandlerServer.run(Alternative.class,
				(client, context) -> assertThat(client.send("GET", "/alternative", "Accept: image/png"))
					.startsWith("HTTP/1.1 406 ")
					.contains("\r\nVary: Accept\r\n"));
	}

	@Test
	void answerThatDoesNotDependOnTheClientDoesNotSaySo() {
		HandlerServer.run(Alternative.class, (client, context) -> {
			assertThat(client.send("GET", "/alternative/one")).contains("Content-Type: text/css;charset=utf-8")
				.doesNotContain("Vary");
			assertThat(client.send("GET", "/alternative/one", "Accept: text/html")).startsWith("HTTP/1.1 406 ");
		});
	}

	@Test
	void varyIsAddedToWhatAFilterOrTheMethodHasSaid() {
		HandlerServer.run(Alternative.class,
				(client, context) -> assertThat(client.send("GET", "/alternative/varied", "Accept: text/a"))
					.contains("\r\nVary: Accept, Origin\r\n"));
	}

	@Test
	void contentDecidesBetweenMethods() {
		HandlerServer.run(Alternative.class, (client, context) -> {
			assertThat(client.send("POST", "/alternative", bytes("x"), "Content-Type: application/json"))
				.endsWith("json");
			assertThat(client.send("POST", "/alternative", bytes("x"), "Content-Type: application/xml"))
				.endsWith("application");
			assertThat(client.send("POST", "/alternative", bytes("x"), "Content-Type: text/plain;charset=utf-8"))
				.endsWith("any");
			assertThat(client.send("POST", "/alternative", bytes("x"))).endsWith("application");
			assertThat(client.send("SPAM", "/alternative")).endsWith("spam null");
		});
	}

	@Test
	void contentThatNoMethodTakesIsUnsupported() {
		HandlerServer.run(Alternative.class, (client, context) -> {
			assertThat(client.send("SPAM", "/alternative", bytes("x"), "Content-Type: text/plain"))
				.startsWith("HTTP/1.1 415 ")
				.contains("\r\nAccept: image/*, text/csv\r\n");
			assertThat(client.sendChunked("SPAM", "/alternative", bytes("x"), "Content-Type: text/plain"))
				.startsWith("HTTP/1.1 415 ");
			assertThat(client.send("SPAM", "/alternative", bytes("x"), "Content-Type: ;")).startsWith("HTTP/1.1 415 ");
			assertThat(client.send("PATCH", "/alternative", bytes("x"), "Content-Type: text/plain"))
				.startsWith("HTTP/1.1 415 ")
				.contains("\r\nAccept-Patch: application/merge-patch+json\r\n");
		});
	}

	@Test
	void charsetOfAProducedTextIsHonoured() {
		HandlerServer.run(Alternative.class, (client, context) -> assertThat(client.send("GET", "/alternative/latin"))
			.contains("\r\nContent-Type: text/plain;charset=ISO-8859-1\r\n", "\r\nContent-Length: 4\r\n"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	record Item(String name, int count) {
	}

	@RequestHandler("/json")
	static class Json {

		@Post
		Item more(@RequestBody Item item) {
			return new Item(item.name() + "!", item.count() + 1);
		}

		@Post("/list")
		List<String> names(@RequestBody List<Item> items) {
			return items.stream().map(Item::name).toList();
		}

		@Post("/text")
		String text(@RequestBody String text) {
			return text;
		}

		@Get("/number")
		BigDecimal number() {
			return new BigDecimal("12.50");
		}

		@Get("/entity")
		ResponseEntity<Map<String, List<Integer>>> entity() {
			return ResponseEntity.status(201).body(Map.of("a", List.of(1)));
		}

		@Get("/null")
		Item nothing() {
			return null;
		}

	}

	@RequestHandler("/marked")
	static class Marked {

		@Get
		ResponseEntity<Mark> mark() {
			return ResponseEntity.ok()
				.header("X-Method", "kept")
				.header("X-Both", "method")
				.header("X-Removed", "a", "b")
				.contentLength(4)
				.body(new Mark("mark"));
		}

	}

	record Mark(String text) {
	}

	static final class MarkConverter extends AbstractHttpMessageConverter<Mark> {

		MarkConverter() {
			super(new MediaType("text", "mark"));
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == Mark.class;
		}

		@Override
		protected Mark readInternal(Class<? extends Mark> type, HttpInputMessage message) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void writeInternal(Mark mark, HttpOutputMessage message) throws IOException {
			HttpHeaders headers = message.getHeaders();
			headers.add("X-Seen", headers.get("x-both") + " " + headers.remove("x-removed").size() + " "
					+ headers.getContentType() + " " + headers.getContentLength());
			headers.add("X-Seen", headers.containsHeader("X-Removed") ? "not again" : "again");
			headers.put("X-Both", List.of("converter"));
			headers.set("X-Only", "nothing");
			headers.remove("x-only");
			assertThat(headers.headerNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length", "X-Method",
					"X-Both", "X-Seen", "Vary");
			assertThat(headers.toSingleValueMap()).containsEntry("X-Method", "kept");
			message.getBody().write(mark.text().getBytes(StandardCharsets.UTF_8));
		}

	}

	@RequestHandler("/alternative")
	static class Alternative {

		@Get(produces = "text/html")
		String page() {
			return "<p>";
		}

		@Get(produces = MediaType.APPLICATION_JSON_VALUE)
		Map<String, Integer> json() {
			return Map.of("p", 1);
		}

		@Get(produces = { "text/plain", "text/csv" })
		String text() {
			return "p";
		}

		@Get(value = "/one", produces = "text/css")
		String one() {
			return "";
		}

		@Get(value = "/latin", produces = "text/plain;charset=ISO-8859-1")
		String latin() {
			return "grün";
		}

		@Get(value = "/varied", produces = { "text/a", "text/b" })
		String varied(HttpResponse response) {
			response.header("Vary", response.header("Vary") + ", Origin");
			return "";
		}

		@Post(consumes = "application/json")
		String takesJson() {
			return "json";
		}

		@Post(consumes = "application/*")
		String takesApplication() {
			return "application";
		}

		@Post
		String takesAny() {
			return "any";
		}

		@HttpVerb(value = "SPAM", consumes = { "image/*", "text/csv" })
		String spam(@RequestBody(required = false) byte[] content) {
			return "spam " + content;
		}

		@Patch(consumes = "application/merge-patch+json")
		void patch() {
		}

	}

}
