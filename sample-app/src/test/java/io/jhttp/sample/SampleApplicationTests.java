package io.jhttp.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication}, with its own {@code application.yml}, over its
 * real port.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.jhttp.port}")
	private int port;

	@Test
	void servesItsPage() throws Exception {
		HttpResponse<String> response = send("GET", "/");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/html"));
		assertThat(response.body()).isEqualTo(Files.readString(Path.of("public/index.html")));
	}

	@Test
	void listsADirectoryWithoutAnIndexPage() throws Exception {
		HttpResponse<String> response = send("GET", "/files/");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("Gr%C3%BC%C3%9Fe%20aus%20K%C3%B6ln.txt", "planets.csv");
	}

	@Test
	void servesAFileWithASpaceAndUmlautsInItsName() throws Exception {
		HttpResponse<String> response = send("GET", "/files/Gr%C3%BC%C3%9Fe%20aus%20K%C3%B6ln.txt");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("Köln");
	}

	@Test
	void greets() throws Exception {
		HttpResponse<String> response = send("GET", "/greetings/J%C3%BCrgen?times=2");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("Hello, Jürgen!\nHello, Jürgen!\n");
	}

	@Test
	void refusesToGreetSoManyTimes() throws Exception {
		assertThat(send("GET", "/greetings/you?times=often").statusCode()).isEqualTo(400);
		assertThat(send("GET", "/greetings/you?times=2147483647").body()).hasLineCount(100);
	}

	@Test
	void answersAnInventedVerb() throws Exception {
		HttpResponse<String> response = send("SPAM", "/greetings/you");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("Spam, spam, spam, eggs and you\n");
	}

	@Test
	void namesTheVerbsOfAPath() throws Exception {
		HttpResponse<String> response = send("DELETE", "/greetings/you");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, SPAM");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void runsAShellScript() throws Exception {
		HttpResponse<String> response = send("GET", "/cgi-bin/hello.sh?q");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body())
			.isEqualTo("Hello from a shell script.\n" + "You asked for /cgi-bin/hello.sh?q, and you are 127.0.0.1.\n");
	}

	@Test
	void neverShowsTheSourceOfAScript() throws Exception {
		for (String path : new String[] { "/cgi-bin/hello.sh", "/cgi-bin/guestbook.py", "/cgi-bin/env.pl",
				"/CGI-BIN/env.pl", "/cgi-bin%2fenv.pl" }) {
			assertThat(send("GET", path).body()).doesNotContain("#!");
		}
	}

	@Test
	void doesNotServeItsConfiguration() throws Exception {
		assertThat(send("GET", "/../application.yml").statusCode()).isIn(400, 404);
		assertThat(send("GET", "/%2e%2e/application.yml").statusCode()).isIn(400, 404);
	}

	@Test
	void saysWhereItIsInPythonsWords() {
		assertThat(ServingMessage.message("0.0.0.0", 8000, false))
			.isEqualTo("Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...");
		assertThat(ServingMessage.message("::1", 8000, false))
			.isEqualTo("Serving HTTP on ::1 port 8000 (http://[::1]:8000/) ...");
		assertThat(ServingMessage.message("0.0.0.0", 8443, true))
			.isEqualTo("Serving HTTPS on 0.0.0.0 port 8443 (https://0.0.0.0:8443/) ...");
	}

	@Test
	void zerosOfItsAddressAreLeftOut() {
		assertThat(ServingMessage.shortened("0:0:0:0:0:0:0:0")).isEqualTo("::");
		assertThat(ServingMessage.shortened("0:0:0:0:0:0:0:1")).isEqualTo("::1");
		assertThat(ServingMessage.shortened("fe80:0:0:0:a:b:c:d")).isEqualTo("fe80::a:b:c:d");
		assertThat(ServingMessage.shortened("127.0.0.1")).isEqualTo("127.0.0.1");
	}

	private HttpResponse<String> send(String method, String target) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + target);
		return this.client.send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
	}

}
