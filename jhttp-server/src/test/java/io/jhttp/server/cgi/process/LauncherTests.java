package io.jhttp.server.cgi.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jhttp.server.OwnProcess;
import io.jhttp.server.cgi.CgiServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What the process of a script is, and is not.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTests {

	private static final Path ROOT = Path.of("/");

	private static Launcher launcher;

	@TempDir
	Path temporary;

	@BeforeAll
	static void find() throws IOException {
		launcher = Launcher.find("nobody");
	}

	private static Process start(String... command) throws IOException {
		return launcher.start(List.of(command), ROOT, Map.of(), ScriptInput.NONE);
	}

	private static Process sh(String script) throws IOException {
		return start("/bin/sh", "-c", script);
	}

	private static String output(Path directory, Map<String, String> environment, String... command)
			throws IOException, InterruptedException {
		Process process = launcher.start(List.of(command), directory, environment, ScriptInput.NONE);
		try (InputStream output = process.getInputStream(); InputStream errors = process.getErrorStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).isZero();
			assertThat(errors.readAllBytes()).isEmpty();
			return text;
		}
	}

	private static int exitCode(Process process) throws IOException, InterruptedException {
		try (InputStream output = process.getInputStream(); InputStream errors = process.getErrorStream()) {
			output.readAllBytes();
			errors.readAllBytes();
			return process.waitFor();
		}
	}

	@Test
	void argumentsVariablesAndDirectoryArriveAsTheyAre() throws Exception {
		Path directory = Files.createDirectory(CgiServer.root(this.temporary).resolve("a b"));
		assertThat(output(directory, Map.of("A", "x y=z", "B", ""), "/bin/sh", "-c", "pwd; echo \"$A|$B|$1|$2|$#\"",
				"sh", "a  b", ""))
			.isEqualTo(directory + "\nx y=z||a  b||2\n");
		assertThat(output(ROOT, Map.of("A", "1"), "/usr/bin/env")).isEqualTo("A=1\n");
	}

	@Test
	void largeEnvironmentsArriveAsAWhole() throws Exception {
		String large = "x".repeat(100_000);
		assertThat(output(ROOT, Map.of("A", large, "B", large), "/usr/bin/env")).hasSize(2 * (100_000 + 3));
	}

	/** Programs such as env take what has an equals sign for a variable. */
	@Test
	void aScriptMayHaveAnEqualsSignOrADashInItsName() throws Exception {
		for (String name : List.of("a=b", "-a", "--help")) {
			Path script = Files.writeString(CgiServer.root(this.temporary).resolve(name), "#!/bin/sh\necho this is $0");
			script.toFile().setExecutable(true, false);
			Process process = launcher.start(script, List.of(), Map.of(), ScriptInput.NONE);
			try (InputStream output = process.getInputStream()) {
				assertThat(new String(output.readAllBytes(), StandardCharsets.US_ASCII))
					.isEqualTo("this is " + script + "\n");
			}
		}
	}

	@Test
	void aProcessHasNoDescriptorsOfTheServer() throws Exception {
		try (ServerSocket server = new ServerSocket(0);
				Socket client = new Socket("127.0.0.1", server.getLocalPort());
				Socket accepted = server.accept()) {
			Process other = start("/bin/sleep", "1000");
			try {
				// The fourth is what the list is read by.
				assertThat(output(ROOT, Map.of(), "/bin/sh", "-c", "ls /proc/self/fd | tr '\\n' ' '"))
					.isEqualTo("0 1 2 3 ");
				assertThat(client.isConnected() && accepted.isConnected()).isTrue();
			}
			finally {
				assertThat(other.destroyForcibly().waitFor()).isEqualTo(137);
			}
		}
	}

	@Test
	void aProcessLeadsItsSessionAndGroup() throws Exception {
		String[] numbers = output(ROOT, Map.of(), "/bin/sh", "-c", "cut -d' ' -f1,5,6 /proc/$$/stat").split("\\s");
		assertThat(numbers).hasSize(3).containsOnly(numbers[0]);
	}

	@Test
	void aProcessCannotGainPrivileges() throws Exception {
		assertThat(output(ROOT, Map.of(), "/bin/cat", "/proc/self/status")).contains("\nNoNewPrivs:\t1\n");
	}

	@Test
	void aProcessNeitherIgnoresNorBlocksASignalWhateverItsServerDoes() throws Exception {
		Process server = server("/bin/sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh");
		try (BufferedReader output = server.inputReader()) {
			String status = String.join("\n", output.lines().toList());
			// Signals 32 and 33 are the C library's own.
			assertThat(signals(status, "SigIgn") & ~(1L << 31 | 1L << 32)).isZero();
			assertThat(signals(status, "SigBlk")).isZero();
		}
		assertThat(server.waitFor()).isZero();
	}

	private static long signals(String status, String name) {
		return Long.parseUnsignedLong(status.lines()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElseThrow(), 16);
	}

	@Test
	void exitCodesAreThoseThatShellsKnow() throws Exception {
		assertThat(exitCode(sh("exit 0"))).isZero();
		assertThat(exitCode(sh("exit 3"))).isEqualTo(3);
		assertThat(exitCode(sh("exit 255"))).isEqualTo(255);
		assertThat(exitCode(sh("kill -TERM $$"))).isEqualTo(143);
		assertThat(exitCode(sh("exec >&- 2>&-; sleep 0.1; exit 4"))).isEqualTo(4);
	}

	@Test
	void aProcessIsHeardThatIsAskedToEndWhileItsOutputIsNotRead() throws Exception {
		Process process = sh("trap 'echo heard >&2; exit 5' TERM; yes & while :; do wait; done");
		assertThat(process.getInputStream().readNBytes(2)).asString().isEqualTo("y\n");
		Launcher.askToEnd(process);
		try (InputStream errors = process.getErrorStream()) {
			assertThat(process.waitFor()).isEqualTo(5);
			assertThat(errors.readNBytes(6)).asString().isEqualTo("heard\n");
		}
		process.getInputStream().close();
	}

	@Test
	void outputThatNoThreadReadsStopsTheProcessAndWhatIsReadIsComplete() throws Exception {
		Process process = sh("i=0; while [ $i -lt 200 ]; do printf '%010000d' $i; i=$((i+1)); done; echo end >&2");
		assertThat(process.getErrorStream().available()).isZero();
		try (InputStream output = process.getInputStream()) {
			byte[] all = output.readAllBytes();
			assertThat(all).hasSize(200 * 10_000);
			assertThat(new String(all, 199 * 10_000, 10_000, StandardCharsets.US_ASCII)).endsWith("0000199");
		}
		assertThat(process.waitFor()).isZero();
		process.getErrorStream().close();
	}

	@Test
	void whatCannotStartLeavesNothingBehind() throws Exception {
		long before = descriptors();
		for (int i = 0; i < 5; i++) {
			assertThat(exitCode(start("/no/such/program"))).isEqualTo(127);
			assertThatIOException().isThrownBy(() -> launcher.start(List.of("/bin/true"), Path.of("/no/such/directory"),
					Map.of(), ScriptInput.NONE));
		}
		assertThat(descriptors()).isLessThanOrEqualTo(before);
		assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	@Test
	void severalThreadsStartProcessesAtTheSameTime() throws Exception {
		long before = descriptors();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<String>> tasks = new ArrayList<>();
			for (int i = 0; i < 24; i++) {
				String number = String.valueOf(i);
				tasks.add(() -> output(ROOT, Map.of("N", number), "/bin/sh", "-c", "echo $N$0", number));
			}
			int number = 0;
			for (Future<String> output : threads.invokeAll(tasks)) {
				assertThat(output.get()).isEqualTo("" + number + number + "\n");
				number++;
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(descriptors()).isLessThanOrEqualTo(before);
		assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
	}

	@Test
	void aScriptEndsWithAServerThatIsKilled() throws Exception {
		Process server = server();
		long script = Long.parseLong(server.inputReader().readLine());
		assertThat(ProcessHandle.of(script)).isPresent();
		server.destroyForcibly().waitFor();
		CgiServer.eventually(() -> ProcessHandle.of(script).isEmpty());
	}

	private static Process server(String... before) throws IOException {
		List<String> command = new ArrayList<>(List.of(before));
		command.addAll(OwnProcess.java(Server.class, (before.length > 0) ? "status" : "id"));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
	}

	/**
	 * A server that shows the state of a script, or starts one that lasts.
	 */
	static final class Server {

		private Server() {
		}

		public static void main(String[] args) throws Exception {
			launcher = Launcher.find("nobody");
			if (args[0].equals("status")) {
				System.out.print(output(ROOT, Map.of(), "/bin/cat", "/proc/self/status"));
				return;
			}
			Process script = sh("echo begun; exec sleep 1000");
			// From then on it ends with this process: setpriv is done.
			script.inputReader().readLine();
			System.out.println(script.pid());
			script.waitFor();
		}

	}

	private static List<String> warnings(Runnable step) {
		Logger logger = (Logger) LoggerFactory.getLogger(Launcher.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.WARN);
		step.run();
		logger.setLevel(null);
		logger.detachAppender(appender);
		return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Test
	void processOneIsWarnedAsJavaReapsNothing() {
		assertThat(warnings(() -> Launcher.warnOfSurroundings(1, "UTF-8"))).containsExactly(
				"This server is process 1 of its container, and Java does not reap what CGI scripts leave behind: "
						+ "start the container with an init process, such as by 'docker run --init'");
		assertThat(warnings(() -> Launcher.warnOfSurroundings(2, "UTF-8"))).isEmpty();
	}

	@Test
	void aServerInALocaleWithoutUnicodeIsWarned() {
		assertThat(warnings(() -> Launcher.warnOfSurroundings(2, "ANSI_X3.4-1968"))).containsExactly(
				"CGI scripts see a question mark in place of each character that ANSI_X3.4-1968 does not have: "
						+ "start the server in a UTF-8 locale, such as with LC_ALL=C.UTF-8");
	}

	/** BusyBox has programs of these names that cannot do everything. */
	@Test
	void aProgramThatIsMissingOrCannotDoItsPartIsLeftOutWithAWarning() {
		List<String> found = new ArrayList<>();
		assertThat(warnings(() -> {
			found.addAll(Launcher.findOptional("they do harm", "no-such-program"));
			found.addAll(Launcher.findOptional("they do harm", "env", "--no-such-option"));
		})).hasSize(2)
			.first()
			.isEqualTo("CGI scripts start without 'no-such-program', so that they do harm: "
					+ "the program 'no-such-program' of util-linux or coreutils was not found");
		assertThat(found).isEmpty();
	}

}
