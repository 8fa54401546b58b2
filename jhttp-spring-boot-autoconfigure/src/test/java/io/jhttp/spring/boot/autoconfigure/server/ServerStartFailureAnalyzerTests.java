package io.jhttp.spring.boot.autoconfigure.server;

import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerStartFailureAnalyzer}, with the messages of several systems.
 */
class ServerStartFailureAnalyzerTests {

	@ParameterizedTest
	@CsvSource({ "Address already in use, set jhttp.port to another port",
			"Address already in use: bind, set jhttp.port to another port",
			"Cannot assign requested address, Set jhttp.address to an address",
			"Can't assign requested address, Set jhttp.address to an address",
			"Permission denied, Set jhttp.port to a port that this user may bind",
			"Something else, Check jhttp.address and jhttp.port." })
	void remedyFitsTheReason(String reason, String remedy) {
		BindException cause = new BindException("Cannot listen on 0.0.0.0 port 80: " + reason);
		FailureAnalysis analysis = new ServerStartFailureAnalyzer(null)
			.analyze(new ServerStartException(cause, "jhttp.address", "jhttp.port"));
		assertThat(analysis.getDescription()).contains("port 80: " + reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

	@Test
	void withTooFewThreadsTheRemedyIsMoreOfThem() {
		IOException cause = new IOException(
				"There are not enough threads for the event loops (2): unable to create "
						+ "native thread: possibly out of memory or process/resource limits reached",
				new OutOfMemoryError());
		FailureAnalysis analysis = new ServerStartFailureAnalyzer(null)
			.analyze(new ServerStartException(cause, "jhttp.address", "jhttp.port"));
		assertThat(analysis.getDescription())
			.startsWith("The HTTP server failed to start. There are not enough threads");
		assertThat(analysis.getAction()).contains("ulimit -u");
	}

	/** Such a JVM has no room for one event loop. */
	@Test
	void withTooLittleDirectMemoryTheApplicationSaysSoAndEnds() throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-XX:MaxDirectMemorySize=64k", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Application.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isEqualTo(1);
		assertThat(output)
			.contains("APPLICATION FAILED TO START",
					"The HTTP server failed to start. There is not enough memory for the event loops (1)",
					"Give the process more direct memory (-XX:MaxDirectMemorySize), or lower jhttp.event-loops.")
			.doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(JhttpServerAutoConfiguration.class)
	static class Application {

		public static void main(String[] arguments) {
			SpringApplication.run(Application.class, "--jhttp.port=0", "--jhttp.event-loops=1",
					"--spring.main.banner-mode=off");
		}

	}

}
