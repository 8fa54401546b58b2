package io.jhttp.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.security.defaults.JhttpSecurityAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the applications of the documentation, made of all Java of a page, answer as
 * the page says.
 */
class DocumentedApplicationsTests {

	@TempDir
	Path directory;

	@Test
	void handlerBeansAnswer() throws Exception {
		run("docs/handlers.md", (application) -> {
			answerRequests(application);
			validateAndFilterJson(application);
			answerLater(application);
			streamEvents(application);
		});
	}

	private static void answerRequests(Running application) throws IOException {
		application.expect("GET /greetings/World?times=2", "", "200", "Hello, World!\nHello, World!\n");
		application.expect("PUT /documents/a", text("No one"), "204", "");
		application.expect("PATCH /documents/a", text(" expects it"), "204", "");
		application.expect("GET /documents/a", "", "200", "No one expects it");
		application.expect("HEAD /documents/a", "", "200", "");
		application.expect("SPAM /documents/a", "", "200", "Spam, eggs and a\n");
		application.expect("OPTIONS /documents/a", "", "204", "Allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS, SPAM");
		application.expect("DELETE /documents/a", "", "204", "");
		application.expect("GET /documents/a", "", "404", "");
		application.expect("GET /search?text=a&page=2", "", "200", "a, page 2");
		application.expect("GET /search?text=&page=2", "", "400", "");
		application.expect("POST /search?text=&page=2", "", "200", "Please try again");
		application.expect("GET /report", "Accept: text/html\r\n", "200", "<h1>Report</h1>");
		application.expect("GET /report", "Accept: application/json\r\n", "200", "{\"sold\":7}");
		application.expect("PUT /report", content("text/csv", "1;2"), "204", "");
		application.expect("GET /export", "", "200", "10000,spam\n");
	}

	private static void validateAndFilterJson(Running application) throws IOException {
		String shop = "X-Shop: a\r\n";
		application.expect("GET /orders/7", "", "400", "Name a shop in X-Shop");
		application.expect("POST /orders",
				shop + content("application/json", "{\"customer\":\"Brian\",\"items\":[\"spam\"]}"), "201",
				"Location: /orders/1", "Cache-Control: no-store", "{\"customer\":\"Brian\",\"items\":[\"spam\"]}");
		application.expect("POST /orders",
				shop + content("application/json", "{\"customer\":\"\",\"items\":[\"spam\"]}"), "400",
				"\"errors\":[{\"field\":\"customer\",\"message\":\"must not be blank\"}]");
		application.expect("GET /orders/1", shop, "200", "Brian");
		application.expect("GET /orders/7", shop + "Accept: application/json\r\n", "404",
				"\"detail\":\"There is no order 7\"", "\"code\":\"no-such-order\"");
		application.expect("GET /orders?count=101", shop, "400", "");
	}

	private static void answerLater(Running application) throws IOException {
		application.expect("GET /later/future", "", "200", "done");
		application.expect("GET /later/numbers", "", "200", "\n3\n");
		application.expect("GET /later/detached", "", "200", "done");
	}

	private static void streamEvents(Running application) throws IOException {
		try (Socket reader = application.begin("GET /news", "")) {
			byte[] head = reader.getInputStream().readNBytes(15);
			assertThat(new String(head, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 200 OK");
			application.expect("POST /news", text("It is spam"), "204", "");
			StringBuilder seen = new StringBuilder();
			while (!seen.toString().endsWith("data: It is spam\n\n")) {
				int next = reader.getInputStream().read();
				assertThat(next).as(seen.toString()).isNotNegative();
				seen.append((char) next);
			}
		}
	}

	@Test
	void firstApplicationAnswers() throws Exception {
		Files.createDirectory(this.directory.resolve("public"));
		Files.writeString(this.directory.resolve("public/index.html"), "<h1>It works</h1>\n");
		run("docs/guide.md", (application) -> {
			application.expect("GET /", "", "200", "<h1>It works</h1>\n");
			application.expect("GET /greetings/World?times=2", "", "200", "Hello, World!\nHello, World!\n");
			application.expect("POST /greetings", text("Brian"), "201", "Location: /greetings/Brian");
			application.expect("SPAM /greetings/World", "", "200", "Spam, eggs and World\n");
			application.expect("DELETE /greetings/World", "", "405", "Allow: ");
			application.expect("GET /greetings/World?times=often", "", "400", "");
			application.expect("GET /count", "", "200", "1");
		}, "jhttp.directory=" + this.directory.resolve("public"), "jhttp.handler-class=com.example.CountingHandler");
	}

	private static String text(String content) {
		return content("text/plain", content);
	}

	private static String content(String type, String content) {
		return "Content-Type: " + type + "\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
	}

	private void run(String page, Client client, String... properties) throws Exception {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		DocumentedClasses.compile(page, classes);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			List<Class<?>> components = new ArrayList<>(List.of(Application.class));
			for (Class<?> type : classes(loader, classes)) {
				if (AnnotatedElementUtils.hasAnnotation(type, Component.class)
						&& !AnnotatedElementUtils.hasAnnotation(type, SpringBootConfiguration.class)) {
					components.add(type);
				}
			}
			assertThat(components).anyMatch((type) -> type.isAnnotationPresent(RequestHandler.class));
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
					components.toArray(Class<?>[]::new))
				.resourceLoader(new DefaultResourceLoader(loader))
				.web(WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", "logging.level.root=warn", "jhttp.port=0",
						"jhttp.address=127.0.0.1", "jhttp.shutdown=immediate",
						"spring.autoconfigure.exclude=" + JhttpSecurityAutoConfiguration.class.getName())
				.properties(properties)
				.run()) {
				client
					.send(new Running(context.getEnvironment().getRequiredProperty("local.jhttp.port", Integer.class)));
			}
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static List<Class<?>> classes(ClassLoader loader, Path directory) throws Exception {
		List<Class<?>> types = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory.resolve("com/example"))) {
			for (Path file : files.sorted().toList()) {
				types.add(loader.loadClass("com.example." + file.getFileName().toString().replace(".class", "")));
			}
		}
		return types;
	}

	@FunctionalInterface
	private interface Client {

		void send(Running application) throws Exception;

	}

	/**
	 * An application that runs.
	 *
	 * @param port where it listens
	 */
	private record Running(int port) {

		/**
		 * Sends a request, and expects a status and what the response has or ends with.
		 */
		void expect(String request, String rest, String status, String... parts) throws IOException {
			try (Socket socket = begin(request, rest)) {
				String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
				assertThat(response).startsWith("HTTP/1.1 " + status + " ").contains(parts);
			}
		}

		Socket begin(String request, String rest) throws IOException {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
			socket.setSoTimeout(20_000);
			String head = request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest;
			socket.getOutputStream()
				.write((rest.contains("\r\n\r\n") ? head : head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			return socket;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
