package io.jhttp.spring.boot.autoconfigure.server;

import java.net.BindException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

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

}
