package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentResolver;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the arguments of handler methods, over the wire.
 */
class ArgumentTests {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	@Test
	void pathVariablesAreConvertedAndDecoded() {
		HandlerServer.run(Paths.class, (client, context) -> {
			assertThat(client.send("GET", "/paths/7/gr%C3%BCn%3Fblau")).endsWith("7 grün?blau Optional[7]");
			assertThat(client.send("GET", "/paths/all/1/2")).endsWith("{x=1, y=2}");
			assertThat(client.send("GET", "/paths/rest/a/b%20c")).endsWith("/a/b c");
			assertThat(client.send("GET", "/paths/some")).endsWith("Optional.empty");
			assertThat(client.send("GET", "/paths/some/x")).endsWith("Optional[x]");
		});
	}

	@Test
	void queryParametersAreArraysListsMapsAndDefaults() {
		HandlerServer.run(Queries.class, (client, context) -> {
			assertThat(client.send("GET", "/queries?a=1&a=2&b=x,y&c=3"))
				.endsWith("[1, 2] [x, y] Optional[3] 5 {a=1, b=x,y, c=3} {a=[1, 2], b=[x,y], c=[3]}");
			assertThat(client.send("GET", "/queries?a=1")).endsWith("[1] null Optional.empty 5 {a=1} {a=[1]}");
		});
	}

	@Test
	void parametersComeFromFormsToo() {
		HandlerServer.run(Queries.class, (client, context) -> {
			assertThat(client.send("POST", "/queries/form?a=query", bytes("a=f%C3%BC+nf&b=&=&&c"), FORM))
				.endsWith("[query, fü nf]  {a=[query, fü nf], b=[], =[], c=[]}");
			assertThat(client.send("POST", "/queries/form?b=1", bytes("a=grün"), FORM + ";charset=UTF-8"))
				.endsWith("[grün] 1 {b=[1], a=[grün]}");
			assertThat(client.send("POST", "/queries/form?a=1&b=2", bytes("a=3"), "Content-Type: text/plain"))
				.endsWith("[1] 2 {a=[1], b=[2]}");
		});
	}

	@Test
	void contentThatTheMethodTakesItselfIsNoForm() {
		HandlerServer.run(Queries.class, (client, context) -> {
			assertThat(client.send("POST", "/queries/own?a=1", bytes("a=2"), FORM)).endsWith("1 a=2");
			assertThat(client.send("POST", "/queries/loop?a=1", bytes("a=2"), FORM)).endsWith("1");
		});
	}

	@Test
	void formThatCannotBeReadIsRefused() {
		HandlerServer.run(Queries.class, (client, context) -> {
			assertThat(client.send("POST", "/queries/form", bytes("a=%zz"), FORM)).startsWith("HTTP/1.1 400 ");
			assertThat(client.send("POST", "/queries/form", bytes("a&".repeat(1001)), FORM)).startsWith("HTTP/1.1 400 ")
				.contains("more than 1000 parameters");
			assertThat(client.send("POST", "/queries/form", new byte[2 * 1024 * 1024 + 1], FORM))
				.startsWith("HTTP/1.1 413 ");
		});
	}

	@Test
	void limitOfContentInMemoryIsAProperty() {
		HandlerServer.run(HandlerServer.runner()
			.withPropertyValues("jhttp.max-in-memory-size=4B")
			.withUserConfiguration(Queries.class), Bodies.class, (client, context) -> {
				assertThat(client.send("POST", "/bodies/text", bytes("1234"))).endsWith("1234");
				assertThat(client.send("POST", "/bodies/text", bytes("12345"))).startsWith("HTTP/1.1 413 ")
					.contains("larger than 4 bytes");
				assertThat(client.sendChunked("POST", "/bodies/text", bytes("1234"))).endsWith("1234");
				assertThat(client.sendChunked("POST", "/bodies/text", bytes("12345"))).startsWith("HTTP/1.1 413 ")
					.contains("larger than 4 bytes");
				assertThat(client.send("POST", "/bodies/request", bytes("12345"))).startsWith("HTTP/1.1 413 ");
				assertThat(client.send("POST", "/bodies/form", bytes("a=123"), FORM)).startsWith("HTTP/1.1 413 ");
				assertThat(client.send("POST", "/queries/form", bytes("a=1&b"), FORM)).startsWith("HTTP/1.1 413 ");
				assertThat(client.send("POST", "/bodies/stream", bytes("12345"))).endsWith("12345");
			});
	}

	@Test
	void headerFieldsAreListsMapsAndHeaders() {
		HandlerServer.run(Headers.class, (client, context) -> {
			assertThat(client.send("GET", "/headers", "X-N: 1", "x-n: 2")).endsWith("[1, 2] none 1 [1, 2] 1 [1, 2]");
			assertThat(client.send("GET", "/headers", "X-N: one")).startsWith("HTTP/1.1 400 ")
				.contains("The header field 'X-N' has a wrong value.");
		});
	}

	@Test
	void firstOfSeveralCookiesOfOneNameCounts() {
		HandlerServer.run(Headers.class, (client, context) -> {
			for (String[] fields : new String[][] { { "Cookie: a=new; a=old" }, { "Cookie: a=new", "Cookie: a=old" },
					{ "Cookie: b=1; a=new; b=2; a=old; a=older" } }) {
				assertThat(client.send("GET", "/headers/cookie", fields)).endsWith("\r\n\r\nnew");
				assertThat(client.send("GET", "/headers/optional-cookie", fields)).endsWith("\r\n\r\nOptional[new]");
			}
			assertThat(client.send("GET", "/headers/cookie-list", "Cookie: a=1; a=2")).endsWith("\r\n\r\n[1, 2]");
			assertThat(client.send("GET", "/headers/cookie", "Cookie: a=%41+b,c")).endsWith("\r\n\r\n%41+b,c");
		});
	}

	@Test
	void namesAndDefaultsHavePlaceholdersAndExpressions() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("app.name=Spam", "app.count=7"), Texts.class,
				(client, context) -> {
					assertThat(client.send("GET", "/texts/1", "X-Spam: eggs")).endsWith("\r\n\r\neggs 2 7 none 1");
					assertThat(client.send("GET", "/texts/1?SpamId=3", "X-Spam: eggs", "Cookie: Spam=c"))
						.endsWith("\r\n\r\neggs 3 7 c 1");
					assertThat(client.send("GET", "/texts/next")).endsWith("\r\n\r\n1");
					assertThat(client.send("GET", "/texts/next")).endsWith("\r\n\r\n2");
				});
	}

	@Test
	void cookiesAreFoundByName() {
		HandlerServer.run(Headers.class, (client, context) -> {
			assertThat(client.send("GET", "/headers/cookies", "Cookie: a=1; b=\"x y\"", "Cookie: c=7; A=2"))
				.endsWith("1 x y Optional[7] none");
			assertThat(client.send("GET", "/headers/cookies", "Cookie: b=2")).startsWith("HTTP/1.1 400 ")
				.contains("The cookie 'a' is missing.");
		});
	}

	@Test
	void typesTellWhatIsAskedFor() {
		HandlerServer.run(Types.class, (client, context) -> {
			assertThat(client.send("SPAM", "/types?a=b", "Accept-Language: fr;q=0.5, de-CH"))
				.endsWith("SPAM de_CH http://test/types?a=b http://test/x/7 null true");
			assertThat(client.send("GET", "/types/stream")).startsWith("HTTP/1.1 200 ").endsWith("streamed");
			assertThat(client.send("GET", "/types/stream/unused")).startsWith("HTTP/1.1 204 ");
		});
	}

	@Test
	void hostOfAnAbsoluteTargetIsThatOfUrls() {
		HandlerServer.run(Types.class,
				(client, context) -> assertThat(client.send("SPAM", "http://other.example/types?a=b"))
					.contains(" http://other.example/types?a=b http://other.example/x/7 "));
	}

	@Test
	void urlsAreThoseThatTheClientOfAProxyKnows() {
		HandlerServer.run(HandlerServer.runner()
			.withPropertyValues("jhttp.proxies.trusted=loopback",
					"jhttp.proxies.headers=x-forwarded-proto,x-forwarded-host,x-forwarded-port")
			.withUserConfiguration(Bodies.class), Types.class, (client, context) -> {
				String[] forwarded = { "X-Forwarded-Proto: https", "X-Forwarded-Host: example.org",
						"X-Forwarded-Port: 8443" };
				assertThat(client.send("SPAM", "/types?a=b", forwarded))
					.contains(" https://example.org:8443/types?a=b https://example.org:8443/x/7 ");
				assertThat(client.send("POST", "/bodies/request?q", bytes("spam"), forwarded))
					.endsWith("spam POST https://example.org:8443/bodies/request?q");
			});
	}

	@Test
	void malformedLanguageIsNone() {
		HandlerServer.run(Types.class,
				(client, context) -> assertThat(client.send("SPAM", "/types", "Accept-Language: ;;=,"))
					.contains("SPAM " + Locale.getDefault() + " "));
	}

	@Test
	void contentIsReadAsTextBytesStreamAndEntity() {
		HandlerServer.run(Bodies.class, (client, context) -> {
			assertThat(client.send("POST", "/bodies/entity", bytes("spam"), "X-A: 1")).endsWith("spam [1]");
			assertThat(client.send("POST", "/bodies/entity", "X-A: 1")).endsWith("null [1]");
			assertThat(client.send("POST", "/bodies/request?q", bytes("spam")))
				.endsWith("spam POST http://test/bodies/request?q");
			assertThat(client.send("POST", "/bodies/optional")).endsWith("Optional.empty");
			assertThat(client.send("POST", "/bodies/optional", bytes("x"))).endsWith("Optional[x]");
			assertThat(client.send("POST", "/bodies/annotated-stream", bytes("spam"))).endsWith("spam");
			assertThat(client.send("POST", "/bodies/form", bytes("a=1&a=2"), FORM)).endsWith("{a=[1, 2]}");
		});
	}

	@Test
	void applicationAddsArgumentsOfItsOwn() {
		HandlerServer.run(Own.class, (client, context) -> {
			assertThat(client.send("GET", "/own/7", "X-Tenant: eggs")).endsWith("Tenant[name=eggs] first 7");
			assertThat(client.send("GET", "/own/7")).startsWith("HTTP/1.1 500 ").doesNotContain("no tenant");
		});
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@RequestHandler("/paths")
	static class Paths {

		@Get("/{id}/{name}")
		String get(@PathVariable int id, @PathVariable("name") String text,
				@PathVariable("id") Optional<Integer> same) {
			return id + " " + text + " " + same;
		}

		@Get("/all/{x}/{y}")
		String all(@PathVariable Map<String, String> all) {
			return new TreeMap<>(all).toString();
		}

		@Get("/rest/{*path}")
		String rest(@PathVariable String path) {
			return path;
		}

		@Get({ "/some", "/some/{x}" })
		String some(@PathVariable Optional<String> x) {
			return x.toString();
		}

	}

	@RequestHandler("/queries")
	static class Queries {

		@Get
		String get(@RequestParam int[] a, @RequestParam(required = false) List<String> b,
				@RequestParam Optional<Integer> c, @RequestParam(defaultValue = "5") int d,
				@RequestParam Map<String, String> all, @RequestParam MultiValueMap<String, String> every) {
			return Arrays.toString(a) + " " + b + " " + c + " " + d + " " + all + " " + every;
		}

		@Post("/form")
		String form(@RequestParam String[] a, @RequestParam String b,
				@RequestParam MultiValueMap<String, String> every) {
			return Arrays.toString(a) + " " + b + " " + every;
		}

		@Post("/own")
		String own(@RequestParam String a, @RequestBody String content) {
			return a + " " + content;
		}

		@Post("/loop")
		@NonBlocking
		String loop(@RequestParam String a) {
			return a;
		}

	}

	@RequestHandler("/headers")
	static class Headers {

		@Get
		String get(@RequestHeader("X-N") List<Integer> numbers,
				@RequestHeader(name = "X-Missing", defaultValue = "none") String missing,
				@RequestHeader Map<String, String> first, @RequestHeader MultiValueMap<String, String> all,
				@RequestHeader HttpHeaders annotated, HttpHeaders headers) {
			return numbers + " " + missing + " " + first.get("X-N") + " " + all.get("x-n") + " "
					+ annotated.getFirst("x-n") + " " + headers.get("x-N");
		}

		@Get("/cookie")
		String cookie(@CookieValue String a) {
			return a;
		}

		@Get("/optional-cookie")
		Optional<String> optionalCookie(@CookieValue("a") Optional<String> a) {
			return Optional.of(String.valueOf(a));
		}

		@Get("/cookie-list")
		String cookieList(@CookieValue("a") List<Integer> all) {
			return all.toString();
		}

		@Get("/cookies")
		String cookies(@CookieValue String a, @CookieValue("b") String quoted, @CookieValue Optional<Integer> c,
				@CookieValue(defaultValue = "none") String d) {
			return a + " " + quoted + " " + c + " " + d;
		}

	}

	@Component("textsOfTest")
	@RequestHandler("/texts")
	static class Texts {

		private final AtomicInteger count = new AtomicInteger();

		public int getNext() {
			return this.count.incrementAndGet();
		}

		@Get("/{Spam}")
		String texts(@RequestHeader("X-${app.name}") String header,
				@RequestParam(name = "#{'${app.name}' + 'Id'}", defaultValue = "#{1 + 1}") int sum,
				@RequestParam(defaultValue = "${app.count}") int count,
				@CookieValue(name = "${app.name}", defaultValue = "none") String cookie,
				@PathVariable("${app.name}") String path) {
			return header + " " + sum + " " + count + " " + cookie + " " + path;
		}

		@Get("/next")
		String next(@RequestParam(defaultValue = "#{@textsOfTest.next}") int n) {
			return "" + n;
		}

	}

	@RequestHandler("/types")
	static class Types {

		@HttpVerb("SPAM")
		String get(HttpMethod method, Locale locale, URI uri, UriComponentsBuilder links, Principal principal,
				InetSocketAddress client) {
			return method + " " + locale + " " + uri + " " + links.path("/x/{id}").buildAndExpand(7).toUriString() + " "
					+ principal + " " + client.getAddress().isLoopbackAddress();
		}

		@Get("/stream")
		void stream(OutputStream output) throws IOException {
			output.write(bytes("streamed"));
		}

		@Get("/stream/unused")
		void unused(HttpMethod method) {
		}

	}

	@RequestHandler("/bodies")
	static class Bodies {

		@Post("/text")
		String text(@RequestBody String content) {
			return content;
		}

		@Post("/stream")
		byte[] stream(InputStream content) throws IOException {
			return content.readAllBytes();
		}

		@Post("/annotated-stream")
		byte[] annotatedStream(@RequestBody InputStream content) throws IOException {
			return content.readAllBytes();
		}

		@Post("/entity")
		String entity(HttpEntity<String> entity) {
			return entity.getBody() + " " + entity.getHeaders().get("x-a");
		}

		@Post("/request")
		String request(RequestEntity<byte[]> entity) {
			return new String(entity.getBody(), StandardCharsets.UTF_8) + " " + entity.getMethod() + " "
					+ entity.getUrl();
		}

		@Post("/optional")
		String optional(@RequestBody Optional<String> content) {
			return content.toString();
		}

		@Post("/form")
		String form(@RequestBody MultiValueMap<String, String> form) {
			return form.toString();
		}

	}

	record Tenant(String name) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OwnHandler.class)
	static class Own {

		@Bean
		@Order(2)
		ArgumentResolver second() {
			return (parameter) -> (parameter.getParameterType() == StringBuilder.class)
					? (invocation) -> new StringBuilder("second") : null;
		}

		@Bean
		@Order(1)
		ArgumentResolver first() {
			return (parameter) -> (parameter.getParameterType() == StringBuilder.class)
					? (invocation) -> new StringBuilder("first") : null;
		}

		@Bean
		ArgumentResolver tenants() {
			return (parameter) -> {
				if (parameter.getParameterType() != Tenant.class) {
					return null;
				}
				return (invocation) -> {
					String name = invocation.exchange().request().header("X-Tenant");
					if (name == null) {
						throw new IllegalStateException("no tenant for " + invocation.pathVariables());
					}
					return new Tenant(name);
				};
			};
		}

	}

	@RequestHandler("/own")
	static class OwnHandler {

		@Get("/{id}")
		String get(Tenant tenant, StringBuilder builder, @PathVariable int id) {
			return tenant + " " + builder + " " + id;
		}

	}

}
