package io.jhttp.spring.boot.autoconfigure.server;

import java.util.Locale;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why the server cannot listen. The reasons differ only in the system's message.
 */
final class ServerBindFailureAnalyzer extends AbstractFailureAnalyzer<ServerBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerBindException cause) {
		String message = String.valueOf(cause.getMessage());
		return new FailureAnalysis("The HTTP server failed to start. " + message + ".",
				action(message, cause.addressProperty(), cause.portProperty()), cause);
	}

	private static String action(String message, String addressProperty, String portProperty) {
		String reason = message.toLowerCase(Locale.ROOT);
		if (reason.contains("in use")) {
			return "Identify and stop the process that's listening on this port, or set " + portProperty
					+ " to another port " + "(0 for any free one).";
		}
		if (reason.contains("assign")) {
			return "Set " + addressProperty + " to an address that one of this machine's network interfaces has, "
					+ "or leave it out to listen on all of them.";
		}
		if (reason.contains("permission") || reason.contains("denied")) {
			return "Set " + portProperty + " to a port that this user may bind (on most systems 1024 or higher), "
					+ "or give the process the right to bind a privileged one.";
		}
		return "Check " + addressProperty + " and " + portProperty + ".";
	}

}
