package io.jhttp.server;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is promised holds for the server of an ordinary user too: where the tests are
 * root's, those to which that makes a difference run once more, in a process that has
 * given root's rights up.
 */
@Tag("exhaustive")
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "io.jhttp.server.cgi.process.ScriptUserTests#isRoot",
		disabledReason = "every other test runs like that")
class UnprivilegedTests {

	private static final List<String> TESTS = List.of("file.FreshnessTests", "file.UnreadableFileTests",
			"file.ApplicationArchivesTests", "cgi.CgiHandlerTests", "cgi.ScriptResponseTests",
			"cgi.ScriptEnvironmentTests", "cgi.ScriptInputTests", "cgi.ScriptProcessTests", "cgi.ScriptShortageTests",
			"cgi.process.LauncherTests");

	@TempDir
	Path temporary;

	@Test
	@Timeout(value = 5, unit = TimeUnit.MINUTES)
	void whatIsPromisedHoldsForAnOrdinaryUser() throws Exception {
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path home = Files.createDirectory(this.temporary.resolve("home"));
		run("chown", "www-data", home.toString());
		Path output = Files.createFile(this.temporary.resolve("output"));
		int failed = new ProcessBuilder(command(home)).directory(home.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start()
			.waitFor();
		keepReport(home);
		assertThat(failed).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
	}

	private List<String> command(Path home) throws Exception {
		return List.of("setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups",
				Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Djava.io.tmpdir=" + home, "-cp", readableClassPath(), Runner.class.getName());
	}

	/** Each entry of its own, as others may not be able to read it where it is. */
	private String readableClassPath() throws Exception {
		Path copies = Files.createDirectory(this.temporary.resolve("classes"));
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (Files.exists(Path.of(entry))) {
				Path copy = copies.resolve(entries.size() + "-" + Path.of(entry).getFileName());
				run("cp", "-r", entry, copy.toString());
				entries.add(copy.toString());
			}
		}
		run("chmod", "-R", "a+rX", copies.toString());
		return String.join(File.pathSeparator, entries);
	}

	private static void run(String... command) throws Exception {
		assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).as(String.join(" ", command)).isZero();
	}

	/** Where the build counts what has run, if it says where that is. */
	private static void keepReport(Path home) throws IOException {
		String reports = System.getProperty("jhttp.test.reports");
		Path report = home.resolve("TEST-junit-jupiter.xml");
		if (reports != null && Files.exists(report)) {
			Files.copy(report, Path.of(reports, "TEST-" + UnprivilegedTests.class.getName() + "-www-data.xml"),
					StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * Runs the tests; its exit code is how many have failed.
	 */
	static final class Runner {

		private Runner() {
		}

		public static void main(String[] args) {
			PrintWriter output = new PrintWriter(System.out, true);
			SummaryGeneratingListener summary = new SummaryGeneratingListener();
			String packageName = UnprivilegedTests.class.getPackageName();
			LauncherFactory.create()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(TESTS.stream()
						.map((name) -> DiscoverySelectors.selectClass(packageName + "." + name))
						.toList())
					.build(), summary, new LegacyXmlReportGeneratingListener(Path.of(""), output));
			summary.getSummary().printTo(output);
			summary.getSummary().printFailuresTo(output);
			boolean ran = summary.getSummary().getTestsSucceededCount() > 0;
			System.exit(ran ? (int) Math.min(99, summary.getSummary().getTotalFailureCount()) : 1);
		}

	}

}
