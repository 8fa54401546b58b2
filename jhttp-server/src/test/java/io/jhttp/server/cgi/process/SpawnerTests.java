package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
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

import io.jhttp.server.cgi.CgiServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Processes start alike in each way that there is here.
 */
@EnabledOnOs(OS.LINUX)
public class SpawnerTests {

	private static final Path ROOT = Path.of("/");

	@TempDir
	Path temporary;

	private static ForkServerSpawner forking;

	@BeforeAll
	static void startForkServer() {
		forking = new ForkServerSpawner(new JavaSpawner(), () -> ForkServer.start(List.of(), null, 8), 0);
		forking.startNow();
	}

	@AfterAll
	static void endForkServer() {
		forking.close();
	}

	static List<Spawner> spawners() throws IOException {
		List<Spawner> spawners = new ArrayList<>(List.of(new JavaSpawner(), forking));
		if (isNativeAccessEnabled()) {
			spawners.add(PosixSpawner.find());
		}
		return spawners;
	}

	public static boolean isNativeAccessEnabled() {
		try {
			return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(SpawnerTests.class.getModule());
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String output(Spawner spawner, Path directory, Map<String, String> environment, String... command)
			throws IOException, InterruptedException {
		Process process = spawner.start(List.of(command), directory, environment, ScriptInput.NONE);
		try (InputStream output = process.getInputStream(); InputStream errors = process.getErrorStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).isZero();
			assertThat(errors.readAllBytes()).isEmpty();
			return text;
		}
	}

	private static int exitCode(Spawner spawner, String script) throws IOException, InterruptedException {
		Process process = spawner.start(List.of("/bin/sh", "-c", script), ROOT, Map.of(), ScriptInput.NONE);
		try (InputStream output = process.getInputStream(); InputStream errors = process.getErrorStream()) {
			output.readAllBytes();
			errors.readAllBytes();
			int code = process.waitFor();
			assertThat(process.isAlive()).isFalse();
			assertThat(process.exitValue()).isEqualTo(code);
			return code;
		}
	}

	@Test
	void theCLibraryStartsProcessesIfItMayAndOnlyThen() throws IOException {
		if (isNativeAccessEnabled()) {
			assertThat(PosixSpawner.find()).hasToString("posix_spawn");
		}
		else {
			assertThatIOException().isThrownBy(PosixSpawner::find).withMessageMatching(".*JDK 21.*|.*not enabled.*");
		}
	}

	@Test
	void aForkServerStartsProcessesWhereTheServerCannotItself() throws IOException {
		boolean alone = isNativeAccessEnabled() && !ScriptUser.isNeeded();
		try (Launcher launcher = Launcher.find("nobody", 2, 0)) {
			assertThat(launcher).hasToString(alone ? "posix_spawn" : "fork server");
		}
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void argumentsVariablesAndDirectoryArriveAsTheyAre(Spawner spawner) throws Exception {
		Path directory = Files.createDirectory(this.temporary.resolve("a b"));
		assertThat(output(spawner, directory, Map.of("A", "x y=z", "B", ""), "/bin/sh", "-c",
				"pwd; echo \"$A|$B|$1|$2|$#\"", "sh", "a  b", ""))
			.isEqualTo(directory + "\nx y=z||a  b||2\n");
		assertThat(output(spawner, ROOT, Map.of("A", "1"), "/usr/bin/env")).isEqualTo("A=1\n");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void largeEnvironmentsArriveAsAWhole(Spawner spawner) throws Exception {
		String large = "x".repeat(100_000);
		assertThat(output(spawner, ROOT, Map.of("A", large, "B", large), "/usr/bin/env")).hasSize(2 * (100_000 + 3));
		assertThat(output(spawner, ROOT, Map.of("A", "1"), "/usr/bin/env")).isEqualTo("A=1\n");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void aProcessHasNoDescriptorsOfTheServer(Spawner spawner) throws Exception {
		try (ServerSocket server = new ServerSocket(0);
				Socket client = new Socket("127.0.0.1", server.getLocalPort());
				Socket accepted = server.accept()) {
			Process other = spawner.start(List.of("/bin/sleep", "1000"), ROOT, Map.of(), ScriptInput.NONE);
			try {
				// The fourth is what the list is read by.
				assertThat(output(spawner, ROOT, Map.of(), "/bin/sh", "-c", "ls /proc/self/fd | tr '\\n' ' '"))
					.isEqualTo("0 1 2 3 ");
				assertThat(client.isConnected() && accepted.isConnected()).isTrue();
			}
			finally {
				other.destroyForcibly();
				assertThat(other.waitFor()).isEqualTo(137);
				other.getInputStream().close();
				other.getErrorStream().close();
			}
		}
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void aProcessLeadsItsSessionAndGroup(Spawner spawner) throws Exception {
		String[] numbers = output(spawner, ROOT, Map.of(), "/bin/sh", "-c", "cut -d' ' -f1,5,6 /proc/$$/stat")
			.split("\\s");
		assertThat(numbers).hasSize(3).containsOnly(numbers[0]);
	}

	@Test
	void theCLibraryNeitherIgnoresNorBlocksASignal() throws Exception {
		for (Spawner spawner : spawners()) {
			if (!(spawner instanceof JavaSpawner)) {
				String status = output(spawner, ROOT, Map.of(), "/bin/cat", "/proc/self/status");
				// Signals 32 and 33 are the C library's own.
				assertThat(signals(status, "SigIgn") & ~(1L << 31 | 1L << 32)).isZero();
				assertThat(signals(status, "SigBlk")).isZero();
			}
		}
	}

	private static long signals(String status, String name) {
		return status.lines()
			.filter((line) -> line.startsWith(name))
			.mapToLong((line) -> Long.parseUnsignedLong(line.substring(name.length() + 1).strip(), 16))
			.sum();
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void exitCodesAreThoseThatShellsKnow(Spawner spawner) throws Exception {
		assertThat(exitCode(spawner, "exit 0")).isZero();
		assertThat(exitCode(spawner, "exit 3")).isEqualTo(3);
		assertThat(exitCode(spawner, "exit 255")).isEqualTo(255);
		assertThat(exitCode(spawner, "kill -TERM $$")).isEqualTo(143);
		assertThat(exitCode(spawner, "exec >&- 2>&-; sleep 0.1; exit 4")).isEqualTo(4);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void aProcessCanBeAskedToEnd(Spawner spawner) throws Exception {
		Process process = spawner.start(List.of("/bin/sleep", "1000"), ROOT, Map.of(), ScriptInput.NONE);
		assertThat(process.isAlive()).isTrue();
		process.destroy();
		assertThat(process.waitFor()).isEqualTo(143);
		assertThat(process.isAlive()).isFalse();
		process.getInputStream().close();
		process.getErrorStream().close();
		// The number may be another's by now.
		process.destroy();
		process.destroyForcibly();
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void whatCannotStartLeavesNothingBehind(Spawner spawner) throws Exception {
		long before = descriptors();
		for (int i = 0; i < 5; i++) {
			if (!(spawner instanceof JavaSpawner)) {
				assertThatIOException()
					.isThrownBy(() -> spawner.start(List.of("/no/such/program"), ROOT, Map.of(), ScriptInput.NONE))
					.withMessage("No such file or directory");
			}
			assertThatIOException().isThrownBy(() -> spawner.start(List.of("/bin/true"), Path.of("/no/such/directory"),
					Map.of(), ScriptInput.NONE));
		}
		assertThat(descriptors()).isLessThanOrEqualTo(before);
		assertThat(children()).isEmpty();
	}

	/** All but the fork server. */
	private static Stream<ProcessHandle> children() {
		return ProcessHandle.current()
			.children()
			.flatMap((child) -> CgiServer.isForkServer(child) ? child.children() : Stream.of(child))
			.filter(ProcessHandle::isAlive);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("spawners")
	void severalThreadsStartProcessesAtTheSameTime(Spawner spawner) throws Exception {
		long before = descriptors();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<String>> tasks = new ArrayList<>();
			for (int i = 0; i < 80; i++) {
				String number = String.valueOf(i);
				tasks.add(() -> output(spawner, ROOT, Map.of("N", number), "/bin/sh", "-c", "echo $N$0", number));
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
		assertThat(children()).isEmpty();
	}

	@Test
	void aRunningProcessHasNoExitCode() throws Exception {
		for (Spawner spawner : spawners()) {
			Process process = spawner.start(List.of("/bin/sleep", "1000"), ROOT, Map.of(), ScriptInput.NONE);
			assertThatExceptionOfType(IllegalThreadStateException.class).isThrownBy(process::exitValue);
			assertThat(process.destroyForcibly().waitFor()).isEqualTo(137);
			process.getInputStream().close();
			process.getErrorStream().close();
		}
	}

}
