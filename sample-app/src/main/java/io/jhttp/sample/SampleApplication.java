package io.jhttp.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the application: {@code java -jar sample-app.jar --help} says how.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts the application. The exit code is Python's: 2 for a command line that makes
	 * no sense, 1 for what cannot be served.
	 * @param args see {@link CommandLine}
	 */
	public static void main(String[] args) {
		try {
			start(CommandLine.parse(args));
		}
		catch (UsageException ex) {
			System.err.print(CommandLine.USAGE);
			exit(2, String.valueOf(ex.getMessage()));
		}
		catch (StartException ex) {
			exit(1, String.valueOf(ex.getMessage()));
		}
	}

	private static void start(CommandLine commandLine) {
		if (commandLine.helpWanted()) {
			System.out.print(CommandLine.HELP);
			return;
		}
		KeyboardInterrupt.exitGracefully();
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setDefaultProperties(commandLine.defaultProperties());
		application.addInitializers((context) -> LogOutput.toErrors());
		try {
			application.run(commandLine.springArguments());
		}
		catch (SpringApplication.AbandonedRunException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			exit(1, FailureLine.of(ex));
		}
	}

	private static void exit(int code, String reason) {
		System.err.println("sample-app: error: " + reason);
		System.exit(code);
	}

}
