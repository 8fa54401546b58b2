package io.jhttp.integration;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is printed when an application wants one port for both of its servers.
 */
@ExtendWith(OutputCaptureExtension.class)
class PortOfTheWebServerTests {

	@Test
	void samePortIsNamedAsThePortOfTheWebServer(CapturedOutput output) throws IOException {
		int port = freePort();
		start("--server.port=" + port, "--jhttp.port=" + port);
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The HTTP server failed to start. Cannot listen on 0.0.0.0 port " + port,
				"This application's own web server listens there: set jhttp.port or server.port to another port");
	}

	@Test
	void portOfAnotherProcessIsNot(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0)) {
			start("--server.port=0", "--jhttp.port=" + other.getLocalPort());
			assertThat(output).contains("Cannot listen on 0.0.0.0 port " + other.getLocalPort())
				.contains("Identify and stop the process that's listening on this port, or set jhttp.port")
				.doesNotContain("own web server");
		}
	}

	private static void start(String... arguments) {
		assertThatException().isThrownBy(() -> SpringApplication.run(Application.class, arguments).close());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
