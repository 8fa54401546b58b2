package io.jhttp.spring.boot.autoconfigure.accesslog;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which file the access log cannot be written to.
 */
final class AccessLogFailureAnalyzer extends AbstractFailureAnalyzer<AccessLogException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AccessLogException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Set jhttp.access-log.file to a file that the application may write, or remove it, so that the log "
						+ "goes to the logger jhttp.access.",
				cause);
	}

}
