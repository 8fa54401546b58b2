package io.jhttp.sample;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the application: {@code java -jar sample-app.jar --help} says how.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts the application.
	 * @param args see {@link CommandLine}
	 */
	public static void main(String[] args) {
		CommandLine commandLine;
		try {
			commandLine = CommandLine.parse(args);
		}
		catch (UsageException ex) {
			System.err.println("sample-app: " + ex.getMessage());
			System.exit(2);
			return;
		}
		if (commandLine.helpWanted()) {
			System.out.print(CommandLine.USAGE);
			return;
		}
		KeyboardInterrupt.exitGracefully();
		SpringApplication application = new SpringApplication(SampleApplication.class);
		// Without this the handler bean would be all that there is.
		application.setDefaultProperties(Map.of("jhttp.directory", "."));
		application.run(commandLine.springArguments());
	}

}
