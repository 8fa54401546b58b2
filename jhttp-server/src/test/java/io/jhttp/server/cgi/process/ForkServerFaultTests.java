package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jhttp.server.cgi.CgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What goes wrong with a fork server does not go wrong with its server.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ForkServerFaultTests {

	private static final Path ROOT = Path.of("/");

	private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

	/** Instead of a fork server. */
	private static final List<String> SLEEPER = List.of("/bin/sh", "-c", "exec sleep 1000");

	@TempDir
	Path temporary;

	private static ForkServerSpawner forking(ForkServerSpawner.Source source) {
		return new ForkServerSpawner(new JavaSpawner(), source, 0, Duration.ZERO);
	}

	private static Process run(Spawner spawner, String script) throws IOException {
		return spawner.start(List.of("/bin/sh", "-c", script), ROOT, ENVIRONMENT, ScriptInput.NONE);
	}

	private static void finish(Process process) throws IOException, InterruptedException {
		try (InputStream output = process.getInputStream()) {
			output.readAllBytes();
			process.waitFor();
		}
		process.getErrorStream().close();
	}

	private static void signal(String name, long process) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, "--", String.valueOf(process)).start().waitFor()).isZero();
	}

	@Test
	void whoReadsWhenTheForkServerIsEndedReadsAnEnd() throws Exception {
		ForkServerSpawner spawner = forking(() -> ForkServer.start(List.of(), null, 1));
		spawner.startNow();
		Process process = run(spawner, "echo begun; exec sleep 1000");
		assertThat(process.getInputStream().readNBytes(6)).asString().isEqualTo("begun\n");
		CompletableFuture<Thread> reader = new CompletableFuture<>();
		CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
			reader.complete(Thread.currentThread());
			try {
				return process.getInputStream().read();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Thread thread = reader.get();
		CgiServer.eventually(() -> List.of(thread.getStackTrace())
			.stream()
			.anyMatch((frame) -> frame.getMethodName().equals("select")));
		spawner.close();
		assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
		finish(process);
	}

	@Test
	void aForkServerThatHasLostItsConnectionsIsReplaced() throws Exception {
		try (ForkServerSpawner spawner = forking(() -> ForkServer.start(List.of(), null, 1))) {
			spawner.startNow();
			long first = spawner.serverId();
			Process process = run(spawner, "exec sleep 1000");
			signal("STOP", first);
			process.destroyForcibly();
			assertThat(process.waitFor()).isEqualTo(255);
			finish(process);
			CgiServer.eventually(() -> {
				finish(run(spawner, "exit"));
				return spawner.serverId() != 0 && spawner.serverId() != first;
			});
			assertThat(ProcessHandle.of(first)).isEmpty();
			ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	@Test
	void aForkServerThatDoesNotAnswerCostsOneRequest() throws Exception {
		try (ForkServerSpawner spawner = forking(
				() -> ForkServer.start(List.of(), null, 4, Duration.ofSeconds(20), Duration.ofMillis(100)))) {
			spawner.startNow();
			long first = spawner.serverId();
			signal("STOP", first);
			assertThatIOException().isThrownBy(() -> run(spawner, "exit"))
				.withMessage("the fork server does not answer");
			CgiServer.eventually(() -> ProcessHandle.of(first).isEmpty());
			Process next = run(spawner, "exit 3");
			finish(next);
			assertThat(next.exitValue()).isEqualTo(3);
		}
	}

	@Test
	void whatIsTooLargeForASmallJvmStartsWithoutIt() throws Exception {
		try (ForkServerSpawner spawner = forking(() -> ForkServer.start(List.of(), null, 16))) {
			spawner.startNow();
			String value = "v".repeat(100_000);
			Map<String, String> environment = Map.of("A", value, "B", value, "C", value, "D", value, "E", value, "F",
					value, "G", value, "H", value, "I", value, "PATH", "/usr/bin:/bin");
			List<Process> processes = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				processes.add(spawner.start(List.of("/bin/sh", "-c", "read line; echo ${#A}"), ROOT, environment,
						ScriptInput.NONE));
			}
			for (Process process : processes) {
				assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("100000\n");
				finish(process);
			}
			assertThat(run(spawner, "exit")).isInstanceOf(ForkedProcess.class).satisfies(ForkServerFaultTests::finish);
		}
	}

	@Test
	void whoEndsAServerDoesNotWaitForTheStartOfAForkServer() throws Exception {
		CountDownLatch starts = new CountDownLatch(1);
		ForkServerSpawner spawner = forking(() -> {
			starts.countDown();
			return ForkServer.start(SLEEPER, null, 1);
		});
		Thread starter = new Thread(spawner::startNow);
		starter.start();
		starts.await();
		long before = System.nanoTime();
		spawner.close();
		starter.join();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void strangersAtTheSocketNeitherHoldUpAStartNorPreventIt() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Thread stranger = new Thread(() -> {
			while (!over.get()) {
				visit();
			}
		});
		stranger.start();
		try {
			assertThatIOException()
				.isThrownBy(() -> ForkServer.start(SLEEPER, null, 1, Duration.ofMillis(300), Duration.ZERO))
				.withMessageContaining("did not start");
			ForkServer.start(List.of(), null, 1).close();
		}
		finally {
			over.set(true);
			stranger.join();
		}
	}

	private static void visit() {
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")),
				"jhttp-cgi-*")) {
			for (Path directory : directories) {
				SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(ForkServerDirectory.SOCKET))).close();
			}
		}
		catch (IOException ex) {
			// Not there yet, or not there any more.
		}
	}

	@Test
	void aStrangerThatLeavesIsNotTheForkServer() throws Exception {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(this.temporary.resolve("s"));
		try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			listener.bind(address);
			SocketChannel.open(address).close();
			try (ForkServerConnection connection = new ForkServerConnection(listener.accept())) {
				assertThat(connection.isIntroducedBy("abcd".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(9)))
					.isFalse();
			}
		}
	}

}
