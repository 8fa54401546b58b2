package io.jhttp.sample;

import org.apache.commons.logging.LogFactory;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * Why the application has not started, in one line: what Spring Boot's failure report
 * says at length.
 */
final class FailureLine {

	private FailureLine() {
	}

	static String of(Throwable failure) {
		for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.none(),
					FailureHandler.logging(LogFactory.getLog(FailureLine.class)))) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return oneLine(analysis.getDescription());
			}
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return oneLine((cause.getMessage() != null) ? cause.getMessage() : cause.toString());
	}

	private static String oneLine(String text) {
		return text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
	}

}
