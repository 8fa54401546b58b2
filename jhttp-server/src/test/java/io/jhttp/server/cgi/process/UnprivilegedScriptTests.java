package io.jhttp.server.cgi.process;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that scripts promise holds for the server of an ordinary user too: where the tests
 * are root's, those of scripts run once more, in a process that has given root's rights
 * up.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "io.jhttp.server.cgi.process.ScriptUserTests#isRoot",
		disabledReason = "every other test runs like that")
class UnprivilegedScriptTests {

	@TempDir
	Path temporary;

	@ParameterizedTest
	@ValueSource(strings = { "CgiHandlerTests", "ForkServerChoiceTests", "ScriptAnswerTests", "ScriptEnvironmentTests",
			"ScriptInputTests", "ScriptProcessTests", "process.ForkServerTests", "process.SpawnerTests" })
	void whatIsPromisedHoldsForAnOrdinaryUser(String tests) throws Exception {
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path home = Files.createDirectory(this.temporary.resolve("home"));
		ShortCommand.output("chown", "www-data", home.toString());
		Path output = Files.createFile(this.temporary.resolve("output"));
		int failed = new ProcessBuilder(command(tests, home)).directory(home.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start()
			.waitFor();
		assertThat(failed).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
	}

	private List<String> command(String tests, Path home) throws IOException {
		List<String> command = new ArrayList<>(List.of(String.valueOf(ShortCommand.find("setpriv")), "--reuid=www-data",
				"--regid=www-data", "--clear-groups", Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-Djava.io.tmpdir=" + home));
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("--enable-native-access"))
			.forEach(command::add);
		command.addAll(List.of("-cp", readableClassPath(), Runner.class.getName(), "io.jhttp.server.cgi." + tests));
		return command;
	}

	/** Each entry of its own, as others may not be able to read it where it is. */
	private String readableClassPath() throws IOException {
		Path copies = Files.createDirectory(this.temporary.resolve("classes"));
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (Files.exists(Path.of(entry))) {
				Path copy = copies.resolve(entries.size() + "-" + Path.of(entry).getFileName());
				ShortCommand.output("cp", "-r", entry, copy.toString());
				entries.add(copy.toString());
			}
		}
		ShortCommand.output("chmod", "-R", "a+rX", copies.toString());
		return String.join(File.pathSeparator, entries);
	}

	/**
	 * Runs the tests of a class; its exit code is how many have failed.
	 */
	static final class Runner {

		private Runner() {
		}

		public static void main(String[] args) throws IOException {
			if (ScriptUser.isNeeded()) {
				throw new IllegalStateException("These tests are not to run as root");
			}
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			LauncherFactory.create()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(args[0]))
					.build(), listener);
			listener.getSummary().printTo(new PrintWriter(System.out, true));
			listener.getSummary().printFailuresTo(new PrintWriter(System.out, true));
			long succeeded = listener.getSummary().getTestsSucceededCount();
			System.exit((succeeded == 0) ? 1 : (int) listener.getSummary().getTotalFailureCount());
		}

	}

}
