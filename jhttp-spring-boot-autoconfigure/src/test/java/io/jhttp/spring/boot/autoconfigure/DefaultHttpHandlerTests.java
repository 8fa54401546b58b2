package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultHttpHandler}: what answers, and in which order.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultHttpHandlerTests {

	private static final String WARNING = "The working directory";

	private final ApplicationContextRunner contextRunner = HandlerServer.runner();

	@TempDir
	Path directory;

	@BeforeEach
	void writeFile() throws IOException {
		Files.writeString(this.directory.resolve("file.txt"), "from the directory");
	}

	@Test
	void nothingConfiguredServesTheWorkingDirectoryWithOneWarning(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(send(context, "GET", "/pom.xml")).startsWith("HTTP/1.1 200 ")
				.contains("jhttp-spring-boot-autoconfigure");
			assertThat(output.getAll().lines().filter((line) -> line.contains(WARNING))).singleElement()
				.asString()
				.contains(Path.of("").toAbsolutePath().toString(), "address 127.0.0.1 of this machine, a free port",
						"jhttp.directory", "jhttp.address");
		});
	}

	@Test
	void directoryIsServedWithoutAWarning(CapturedOutput output) {
		withDirectory().run((context) -> {
			assertThat(send(context, "GET", "/file.txt")).startsWith("HTTP/1.1 200 ").endsWith("from the directory");
			assertThat(send(context, "GET", "/pom.xml")).startsWith("HTTP/1.1 404 ");
			assertThat(send(context, "SPAM", "/file.txt")).startsWith("HTTP/1.1 501 ");
		});
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void handlerBeansAloneServeNoFiles(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "GET", "/bean")).startsWith("HTTP/1.1 200 ").endsWith("from the bean");
			assertThat(send(context, "GET", "/pom.xml")).startsWith("HTTP/1.1 404 ");
		});
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void pathThatNoHandlerBeanKnowsIsAProblemForProgramsAndAPageForBrowsers() {
		this.contextRunner.withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "GET", "/other")).startsWith("HTTP/1.1 404 ")
				.contains("\r\nContent-Type: application/problem+json\r\n")
				.endsWith("{\"instance\":\"/other\",\"status\":404,\"title\":\"Not Found\"}");
			assertThat(HandlerServer.client(context).send("GET", "/other", "Accept: text/html"))
				.startsWith("HTTP/1.1 404 ")
				.contains("\r\nContent-Type: text/html");
		});
		withDirectory().withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "GET", "/other")).startsWith("HTTP/1.1 404 ")
				.contains("\r\nContent-Type: application/problem+json\r\n");
			assertThat(HandlerServer.client(context).send("GET", "/other", "Accept: text/html"))
				.startsWith("HTTP/1.1 404 ")
				.contains("\r\nContent-Type: text/html");
		});
	}

	@Test
	void handlerBeansGoBeforeTheDirectory() {
		withDirectory().withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "GET", "/file.txt")).endsWith("from the bean");
			assertThat(send(context, "GET", "/bean")).endsWith("from the bean");
			assertThat(send(context, "GET", "/")).startsWith("HTTP/1.1 200 ").contains("file.txt");
		});
	}

	@Test
	void handlerClassAnswersKnownAndInventedVerbs(CapturedOutput output) {
		withHandlerClass(SpamHandler.class).run((context) -> {
			assertThat(send(context, "GET", "/anything")).startsWith("HTTP/1.1 200 ").endsWith("from the class: 1");
			assertThat(send(context, "SPAM", "/anything")).startsWith("HTTP/1.1 200 ").endsWith("eggs");
			assertThat(send(context, "spam", "/anything")).startsWith("HTTP/1.1 501 ");
		});
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void handlerClassHasAnInstanceForEachConnection() {
		withHandlerClass(SpamHandler.class).run((context) -> {
			TestClient client = HandlerServer.client(context);
			try (var socket = client.connect()) {
				socket.getOutputStream()
					.write(("GET / HTTP/1.1\r\nHost: a\r\n\r\n"
							+ "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.contains("from the class: 1")
					.endsWith("from the class: 2");
			}
			assertThat(client.send("GET", "/")).endsWith("from the class: 1");
		});
	}

	@Test
	void handlerClassCanEndTheApplication() {
		CountDownLatch closed = new CountDownLatch(1);
		withHandlerClass(SpamHandler.class)
			.withInitializer((context) -> context
				.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> closed.countDown()))
			.run((context) -> {
				assertThat(send(context, "STOP", "/")).endsWith("\r\n\r\nbye");
				assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
			});
	}

	@Test
	void handlerClassTakesBeans() {
		withHandlerClass(AutowiredHandler.class).withBean(AtomicInteger.class, () -> new AtomicInteger(42))
			.run((context) -> assertThat(send(context, "GET", "/")).endsWith("42"));
	}

	@Test
	void handlerClassWhoseBeansAreMissingFailsTheStart() {
		withHandlerClass(AutowiredHandler.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining(AtomicInteger.class.getName()));
	}

	@Test
	void handlerBeansGoBeforeTheHandlerClass() {
		withHandlerClass(SpamHandler.class).withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "GET", "/bean")).endsWith("from the bean");
			assertThat(send(context, "GET", "/other")).endsWith("from the class: 1");
			assertThat(send(context, "SPAM", "/other")).endsWith("eggs");
		});
	}

	@Test
	void verbOfTheHandlerClassIsKnownOnPathsOfHandlerBeans() {
		withHandlerClass(SpamHandler.class).withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "SPAM", "/bean")).startsWith("HTTP/1.1 405 ")
				.contains("Allow: GET, HEAD, OPTIONS\r\n");
			assertThat(send(context, "EGGS", "/bean")).startsWith("HTTP/1.1 501 ");
		});
	}

	@Test
	void handlerClassReplacesTheFilesOfTheWorkingDirectory() {
		withHandlerClass(SpamHandler.class)
			.run((context) -> assertThat(send(context, "GET", "/file.txt")).endsWith("from the class: 1"));
	}

	@Test
	void simpleHandlerClassServesTheDirectory(CapturedOutput output) {
		withHandlerClass(SimpleSpamHandler.class).withPropertyValues("jhttp.directory=" + this.directory)
			.run((context) -> {
				assertThat(send(context, "GET", "/file.txt")).endsWith("from the directory");
				assertThat(send(context, "SPAM", "/file.txt")).endsWith("eggs");
			});
		assertThat(output).doesNotContain(WARNING);
	}

	@ParameterizedTest
	@ValueSource(classes = { SimpleSpamHandler.class, CgiHttpRequestHandler.class })
	void handlerClassWithoutADirectoryServesNoFiles(Class<?> type, CapturedOutput output) {
		withHandlerClass(type).run((context) -> {
			for (String path : new String[] { "/pom.xml", "/", "/target/", "/src/main/", "/cgi-bin/x" }) {
				assertThat(send(context, "GET", path)).startsWith("HTTP/1.1 404 ");
			}
		});
		assertThat(output).doesNotContain("WARN").contains("Set jhttp.directory");
	}

	@Test
	void handlerClassWithADirectoryOfItsOwnServesItAsPropertiesSayWithoutAWarning(CapturedOutput output) {
		withHandlerClass(OwnDirectoryHandler.class).withBean(Path.class, () -> this.directory)
			.withPropertyValues("jhttp.files.headers.X-Spam=1")
			.run((context) -> {
				assertThat(send(context, "GET", "/file.txt")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nX-Spam: 1\r\n")
					.endsWith("from the directory");
				assertThat(send(context, "GET", "/pom.xml")).startsWith("HTTP/1.1 404 ");
			});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void overridesOfAHandlerClassTakeEffectWithoutFurtherConfiguration() {
		withHandlerClass(CorsHandler.class).withPropertyValues("jhttp.directory=" + this.directory)
			.run((context) -> assertThat(send(context, "GET", "/file.txt")).startsWith("HTTP/1.1 200 ")
				.contains("\r\nAccess-Control-Allow-Origin: *\r\n")
				.endsWith("from the directory"));
	}

	@Test
	void verbOfAHandlerClassThatIsNamedAfterItIsKnownOnPathsOfHandlerBeans() {
		withHandlerClass(CorsHandler.class).withUserConfiguration(HandlerBeanConfiguration.class).run((context) -> {
			assertThat(send(context, "SPAM", "/other")).startsWith("HTTP/1.1 200 ");
			assertThat(send(context, "SPAM", "/bean")).startsWith("HTTP/1.1 405 ");
		});
	}

	@Test
	void filesHaveTheConfiguredFieldsAndTypes() throws IOException {
		Files.writeString(this.directory.resolve("file.unknown"), "eggs");
		withDirectory()
			.withPropertyValues("jhttp.files.headers[X-Spam]=a: b", "jhttp.files.default-content-type=text/x-eggs")
			.run((context) -> assertThat(send(context, "GET", "/file.unknown")).contains("\r\nX-Spam: a: b\r\n",
					"\r\nContent-Type: text/x-eggs\r\n"));
	}

	@Test
	void fieldOfFilesThatMayNotStandInAHeaderFailsTheStart() {
		withDirectory().withPropertyValues("jhttp.files.headers[X Spam]=a")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("jhttp.files.headers[X Spam]"));
	}

	@Test
	void handlerOfTheApplicationReplacesEverything(CapturedOutput output) {
		this.contextRunner
			.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send("from the application"))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(DefaultHttpHandler.class);
				assertThat(send(context, "GET", "/file.txt")).endsWith("from the application");
			});
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void disabledServerHasNoBeans() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HttpHandler.class)
				.doesNotHaveBean(JhttpProperties.class));
	}

	private ApplicationContextRunner withDirectory() {
		return this.contextRunner.withPropertyValues("jhttp.directory=" + this.directory);
	}

	private ApplicationContextRunner withHandlerClass(Class<?> type) {
		// That Spring Security is there, without its auto-configuration, is a warning of
		// its own.
		return this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security.web"))
			.withPropertyValues("jhttp.handler-class=" + type.getName());
	}

	private static String send(AssertableApplicationContext context, String verb, String target) {
		return HandlerServer.client(context).send(verb, target);
	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerBeanConfiguration {

		@Bean
		HandlerBean handlerBean() {
			return new HandlerBean();
		}

	}

	@RequestHandler
	static class HandlerBean {

		@Get({ "/bean", "/file.txt" })
		String get() {
			return "from the bean";
		}

	}

	static class SpamHandler extends BaseHttpRequestHandler {

		private int requests;

		@Get
		void doGet() throws IOException {
			byte[] content = ("from the class: " + ++this.requests).getBytes(StandardCharsets.UTF_8);
			sendResponse(200);
			sendHeader("Content-Length", String.valueOf(content.length));
			endHeaders();
			output().write(content);
		}

		@HttpVerb("SPAM")
		void doSpam() throws IOException {
			exchange().response().send("eggs");
		}

		void doSTOP() throws IOException {
			server().shutdown();
			exchange().response().send("bye");
		}

	}

	static class AutowiredHandler extends BaseHttpRequestHandler {

		private final AtomicInteger number;

		AutowiredHandler(AtomicInteger number) {
			this.number = number;
		}

		@Get
		void doGet() throws IOException {
			exchange().response().send(this.number.toString());
		}

	}

	static class CorsHandler extends SimpleHttpRequestHandler {

		@Override
		protected void endHeaders() throws IOException {
			sendHeader("Access-Control-Allow-Origin", "*");
			super.endHeaders();
		}

		void doSPAM() throws IOException {
			sendResponse(200);
			endHeaders();
		}

	}

	static class SimpleSpamHandler extends SimpleHttpRequestHandler {

		@HttpVerb("SPAM")
		void doSpam() throws IOException {
			exchange().response().send("eggs");
		}

	}

	static class OwnDirectoryHandler extends SimpleHttpRequestHandler {

		OwnDirectoryHandler(Path directory) {
			super(directory);
		}

	}

}
