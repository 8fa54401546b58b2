package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.ForwardingHeader;
import io.jhttp.server.HttpServer;
import io.jhttp.server.TrustedProxies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Several places of files on one server. Each has a file that tells its name, and
 * directories of the same names.
 */
class MountedFilesTests {

	private static final MountPoint MAIN = MountPoint.of("/", List.of());

	@TempDir
	Path temporary;

	private HttpServer server;

	private final Map<String, MountPoint> points = new LinkedHashMap<>();

	private final Map<MountPoint, FileHandler> handlers = new LinkedHashMap<>();

	@BeforeEach
	void mount() {
		this.points.put("main", MAIN);
		this.points.put("docs", MountPoint.of("/docs", List.of()));
		this.points.put("api", MountPoint.of("/docs/api/", List.of()));
		this.points.put("encoded", MountPoint.of("/a b/ü", List.of()));
		this.points.put("exact", MountPoint.of("/", List.of("a.example.com", "[::1]")));
		this.points.put("domain", MountPoint.of("/", List.of("*.example.com")));
		this.points.put("deeper", MountPoint.of("/", List.of("*.b.example.com")));
		this.points.put("private", MountPoint.of("/private", List.of("a.example.com")));
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private Path directory(String name) throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve(name));
		Files.writeString(directory.resolve("name.txt"), name);
		for (String child : List.of("docs", "private", "a b", "sub")) {
			Files.createDirectories(directory.resolve(child));
			Files.writeString(directory.resolve(child + "/name.txt"), child + " in " + name);
		}
		return directory;
	}

	private HttpServer.Builder builder() throws IOException {
		MountTable table = MountTable.of(this.points.values());
		for (Map.Entry<String, MountPoint> point : this.points.entrySet()) {
			this.handlers.put(point.getValue(),
					FileHandler.builder(directory(point.getKey())).mount(point.getValue(), table).build());
		}
		return HttpServer.builder()
			.port(0)
			.handler(new MountedFiles(table, this.handlers, (exchange) -> exchange.response().sendError(404)));
	}

	private void start() throws IOException {
		this.server = builder().start();
	}

	private WireResponse get(String target, String... fields) throws IOException {
		List<String> lines = new ArrayList<>(List.of(fields));
		if (lines.stream().noneMatch((line) -> line.startsWith("Host:"))) {
			lines.add("Host: x");
		}
		try (WireResponse.Connection connection = new WireResponse.Connection(this.server.port())) {
			return connection.ask("GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
		}
	}

	private String content(String target, String... fields) throws IOException {
		WireResponse response = get(target, fields);
		return response.status() + " " + new String(response.content(), StandardCharsets.UTF_8);
	}

	@Test
	void theLongestPrefixAnswersInEverySpelling() throws IOException {
		start();
		for (String[] each : new String[][] { { "/name.txt", "main" }, { "/docs/name.txt", "docs" },
				{ "/docs/sub/name.txt", "sub in docs" }, { "/docs/api/name.txt", "api" },
				{ "/docs/api/docs/name.txt", "docs in api" }, { "/a%20b/%C3%BC/name.txt", "encoded" },
				{ "/a%20b/name.txt", "a b in main" }, { "/%64ocs/name.txt", "docs" }, { "//docs/name.txt", "docs" },
				{ "/./docs/name.txt", "docs" }, { "/docs//name.txt", "docs" }, { "/docs/./api/.//name.txt", "api" },
				{ "/docs/%61pi/name.txt", "api" }, { "/private/name.txt", "private in main" } }) {
			for (int i = 0; i < 2; i++) {
				assertThat(content(each[0])).as(each[0]).isEqualTo("200 " + each[1]);
			}
		}
	}

	@Test
	void noSpellingLeadsElsewhere() throws IOException {
		start();
		for (String[] each : new String[][] { { "/DOCS/name.txt", "404" }, { "/docsx/name.txt", "404" },
				{ "/docs/../name.txt", "400" }, { "/docs/%2e%2e/name.txt", "400" }, { "/docs%2fname.txt", "400" },
				{ "/docs/..%2fname.txt", "400" }, { "/docs/..;/name.txt", "404" }, { "/docs/name.txt/", "404" },
				{ "/docs/docs/api/name.txt", "404" }, { "/docs/%00", "400" }, { "/%zz", "400" },
				{ "/docs;x/name.txt", "404" } }) {
			assertThat(get(each[0]).status()).as(each[0]).isEqualTo(Integer.parseInt(each[1]));
		}
	}

	@Test
	void aPlaceWithoutItsSlashIsRedirected() throws IOException {
		start();
		assertThat(get("/docs?q").field("Location")).isEqualTo("/docs/?q");
		assertThat(get("/docs/api").field("Location")).isEqualTo("/docs/api/");
		assertThat(get("/docs/").status()).isEqualTo(200);
		Files.writeString(this.temporary.resolve("docs/index.html"), "index");
		FileHandler docs = this.handlers.get(this.points.get("docs"));
		// What was written just now is not kept yet
		for (long began = System.nanoTime(); docs.cacheStatistics().hits() == 0;) {
			assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
			assertThat(content("/docs/")).isEqualTo("200 index");
		}
		assertThat(get("/docs").status()).isEqualTo(301);
		assertThat(content("/docs/")).isEqualTo("200 index");
	}

	@Test
	void aPlaceBelowAListedDirectoryIsARowOfItsListing() throws IOException {
		start();
		assertThat(names("/")).containsExactly("a b", "docs", "private", "sub", "name.txt");
		assertThat(names("/docs/")).containsExactly("a b", "api", "docs", "private", "sub", "name.txt");
		assertThat(names("/a%20b/")).containsExactly("ü", "name.txt");
		assertThat(names("/docs/docs/")).containsExactly("name.txt");
		assertThat(content("/", "Accept: application/json")).contains("{\"name\":\"docs\",\"type\":\"directory\"}");
		assertThat(content("/docs/")).contains("<a class=\"up\" href=\"../\">Parent directory</a>");
		assertThat(content("/")).doesNotContain("Parent directory");
	}

	private List<String> names(String target, String... fields) throws IOException {
		List<String> all = new ArrayList<>(List.of(fields));
		all.add("Accept: application/json");
		return content(target, all.toArray(String[]::new)).lines()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> line.replaceFirst("\\{\"name\":\"(.*?)\".*", "$1"))
			.toList();
	}

	@Test
	void aRowIsForTheHostsOfItsPlace() throws IOException {
		this.points.remove("exact");
		this.points.put("secret", MountPoint.of("/secret", List.of("a.example.com")));
		start();
		assertThat(names("/", "Host: a.example.com")).contains("secret");
		assertThat(names("/", "Host: b.example.com")).doesNotContain("secret");
		assertThat(get("/secret/name.txt").status()).isEqualTo(404);
	}

	@Test
	void theHostChoosesAmongPlacesOfOnePrefix() throws IOException {
		start();
		for (String[] each : new String[][] { { "a.example.com", "exact" }, { "A.Example.COM", "exact" },
				{ "a.example.com:8080", "exact" }, { "a.example.com.", "exact" }, { "a.example.com.:80", "exact" },
				{ "[::1]", "exact" }, { "[::1]:8000", "exact" }, { "x.example.com", "domain" },
				{ "x.y.example.com:1", "domain" }, { "x.b.example.com", "deeper" }, { "b.example.com", "domain" },
				{ "example.com", "main" }, { ".example.com", "main" }, { "xexample.com", "main" },
				{ "127.0.0.1", "main" }, { "localhost", "main" } }) {
			assertThat(content("/name.txt", "Host: " + each[0])).as(each[0]).isEqualTo("200 " + each[1]);
		}
	}

	@Test
	void placesForAllHostsAnswerBesideThoseOfAHost() throws IOException {
		start();
		assertThat(content("/docs/name.txt", "Host: a.example.com")).isEqualTo("200 docs");
		assertThat(content("/private/name.txt", "Host: a.example.com")).isEqualTo("200 private");
	}

	@Test
	void whereThereIsNoPlaceTheRestAnswers() throws IOException {
		this.points.remove("main");
		start();
		assertThat(get("/name.txt").status()).isEqualTo(404);
		assertThat(content("/docs/")).doesNotContain("Parent directory");
		assertThat(content("/docs/", "Host: a.example.com")).contains("Parent directory");
	}

	@Test
	void whatIsNoPathIsForTheShortestPrefix() throws IOException {
		start();
		try (WireResponse.Connection connection = new WireResponse.Connection(this.server.port())) {
			assertThat(connection.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(204);
			assertThat(connection.ask("POST /docs/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").status())
				.isEqualTo(405);
		}
	}

	@Test
	void anAbsoluteTargetGoesBeforeTheHostField() throws IOException {
		start();
		assertThat(content("http://a.example.com/name.txt", "Host: x.example.com")).isEqualTo("200 exact");
	}

	@Test
	void theHostIsWhatATrustedProxySays() throws IOException {
		this.server = builder()
			.trustedProxies(TrustedProxies.of(List.of("loopback"), List.of(ForwardingHeader.X_FORWARDED_HOST)))
			.start();
		assertThat(content("/name.txt", "Host: internal", "X-Forwarded-Host: a.example.com:443"))
			.isEqualTo("200 exact");
		this.server.close();
		start();
		assertThat(content("/name.txt", "Host: internal", "X-Forwarded-Host: a.example.com")).isEqualTo("200 main");
	}

	@Test
	void twoPlacesWithOnePrefixForOneHostAreRefused() {
		this.points.put("other", MountPoint.of("/docs/", List.of()));
		assertThatIllegalArgumentException().isThrownBy(this::start).withMessage("Two places would answer for /docs");
		this.points.put("other", MountPoint.of("/private", List.of("b.example.com", "A.example.com")));
		assertThatIllegalArgumentException().isThrownBy(this::start)
			.withMessage(
					"Two places would answer for /private of a.example.com and /private of b.example.com, a.example.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/docs//api", "/docs/..", "/./docs", "/d%20s", "//", "/a\\b", "/a\0", "/docs//" })
	void whatIsNoPathIsNoPrefix(String prefix) {
		assertThatIllegalArgumentException().isThrownBy(() -> MountPoint.of(prefix, List.of()))
			.withMessageContaining("cannot be a prefix");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "*.", "a.example.com:80", "*.*.com", "a*.com", "*.example.com.", "a..b",
			"http://a", "[::1" })
	void whatIsNoHostIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> MountPoint.of("/", List.of(host)))
			.withMessageContaining("cannot be a host");
	}

	@Test
	void aHandlerAloneAnswersBelowItsPrefixOnly() throws IOException {
		FileHandler handler = FileHandler.builder(directory("alone"))
			.prefix("/docs")
			.cacheControl(Map.of("/sub/**", "max-age=5"))
			.errorPages(Map.of(404, "/name.txt"))
			.fallback("/sub", "/sub/name.txt")
			.build();
		this.server = HttpServer.builder().port(0).handler(handler).start();
		assertThat(content("/docs/name.txt")).isEqualTo("200 alone");
		assertThat(get("/docs/sub/name.txt").field("Cache-Control")).isEqualTo("max-age=5");
		assertThat(content("/name.txt")).isEqualTo("404 alone");
		assertThat(content("/docs/nowhere")).isEqualTo("404 alone");
		assertThat(content("/docs/sub/page", "Accept: text/html")).isEqualTo("200 sub in alone");
		assertThat(content("/sub/page", "Accept: text/html")).isEqualTo("404 alone");
		assertThat(handler.translate("/docs/a/b")).isEqualTo(this.temporary.resolve("alone/a/b"));
	}

}
