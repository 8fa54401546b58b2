package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpActuatorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.bind.annotation.PathVariable;

import static io.jhttp.spring.boot.autoconfigure.auth.TestPasswords.basic;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No spelling of a path gets past a rule: whoever is answered with what is protected, and
 * would be so with the right password, is asked for it.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
public class ProtectedPathTests {

	private static final String MARKER = "top secret";

	private static final String ADMIN = basic("admin", "secret");

	protected static final String[] RULES = { "/secret/**", "/only/index.html", "/only/data.json", "/cgi-bin/secret",
			"/api/secret", "/api/*/secret", "/actuator/**" };

	/** What reaches something protected. */
	private static final List<String> TARGETS = List.of("/secret/", "/secret/data.txt", "/secret/deep/data.txt",
			"/only/index.html", "/only/", "/only/data.json", "/cgi-bin/secret", "/cgi-bin/secret/more", "/api/secret",
			"/api/7/secret", "/actuator/vault");

	@TempDir
	Path directory;

	@BeforeEach
	void publish() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		file("secret/index.html");
		file("secret/data.txt");
		file("secret/deep/data.txt");
		file("only/index.html");
		file("only/data.json");
		Files.write(this.directory.resolve("only/data.json.gz"), gzip(MARKER));
		script("secret", "echo 'Content-Type: text/plain'\necho\necho " + MARKER);
		script("jump", "echo \"Location: $QUERY_STRING\"\necho");
	}

	private Path file(String name) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, MARKER);
	}

	private void script(String name, String text) throws IOException {
		Path file = Files.writeString(file("cgi-bin/" + name), "#!/bin/sh\n" + text + "\n");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream output = new GZIPOutputStream(bytes)) {
			output.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private ApplicationContextRunner protectedServer(String... properties) {
		return listening(properties).withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1");
	}

	private ApplicationContextRunner listening(String... properties) {
		return withRules(new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpActuatorAutoConfiguration.class,
							EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class))
			.withBean(Vault.class)
			.withPropertyValues("jhttp.directory=" + this.directory, "jhttp.cgi.enabled=true",
					"management.endpoints.web.exposure.include=*")
			.withPropertyValues(properties));
	}

	/** What is protected is for the user admin, whose password is secret. */
	protected ApplicationContextRunner withRules(ApplicationContextRunner runner) {
		List<String> rules = new ArrayList<>(List.of("jhttp.auth.users.admin={noop}secret"));
		for (int i = 0; i < RULES.length; i++) {
			rules.add("jhttp.auth.rules[" + i + "].pattern=" + RULES[i]);
			rules.add("jhttp.auth.rules[" + i + "].users=admin");
		}
		rules.add("jhttp.auth.rules[" + RULES.length + "].pattern=/**");
		rules.add("jhttp.auth.rules[" + RULES.length + "].access=anonymous");
		return runner.withPropertyValues(rules.toArray(String[]::new));
	}

	/**
	 * One of how many spellings is asked for, beside those that routes and files read in
	 * two ways.
	 */
	protected int step() {
		return 1;
	}

	private static List<String> spellings(String path) {
		List<UnaryOperator<String>> changes = List.of(UnaryOperator.identity(), (p) -> "/" + p, (p) -> "//" + p,
				(p) -> "/." + p, (p) -> "/./." + p, (p) -> "/%2e" + p, (p) -> "/%2E/" + p, (p) -> p + "/",
				(p) -> p + "//", (p) -> p + "/.", (p) -> p + "/%2e", (p) -> p + ".", (p) -> p + "%20", (p) -> p + "%00",
				(p) -> p + ";x", (p) -> p + ";x=1;y", (p) -> p + ";", (p) -> p + "%3B", (p) -> p + "/;x",
				(p) -> p + "?x=1", (p) -> p + "?/../x", (p) -> p + "#x", (p) -> p + ".gz", (p) -> p + ".br",
				(p) -> p + "~", (p) -> p + "/x", (p) -> p + "/x/../", (p) -> p + "/index.html", (p) -> p + ":x",
				(p) -> p + "::$DATA", ProtectedPathTests::encodeFirst, ProtectedPathTests::encodeAll,
				(p) -> encodeAll(p).toLowerCase(Locale.ROOT), (p) -> encodeAll(p).replace("%", "%25"),
				(p) -> p.toUpperCase(Locale.ROOT), (p) -> p.replaceFirst("(?<=.)/", "//"),
				(p) -> p.replaceFirst("(?<=.)/", "/./"), (p) -> p.replaceFirst("(?<=.)/", ";x/"),
				(p) -> p.replaceFirst("(?<=.)/", ";/"), (p) -> p.replaceFirst("(?<=.)/", "%3B/"),
				(p) -> p.replaceFirst("(?<=.)/", "%2F"), (p) -> p.replaceFirst("(?<=.)/", "%2f"),
				(p) -> p.replaceFirst("(?<=.)/", "%5C"), (p) -> p.replaceFirst("(?<=.)/", "\\\\"),
				(p) -> p.replaceFirst("(?<=.)/", "%c0%af"), (p) -> p.replaceFirst("(?<=.)/", "/x/../"),
				(p) -> p.replaceFirst("(?<=.)/", "/x/%2e%2e/"), (p) -> "/x/.." + p, (p) -> "/x/%2e%2e" + p,
				(p) -> "/.." + p, (p) -> "/..;" + p, (p) -> "/;x" + p, (p) -> "/%2F" + p, (p) -> "\\" + p,
				(p) -> "http://test" + p, (p) -> "HTTP://other:80" + p, (p) -> "http://test/" + p,
				(p) -> "http://test" + encodeFirst(p), (p) -> p.substring(1), (p) -> "*" + p);
		return changes.stream().map((change) -> change.apply(path)).distinct().toList();
	}

	private static String encodeFirst(String path) {
		return "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2);
	}

	private static String encodeAll(String path) {
		StringBuilder encoded = new StringBuilder();
		for (char c : path.toCharArray()) {
			encoded.append((c == '/') ? "/" : "%" + Integer.toHexString(c).toUpperCase(Locale.ROOT));
		}
		return encoded.toString();
	}

	private static boolean isAnswered(String response) {
		return response.matches("(?s)HTTP/1\\.1 2.*");
	}

	/** Whether the spelling leads to what is protected. */
	private static boolean assertProtected(TestClient client, String target) {
		String shown = client.send("GET", target, ADMIN);
		boolean reached = shown.contains(MARKER) || (isAnswered(shown) && target.endsWith(".gz"));
		for (String method : reached ? List.of("GET", "HEAD", "POST", "OPTIONS", "SPAM") : List.of("GET")) {
			String response = client.send(method, target);
			assertThat(response).as(method + " " + target).doesNotContain(MARKER);
			if (reached) {
				assertThat(response).as(method + " " + target).startsWith("HTTP/1.1 401 ");
			}
		}
		return reached;
	}

	private void assertReached(TestClient client, List<String> targets, int expected) {
		List<String> all = targets.stream().flatMap((target) -> spellings(target).stream()).toList();
		long reached = IntStream.range(0, all.size())
			.filter((i) -> i % step() == 0 || all.get(i).contains(";"))
			.filter((i) -> assertProtected(client, all.get(i)))
			.count();
		assertThat(reached).isGreaterThan(expected / step());
	}

	@Test
	void thereAreManySpellings() {
		assertThat(TARGETS.stream().flatMap((target) -> spellings(target).stream())).hasSizeGreaterThan(500);
	}

	@Test
	void noSpellingGetsPastARule() {
		HandlerServer.run(protectedServer(), Handlers.class, (client, context) -> assertReached(client, TARGETS, 150));
	}

	@Test
	void noSpellingGetsPastARuleOfAHandlerClass() {
		HandlerServer.run(protectedServer("jhttp.handler-class=" + Scripts.class.getName()), Nothing.class,
				(client, context) -> assertReached(client, TARGETS.subList(0, 8), 80));
	}

	@Test
	void noSpellingGetsPastARuleOnTheManagementPort() {
		HandlerServer.run(protectedServer("management.server.port=0", "management.server.address=127.0.0.1"),
				Handlers.class, (client, context) -> {
					int port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
					assertReached(new TestClient(port), List.of("/actuator/vault"), 10);
				});
	}

	@Test
	void noSpellingGetsPastARuleOnAListenerOfManagement() {
		HandlerServer.run(listening("jhttp.listeners.web.port=0", "jhttp.listeners.web.address=127.0.0.1",
				"jhttp.listeners.operators.port=0", "jhttp.listeners.operators.address=127.0.0.1",
				"jhttp.listeners.operators.serves=management"), Handlers.class, (client, context) -> {
					InetSocketAddress address = (InetSocketAddress) context.getBean(JhttpServer.class)
						.getAddresses()
						.get("operators");
					assertReached(new TestClient(address.getPort()), List.of("/actuator/vault"), 10);
				});
	}

	@Test
	void noEncodedSlashGetsPastARule() {
		HandlerServer.run(protectedServer("jhttp.allow-encoded-slash=true"), Handlers.class, (client, context) -> {
			assertReached(client, TARGETS, 150);
			// For files that would be another directory.
			assertThat(assertProtected(client, "/api/a%2Fb/secret")).isTrue();
		});
	}

	@Test
	void encodedFormsAreProtectedAsTheirFile() {
		HandlerServer.run(protectedServer(), Handlers.class, (client, context) -> {
			assertThat(assertProtected(client, "/only/data.json.gz")).isTrue();
			assertThat(client.send("GET", "/only/data.json", "Accept-Encoding: gzip")).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void noScriptLeadsPastARule() {
		HandlerServer.run(protectedServer(), Handlers.class, (client, context) -> {
			for (String target : TARGETS) {
				assertThat(client.send("GET", "/cgi-bin/jump?" + target, ADMIN)).as(target).contains(MARKER);
				assertThat(client.send("GET", "/cgi-bin/jump?" + target)).as(target).startsWith("HTTP/1.1 401 ");
				assertThat(client.send("GET", "/cgi-bin/jump?/%2" + "e/" + target)).as(target).doesNotContain(MARKER);
			}
		});
	}

	@Test
	void noFieldLeadsPastARule() {
		HandlerServer.run(protectedServer(), Handlers.class, (client, context) -> {
			for (String field : List.of("X-Original-URL: /", "X-Rewrite-URL: /", "X-Forwarded-Prefix: /open",
					"X-HTTP-Method-Override: OPTIONS", "X-Forwarded-For: 127.0.0.1",
					"Upgrade: h2c\r\nHTTP2-Settings: AA",
					"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a",
					"Expect: 100-continue", "Range: bytes=0-3", "If-None-Match: *", "Accept: application/json",
					"Authorization: Basic Og==", "Authorization: Basic OnNlY3JldA==", "Authorization: Bearer a",
					"Cookie: user=admin", "REMOTE_USER: admin", "X-Remote-User: admin")) {
				for (String target : TARGETS) {
					assertThat(client.send("GET", target, field)).as(field).startsWith("HTTP/1.1 401 ");
				}
			}
		});
	}

	@Test
	void noOtherVersionGetsPastARule() {
		HandlerServer.run(protectedServer("jhttp.http09=true"), Handlers.class, (client, context) -> {
			for (String target : TARGETS) {
				assertThat(raw(client, "GET " + target + "\r\n\r\n")).doesNotContain(MARKER);
				assertThat(raw(client, "GET " + target + " HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 401 ");
				assertThat(raw(client,
						"GET /api/open HTTP/1.1\r\nHost: a\r\n\r\nGET " + target
								+ " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
					.contains("\r\n\r\nopenHTTP/1.1 401 ")
					.doesNotContain(MARKER);
			}
		});
	}

	@Test
	void noProxyGetsPastARule() {
		HandlerServer.run(protectedServer("jhttp.proxies.trusted=loopback", "jhttp.proxies.proxy-protocol=true"),
				Handlers.class, (client, context) -> {
					for (String target : TARGETS.stream()
						.flatMap((each) -> Stream.of(each, encodeAll(each)))
						.toList()) {
						assertThat(raw(client,
								"PROXY TCP4 192.0.2.1 127.0.0.1 9 9\r\nGET " + target
										+ " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
							.startsWith("HTTP/1.1 401 ");
					}
				});
	}

	private static String raw(TestClient client, String text) throws IOException {
		try (Socket socket = client.connect()) {
			socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	@RequestHandler("/api")
	static class Handlers {

		@Get("/secret")
		String secret() {
			return MARKER;
		}

		@Post("/secret")
		String post() {
			return MARKER;
		}

		@Get("/{id}/secret")
		String secret(@PathVariable String id) {
			return MARKER;
		}

		@Get("/open")
		String open() {
			return "open";
		}

	}

	@Endpoint(id = "vault")
	static class Vault {

		@ReadOperation
		String read() {
			return MARKER;
		}

		@WriteOperation
		String write() {
			return MARKER;
		}

	}

	static class Nothing {

	}

	public static class Scripts extends CgiHttpRequestHandler {

	}

}
