package io.jhttp.spring.boot.autoconfigure;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Tells which properties would have no effect, who set them, and why.
 */
final class UnusedPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnusedPropertyException> {

	private final @Nullable Environment environment;

	UnusedPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusedPropertyException cause) {
		String properties = cause.properties()
			.stream()
			.map((name) -> "\t- " + name + PropertyOrigin.of(this.environment, name))
			.collect(Collectors.joining("%n".formatted()));
		return new FailureAnalysis(
				"These properties would have no effect:%n%n%s%n%nThe reason: %s.".formatted(properties, cause.reason()),
				cause.remedy(), cause);
	}

}
