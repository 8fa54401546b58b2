package io.jhttp.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample as it was processed ahead of time, in a process of its own: with
 * the code for its beans that {@code process-aot} has written, over its real port.
 */
@Timeout(120)
class AheadOfTimeTests {

	private static final Pattern SERVING = Pattern.compile("Serving HTTP on 127\\.0\\.0\\.1 port (\\d+) .*");

	private static final HttpClient client = HttpClient.newHttpClient();

	private static Process application;

	private static String output = "";

	private static int port;

	@BeforeAll
	static void start() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		application = new ProcessBuilder(java, "-Dspring.aot.enabled=true", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), SampleApplication.class.getName(),
				"0", "--logging.level.org.springframework.boot.SpringApplication=DEBUG",
				"--logging.level.io.jhttp.sample=INFO", "--spring.main.log-startup-info=true",
				"--logging.pattern.console=%msg%n")
			.redirectErrorStream(true)
			.start();
		BufferedReader said = application.inputReader();
		List<String> lines = new ArrayList<>();
		while (port == 0) {
			String line = said.readLine();
			if (line == null) {
				break;
			}
			lines.add(line);
			Matcher serving = SERVING.matcher(line);
			port = serving.matches() ? Integer.parseInt(serving.group(1)) : 0;
		}
		output = String.join("\n", lines);
		assertThat(port).as(output).isPositive();
	}

	@AfterAll
	static void stop() {
		application.destroy();
	}

	@Test
	void beansAreMadeByTheCodeThatWasWrittenForThem() {
		assertThat(output).contains("Starting AOT-processed SampleApplication");
	}

	@Test
	void filesAreServed() throws Exception {
		assertThat(send("GET", "/files/notes.txt").statusCode()).isEqualTo(200);
		assertThat(send("GET", "/files/").body()).contains("planets.csv");
	}

	@Test
	void handlerBeansAnswer() throws Exception {
		assertThat(send("GET", "/greetings/you?times=2").body()).isEqualTo("Hello, you!\nHello, you!\n");
		assertThat(send("SPAM", "/greetings/you").body()).isEqualTo("Spam, spam, spam, eggs and you\n");
		assertThat(send("GET", "/time").body()).matches("\\d{4}-\\d\\d-\\d\\dT.*\n");
	}

	@Test
	void handlerClassAnswers() throws Exception {
		assertThat(send("BREW", "/pot").statusCode()).isEqualTo(418);
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void scriptsAreRun() throws Exception {
		assertThat(send("GET", "/cgi-bin/hello.sh").body()).startsWith("Hello from a shell script.\n");
	}

	private static HttpResponse<String> send(String method, String target) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + port + target);
		return client.send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
	}

}
