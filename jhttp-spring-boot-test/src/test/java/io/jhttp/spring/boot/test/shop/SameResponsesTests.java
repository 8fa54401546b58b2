package io.jhttp.spring.boot.test.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a request without a socket is answered as the same one is over the wire,
 * which another client sends.
 */
class SameResponsesTests {

	@TempDir
	static Path directory;

	private static final Map<String, String> FORM = Map.of("Content-Type", "multipart/form-data; boundary=b");

	private static Shop wire;

	private static Shop inProcess;

	private static final Set<Integer> statuses = new HashSet<>();

	@BeforeAll
	static void start() throws IOException {
		Shop.files(directory);
		String[] properties = { "jhttp.directory=" + directory, "jhttp.max-request-body-size=2000000",
				"jhttp.cgi.enabled=true", "jhttp.mounts.jar.prefix=/jar",
				"jhttp.mounts.jar.location=classpath:/mounted", "jhttp.security-headers=true" };
		wire = Shop.overTheWire(properties);
		inProcess = Shop.inProcess(properties);
	}

	private static String form(String cover) {
		return """
				--b
				Content-Disposition: form-data; name="title"

				Emma
				--b
				Content-Disposition: form-data; name="cover"; filename="emma.png"

				%s
				--b--
				""".formatted(cover).replace("\n", "\r\n");
	}

	@AfterAll
	static void stop() {
		wire.close();
		inProcess.close();
		assertThat(statuses).contains(200, 204, 206, 301, 304, 400, 404, 406, 409, 412, 413, 414, 415, 416, 431, 500,
				501);
	}

	static Stream<Request> requests() {
		Map<String, String> json = Map.of("Content-Type", "application/json");
		return Stream.of(new Request("GET", "/books/1-2-3"),
				new Request("GET", "/books/1-2-3", Map.of("If-None-Match", "\"123\"")),
				new Request("GET", "/books/1-2-3", Map.of("If-Match", "\"4\"")), new Request("HEAD", "/books/1-2-3"),
				new Request("OPTIONS", "/books/1-2-3"), new Request("DELETE", "/books/1-2-3"),
				new Request("SPAM", "/books/1-2-3"), new Request("HAM", "/books/1-2-3"),
				new Request("PATCH", "/books/1-2-3", Map.of(), "x"), new Request("GET", "/greetings/G%C3%BCnter%20X"),
				new Request("GET", "/books/missing"), new Request("GET", "/books/failing"),
				new Request("GET", "/books/failing", Map.of("Accept", "text/html")), new Request("GET", "/books/loop"),
				new Request("GET", "/books/future"), new Request("GET", "/books/failed-future"),
				new Request("GET", "/books/callable"), new Request("GET", "/books/flux"),
				new Request("GET", "/books/events"), new Request("GET", "/books/stream?lines=3"),
				new Request("GET", "/books/stream?lines=200000"), new Request("HEAD", "/books/stream?lines=3"),
				new Request("GET", "/books/stream?lines=many"), new Request("GET", "/books/stream"),
				new Request("GET", "/books/broken"), new Request("GET", "/books/trailer"),
				new Request("GET", "/books/trailer", Map.of("TE", "trailers")),
				new Request("POST", "/greetings", json, "{\"text\": \"Hi\"}"),
				new Request("POST", "/greetings", json, "{\"text\": \" \"}"),
				new Request("POST", "/greetings", json, "{\"text\""), new Request("POST", "/greetings", json),
				new Request("POST", "/greetings", Map.of("Content-Type", "text/csv"), "a,b"),
				new Request("POST", "/greetings", Map.of("Content-Type", "application/json", "Accept", "image/png"),
						"{\"text\": \"Hi\"}"),
				new Request("POST", "/books/checksum", Map.of(), "x".repeat(1_000_000)),
				new Request("POST", "/books/checksum", Map.of(), "x".repeat(1_000_000)).streamed(),
				new Request("POST", "/books/checksum", Map.of(), "").streamed(),
				new Request("POST", "/books/checksum", Map.of(), "x".repeat(2_000_001)).streamed(),
				new Request("POST", "/books/echo", Map.of(), "y".repeat(1_500_000)).streamed(),
				new Request("PUT", "/books/refused", Map.of(), "z".repeat(1_000)), new Request("GET", "/"),
				new Request("HEAD", "/"), new Request("POST", "/", Map.of(), "x"),
				new Request("GET", "/", Map.of("If-Modified-Since", "Wed, 01 Jan 2025 10:00:00 GMT")),
				new Request("GET", "/", Map.of("Range", "bytes=3-6")),
				new Request("GET", "/", Map.of("Range", "bytes=90-")), new Request("GET", "/large.bin"),
				new Request("GET", "/large.bin", Map.of("Range", "bytes=1000000-2999999")),
				new Request("HEAD", "/large.bin"), new Request("GET", "/list"), new Request("GET", "/list/"),
				new Request("GET", "/list/", Map.of("Accept", "application/json")), new Request("GET", "/none.txt"),
				new Request("GET", "/.hidden"), new Request("GET", "/%2e%2e/secret"),
				new Request("GET", "/?" + "q".repeat(9_000)),
				new Request("GET", "/", Map.of("Long", "x".repeat(70_000))), new Request("GET", "/cgi-bin/hello?a=b"),
				new Request("POST", "/cgi-bin/hello", Map.of(), "x".repeat(100_000)),
				new Request("GET", "/cgi-bin/none"), new Request("GET", "/jar/page.txt"),
				new Request("GET", "/jar/page.txt", Map.of("Range", "bytes=2-3")), new Request("GET", "/jar/none.txt"),
				new Request("POST", "/books/covers", FORM, form("x".repeat(300_000))),
				new Request("POST", "/books/covers", FORM, form("x".repeat(1_100_000))).streamed(),
				new Request("POST", "/books/covers", FORM, form("x").substring(0, 50)));
	}

	/** Twice, as a server may answer another way when it knows more. */
	@ParameterizedTest
	@MethodSource("requests")
	void responseIsTheSame(Request request) throws IOException {
		Response first = request.send(inProcess.memory(), "");
		statuses.add(first.status());
		assertThat(first).isEqualTo(request.send(Shop.jdk(), wire.root()));
		Response second = request.send(inProcess.memory(), "");
		assertThat(second).isEqualTo(request.send(wire.socket(), wire.root()));
	}

	/**
	 * A request.
	 */
	record Request(String method, String target, Map<String, String> headers, String content, boolean inChunks) {

		Request(String method, String target) {
			this(method, target, Map.of());
		}

		Request(String method, String target, Map<String, String> headers) {
			this(method, target, headers, null);
		}

		Request(String method, String target, Map<String, String> headers, String content) {
			this(method, target, headers, content, false);
		}

		Request streamed() {
			return new Request(this.method, this.target, this.headers, this.content, true);
		}

		Response send(ClientHttpRequestFactory client, String root) throws IOException {
			ClientHttpRequest request = client.createRequest(URI.create(root + this.target),
					HttpMethod.valueOf(this.method));
			this.headers.forEach(request.getHeaders()::set);
			if (this.content != null) {
				byte[] bytes = this.content.getBytes(StandardCharsets.UTF_8);
				if (!this.inChunks) {
					request.getHeaders().setContentLength(bytes.length);
				}
				((StreamingHttpOutputMessage) request).setBody(bytes);
			}
			try (ClientHttpResponse response = request.execute()) {
				return Response.of(response);
			}
		}

		@Override
		public String toString() {
			String headers = this.headers.toString();
			String target = (this.target.length() < 100) ? this.target : this.target.substring(0, 100) + "…";
			return this.method + " " + target + " " + ((headers.length() < 100) ? headers : "")
					+ ((this.content != null) ? this.content.length() + " bytes" : "")
					+ (this.inChunks ? " in chunks" : "");
		}

	}

	/**
	 * What a client gets.
	 */
	record Response(int status, Map<String, List<String>> headers, int length, int checksum, String beginning,
			boolean complete) {

		private static final List<String> OF_THE_MOMENT = List.of("date", ":status");

		static Response of(ClientHttpResponse response) throws IOException {
			byte[] content = new byte[0];
			boolean complete = true;
			try {
				content = response.getBody().readAllBytes();
			}
			catch (IOException | UncheckedIOException ex) {
				complete = false;
			}
			String beginning = new String(content, 0, Math.min(500, content.length), StandardCharsets.UTF_8);
			return new Response(response.getStatusCode().value(), headers(response.getHeaders()), content.length,
					Arrays.hashCode(content), beginning, complete);
		}

		private static Map<String, List<String>> headers(HttpHeaders headers) {
			Map<String, List<String>> sorted = new TreeMap<>();
			headers.forEach((name, values) -> {
				if (!OF_THE_MOMENT.contains(name.toLowerCase(Locale.ROOT))) {
					sorted.put(name.toLowerCase(Locale.ROOT), values);
				}
			});
			return sorted;
		}

	}

}
