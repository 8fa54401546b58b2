package io.jhttp.sample;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.core.NestedExceptionUtils;

/**
 * Why the application has not started, in one line: what Spring Boot's failure report
 * says at length.
 */
final class FailureLine implements FailureAnalysisReporter {

	/** Spring Boot makes the reporter, and nothing else can reach that. */
	private static volatile @Nullable String reported;

	@Override
	public void report(FailureAnalysis analysis) {
		String action = analysis.getAction();
		reported = oneLine(analysis.getDescription() + ((action != null) ? " " + action : ""));
	}

	static String of(Throwable failure) {
		String line = reported;
		if (line != null) {
			return line;
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return oneLine((cause.getMessage() != null) ? cause.getMessage() : cause.toString());
	}

	private static String oneLine(String text) {
		return text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
	}

}
