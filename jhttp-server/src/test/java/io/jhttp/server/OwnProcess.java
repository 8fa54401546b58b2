package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * A server in a process of its own, which a test can give too little of the system.
 */
public final class OwnProcess {

	private OwnProcess() {
	}

	/**
	 * Starts a process, which is ended after 50 seconds.
	 * @param shell what a shell is told before, such as a limit
	 * @param options of the JVM
	 * @param main the main class
	 * @param arguments of the program
	 */
	public static Process start(String shell, List<String> options, Class<?> main, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", shell + " exec timeout -s KILL 50 \"$@\"", "sh"));
		command.addAll(java(main, arguments));
		command.addAll(command.indexOf("-cp"), options);
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	/** The command of a JVM that starts quickly, as it ends soon. */
	public static List<String> java(Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-XX:-MaxFDLimit", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

	/** In the process itself: prints what is logged from INFO on, a line an entry. */
	public static void printLog(String name) {
		Logger logger = (Logger) LoggerFactory.getLogger(name);
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				System.out.println(event.getLevel() + " " + event.getFormattedMessage());
			}

		};
		appender.start();
		logger.addAppender(appender);
		logger.setAdditive(false);
		logger.setLevel(Level.INFO);
	}

}
