package io.jhttp.spring.boot.autoconfigure.server;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * Tells why the server cannot be started. But for memory, the reasons differ only in the
 * system's message.
 */
final class ServerStartFailureAnalyzer extends AbstractFailureAnalyzer<ServerStartException> {

	private final @Nullable Environment environment;

	ServerStartFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerStartException cause) {
		String message = String.valueOf(cause.getMessage());
		return new FailureAnalysis("The HTTP server failed to start. " + message + ".",
				action(cause, message, cause.addressProperty(), cause.portProperty()), cause);
	}

	private String action(ServerStartException cause, String message, String addressProperty, String portProperty) {
		String reason = message.toLowerCase(Locale.ROOT);
		if (NestedExceptionUtils.getRootCause(cause) instanceof OutOfMemoryError) {
			return reason.contains("enough threads")
					? "Raise the limit of threads of the user (ulimit -u) or of the container, or lower jhttp.event-loops."
					: "Give the process more direct memory (-XX:MaxDirectMemorySize), or lower jhttp.event-loops.";
		}
		if (portProperty.endsWith(".path")) {
			return unixAction(reason, portProperty);
		}
		if (portProperty.endsWith(".inherited")) {
			return "Start the process by a socket unit of systemd whose service has StandardInput=socket, or set a port "
					+ "or a path in place of " + portProperty + ".";
		}
		if (reason.contains("in use")) {
			return isPortOfTheWebServer(portProperty)
					? "This application's own web server listens there: set " + portProperty
							+ " or server.port to another port (0 for any free one)."
					: "Identify and stop the process that's listening on this port, or set " + portProperty
							+ " to another port (0 for any free one).";
		}
		if (reason.contains("assign")) {
			return "Set " + addressProperty + " to an address that one of this machine's network interfaces has, "
					+ "or leave it out to listen on all of them.";
		}
		if (reason.contains("permission") || reason.contains("denied")) {
			return "Set " + portProperty + " to a port that this user may bind (on most systems 1024 or higher), "
					+ "or give the process the right to bind a privileged one.";
		}
		if (reason.contains("too many open files")) {
			return "Raise the limit of open files of the process (ulimit -n), or lower jhttp.event-loops.";
		}
		return "Check " + addressProperty + " and " + portProperty + ".";
	}

	private static String unixAction(String reason, String property) {
		if (reason.contains("in use")) {
			return "Identify and stop the process that's listening on this socket, or set " + property
					+ " to another path.";
		}
		if (reason.contains("too long")) {
			return "Set " + property + " to a shorter path, such as one below /run.";
		}
		if (reason.contains("no socket")) {
			return "Remove the file, or set " + property + " to another path.";
		}
		return "Set " + property + " to a path in a directory that exists and that this user may write to, such as the "
				+ "one that RuntimeDirectory= of a systemd unit makes.";
	}

	/** Boot says where it listens as soon as it does. */
	private boolean isPortOfTheWebServer(String portProperty) {
		if (this.environment == null) {
			return false;
		}
		String port = this.environment.getProperty(portProperty, portProperty.equals("jhttp.port") ? "8000" : "");
		return port.equals(this.environment.getProperty("local.server.port"));
	}

}
