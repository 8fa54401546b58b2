package io.jhttp.spring.boot.autoconfigure.ssl;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why a bundle cannot be used for HTTPS.
 */
final class InvalidSslBundleFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSslBundleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSslBundleException cause) {
		return new FailureAnalysis("The HTTP server cannot speak HTTPS with " + cause.property() + "=" + cause.bundle()
				+ ". " + cause.getMessage() + ".", cause.remedy() + ".", cause);
	}

}
