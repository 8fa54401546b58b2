package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpMappingDescriptionProvider;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthContributorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthIndicator;
import io.jhttp.spring.boot.autoconfigure.metrics.FileCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Places of files beside the directory, seen by a client.
 */
@ExtendWith(OutputCaptureExtension.class)
class MountsTests {

	private static final String CLASS_PATH = "jhttp.mounts.docs.location=classpath:/mounted";

	private static final String PREFIX = "jhttp.mounts.docs.prefix=/docs";

	@TempDir
	Path root;

	private ApplicationContextRunner runner;

	@BeforeEach
	void writeFiles() throws IOException {
		this.runner = HandlerServer.runner();
		write("www/hello.txt", "of the directory");
		write("www/docs/hello.txt", "hidden behind the mount");
		write("my docs/hello.txt", "of a mount");
	}

	private void write(String name, String content) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	private String directory() {
		return "jhttp.directory=" + this.root.resolve("www");
	}

	private static String get(ApplicationContext context, String target, String... fields) {
		return HandlerServer.client(context).send("GET", target, fields);
	}

	@ParameterizedTest
	@CsvSource({ "classpath:/mounted,of the class path", "classpath:mounted/,of the class path",
			"file:{root}/my%20docs,of a mount", "file:{root}/my docs/,of a mount", "{root}/my docs,of a mount" })
	void theDirectoryAndMountsAreLocations(String location, String content) {
		String place = location.replace("{root}", this.root.toString());
		this.runner.withPropertyValues("jhttp.directory=" + place)
			.run((context) -> assertThat(get(context, "/hello.txt")).startsWith("HTTP/1.1 200 ").endsWith(content));
		this.runner.withPropertyValues(PREFIX, "jhttp.mounts.docs.location=" + place)
			.run((context) -> assertThat(get(context, "/docs/hello.txt")).startsWith("HTTP/1.1 200 ")
				.endsWith(content));
	}

	@Test
	void mountsAnswerBeforeTheDirectoryAndAreListedInIt() {
		this.runner.withPropertyValues(directory(), PREFIX, CLASS_PATH).run((context) -> {
			assertThat(get(context, "/hello.txt")).endsWith("of the directory");
			assertThat(get(context, "/docs/hello.txt")).endsWith("of the class path");
			assertThat(get(context, "/")).containsOnlyOnce("href=\"./docs/\"");
		});
	}

	@Test
	void withMountsAloneNothingElseIsServed(CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX, CLASS_PATH, "jhttp.files.listing=false", "jhttp.index-pages=start.html")
			.run((context) -> {
				assertThat(get(context, "/docs/")).endsWith("<p>index");
				assertThat(get(context, "/")).startsWith("HTTP/1.1 404 ");
				assertThat(get(context, "/pom.xml")).startsWith("HTTP/1.1 404 ");
			});
		assertThat(output).doesNotContain("The working directory");
	}

	@Test
	void whatAMountDoesNotSayIsAsForAllFiles() {
		this.runner
			.withPropertyValues(PREFIX, CLASS_PATH, directory(), "jhttp.files.headers.X-All=a",
					"jhttp.files.headers.X-Some=a", "jhttp.mounts.docs.files.headers.X-Some=m",
					"jhttp.files.cache-control[0].pattern=*", "jhttp.files.cache-control[0].value=no-store",
					"jhttp.mounts.docs.files.cache-control[0].pattern=*.txt",
					"jhttp.mounts.docs.files.cache-control[0].value=max-age=5", "jhttp.files.listing=false",
					"jhttp.mounts.docs.files.listing=true", "jhttp.mounts.docs.index-pages=start.html",
					"jhttp.mounts.docs.files.error-pages.404=start.html")
			.run((context) -> {
				assertThat(get(context, "/docs/hello.txt")).contains("\r\nX-All: a\r\n", "\r\nX-Some: m\r\n",
						"\r\nCache-Control: max-age=5\r\n");
				assertThat(get(context, "/docs/nowhere")).startsWith("HTTP/1.1 404 ").endsWith("<p>index");
				assertThat(get(context, "/docs/")).endsWith("<p>index").doesNotContain("Cache-Control");
				assertThat(get(context, "/hello.txt")).contains("\r\nX-Some: a\r\n", "\r\nCache-Control: no-store\r\n");
				assertThat(get(context, "/")).startsWith("HTTP/1.1 404 ").doesNotContain("<p>index");
			});
	}

	@Test
	void aMissingPageOfAMountIsSaid(CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX, CLASS_PATH, "jhttp.mounts.docs.files.error-pages.404=lost.html")
			.run((context) -> assertThat(output).contains("Property jhttp.mounts.docs.files.error-pages[404] is "
					+ "'lost.html', but there is no file that clients may see at /classpath:/mounted/lost.html."));
	}

	@Test
	void theHostChooses() {
		this.runner
			.withPropertyValues(directory(), "jhttp.mounts.docs.hosts=docs.example.com,*.docs.example.com", CLASS_PATH)
			.run((context) -> {
				assertThat(get(context, "http://docs.example.com/hello.txt")).endsWith("of the class path");
				assertThat(get(context, "http://a.docs.example.com:8000/hello.txt")).endsWith("of the class path");
				assertThat(get(context, "http://other.example.com/hello.txt")).endsWith("of the directory");
			});
	}

	@RequestHandler("/docs")
	static class Docs {

		@Get("/bean")
		String bean() {
			return "of a bean";
		}

	}

	@Test
	void handlerBeansAnswerBeforeMounts() {
		this.runner.withUserConfiguration(Docs.class).withPropertyValues(PREFIX, CLASS_PATH).run((context) -> {
			assertThat(get(context, "/docs/bean")).endsWith("of a bean");
			assertThat(get(context, "/docs/hello.txt")).endsWith("of the class path");
			assertThat(get(context, "/nowhere")).startsWith("HTTP/1.1 404 ");
		});
	}

	public static class Handler extends SimpleHttpRequestHandler {

		@Override
		protected String guessType(Path file) {
			return file.endsWith("hello.txt") ? "text/x-hello" : super.guessType(file);
		}

	}

	@Test
	void mountsAnswerBeforeAHandlerClassWhichCanServeTheClassPathItself() {
		String type = "jhttp.handler-class=" + Handler.class.getName();
		this.runner.withPropertyValues(PREFIX, CLASS_PATH, type, directory()).run((context) -> {
			assertThat(get(context, "/docs/hello.txt")).contains("text/plain").endsWith("of the class path");
			assertThat(get(context, "/hello.txt")).contains("text/x-hello").endsWith("of the directory");
		});
		this.runner.withPropertyValues(type, "jhttp.directory=classpath:/mounted").run((context) -> {
			assertThat(get(context, "/hello.txt")).contains("text/x-hello").endsWith("of the class path");
			assertThat(get(context, "/")).contains("Directory listing for /", "start.html");
			assertThat(get(context, "/hello.txt/")).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void rulesOfAccessAreForMountsAsWell() {
		this.runner
			.withPropertyValues(PREFIX, CLASS_PATH, directory(), "jhttp.auth.users.me={noop}secret",
					"jhttp.auth.rules[0].pattern=/docs/**", "jhttp.auth.rules[0].access=authenticated",
					"jhttp.auth.rules[1].pattern=/**", "jhttp.auth.rules[1].access=anonymous")
			.run((context) -> {
				assertThat(get(context, "/docs/hello.txt")).startsWith("HTTP/1.1 401 ");
				assertThat(get(context, "//docs/./hello.txt")).doesNotContain("of the class path");
				assertThat(get(context, "/%64ocs/hello.txt")).startsWith("HTTP/1.1 401 ");
				assertThat(get(context, "/hello.txt")).endsWith("of the directory");
			});
	}

	@Test
	void usersThatAMountWouldServeAreRefused() throws IOException {
		write("my docs/users", "me:$2y$04$YtaIfNVWjQL2lAD.zreJrOhDvXGEd4lotCeUlpoZbr1IbsP8znzua");
		this.runner
			.withPropertyValues(PREFIX, "jhttp.mounts.docs.location=" + this.root.resolve("my docs"),
					"jhttp.auth.users-file=" + this.root.resolve("my docs/users"), "jhttp.auth.rules[0].pattern=/**",
					"jhttp.auth.rules[0].access=authenticated")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Clients could download it"));
	}

	@Test
	void mappingsHealthAndMetricsNameThem() {
		this.runner.withConfiguration(AutoConfigurations.of(JhttpHealthContributorAutoConfiguration.class))
			.withPropertyValues(PREFIX, CLASS_PATH, directory(), "jhttp.mounts.host.location=" + this.root,
					"jhttp.mounts.host.hosts=*.example.com")
			.run((context) -> {
				get(context, "/docs/hello.txt");
				assertThat(new JhttpMappingDescriptionProvider().describeMappings(context)).extracting(Object::toString)
					.containsExactly("Mapping[predicate=/docs/**, handler=files of classpath:/mounted, mount docs]",
							"Mapping[predicate=/** of *.example.com, handler=files of " + this.root + ", mount host]",
							"Mapping[predicate=/**, handler=files of " + this.root.resolve("www") + "]");
				assertThat(context.getBean(JhttpHealthIndicator.class).health().getDetails()).containsEntry("mounts",
						Map.of("docs", "/docs from classpath:/mounted", "host",
								"/ of *.example.com from " + this.root));
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				new FileCacheMetrics(context.getBean(HandlerInventory.class)).bindTo(registry);
				assertThat(registry.get("jhttp.files.cache.gets")
					.tag("mount", "docs")
					.tag("result", "miss")
					.functionCounter()
					.count()).isEqualTo(1);
				assertThat(registry.get("jhttp.files.cache.entries").tag("mount", "none").gauge().value()).isZero();
			});
	}

}
