package io.jhttp.sample;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * The log on the error output, as on Python's command line: the standard output has the
 * first and the last message only. Spring Boot's settings of the log stay what they are.
 */
final class LogOutput {

	private LogOutput() {
	}

	/** To be called when Spring Boot has set up the log. */
	static void toErrors() {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		if (root.getAppender("CONSOLE") instanceof ConsoleAppender<?> console) {
			console.setTarget("System.err");
			console.start();
		}
	}

}
