package io.jhttp.server.cgi.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.jhttp.server.cgi.CgiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is special to processes that a fork server starts.
 */
@EnabledOnOs(OS.LINUX)
class ForkServerTests {

	private static final Path ROOT = Path.of("/");

	private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

	@TempDir
	Path temporary;

	private final AtomicInteger started = new AtomicInteger();

	private final ForkServerSpawner spawner = new ForkServerSpawner(new JavaSpawner(), this::startOne, 0,
			Duration.ZERO);

	private ForkServer startOne() throws IOException {
		this.started.incrementAndGet();
		return ForkServer.start(List.of(), null, 1);
	}

	@BeforeEach
	void start() {
		this.spawner.startNow();
	}

	@AfterEach
	void end() {
		this.spawner.close();
	}

	private Process run(String script) throws IOException {
		return this.spawner.start(List.of("/bin/sh", "-c", script), ROOT, ENVIRONMENT, ScriptInput.NONE);
	}

	private static String finish(Process process) throws IOException, InterruptedException {
		try (InputStream output = process.getInputStream(); InputStream errors = process.getErrorStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor();
			return text + new String(errors.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void oneConnectionServesOneProcessAfterTheOther() throws Exception {
		for (int i = 0; i < 5; i++) {
			Process process = run("echo out $PPID; echo err >&2; exit " + i);
			assertThat(process).isInstanceOf(ForkedProcess.class);
			assertThat(finish(process)).isEqualTo("out " + this.spawner.serverId() + "\nerr\n");
			assertThat(process.exitValue()).isEqualTo(i);
		}
		assertThat(this.started).hasValue(1);
	}

	@Test
	void whoFindsNoConnectionFreeStartsDirectly() throws Exception {
		Process first = run("read line");
		Process sleeping = run("exec sleep 1000");
		Process third = run("echo third");
		assertThat(sleeping).isNotInstanceOf(ForkedProcess.class);
		assertThat(finish(third)).isEqualTo("third\n");
		sleeping.toHandle().destroyForcibly();
		finish(sleeping);
		finish(first);
		assertThat(run("exit")).isInstanceOf(ForkedProcess.class).satisfies(ForkServerTests::finish);
	}

	@Test
	void aCommandThatComesTooLateDoesNotConcernTheNextProcess() throws Exception {
		Process first = run("exit 3");
		finish(first);
		Process second = run("echo begun; sleep 0.2; exit 4");
		first.destroy();
		first.destroyForcibly();
		assertThat(finish(second)).isEqualTo("begun\n");
		assertThat(second.exitValue()).isEqualTo(4);
	}

	@Test
	void outputThatNobodyReadsStopsTheProcessAndWhatWasReadIsComplete() throws Exception {
		Process process = run("i=0; while [ $i -lt 200 ]; do printf '%010000d' $i; i=$((i+1)); done; echo end >&2");
		assertThat(process.getErrorStream().available()).isZero();
		try (InputStream output = process.getInputStream()) {
			byte[] all = output.readAllBytes();
			assertThat(all).hasSize(200 * 10_000);
			assertThat(new String(all, 199 * 10_000, 10_000, StandardCharsets.US_ASCII)).endsWith("0000199");
		}
		assertThat(process.waitFor()).isZero();
		assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("end\n");
		process.getErrorStream().close();
	}

	@Test
	void aProcessIsHeardThatIsAskedToEndWhileItsOutputIsNotRead() throws Exception {
		Process process = run("trap 'exit 5' TERM; yes & while :; do wait; done");
		assertThat(process.getInputStream().readNBytes(2)).asString().isEqualTo("y\n");
		process.destroy();
		process.getInputStream().close();
		try (InputStream errors = process.getErrorStream()) {
			assertThat(process.waitFor()).isEqualTo(5);
			assertThat(errors.available()).isZero();
		}
	}

	@Test
	void whatADaemonKeepsOpenDoesNotKeepTheConnection() throws Exception {
		Path number = this.temporary.resolve("number");
		Process process = run("setsid sleep 1000 & echo $! > " + number + "; echo done");
		assertThat(process.getInputStream().readNBytes(5)).asString().isEqualTo("done\n");
		process.getInputStream().close();
		assertThat(process.waitFor()).isZero();
		process.getErrorStream().close();
		assertThat(finish(run("echo next"))).isEqualTo("next\n");
		assertThat(this.started).hasValue(1);
		ProcessHandle.of(Long.parseLong(Files.readString(number).strip())).ifPresent(ProcessHandle::destroyForcibly);
	}

	@Test
	void processesStartDirectlyWhenTheForkServerWasKilledAndByAnotherAfterIt() throws Exception {
		long first = this.spawner.serverId();
		Process running = run("echo begun; exec sleep 1000");
		assertThat(running.getInputStream().readNBytes(6)).asString().isEqualTo("begun\n");
		ProcessHandle.of(first).orElseThrow().destroyForcibly();
		assertThat(running.getInputStream().read()).isEqualTo(-1);
		assertThat(running.waitFor()).isEqualTo(255);
		ProcessHandle.of(running.pid()).ifPresent(ProcessHandle::destroyForcibly);
		running.getInputStream().close();
		running.getErrorStream().close();

		CgiServer.eventually(() -> ProcessHandle.of(first).isEmpty());
		assertThat(finish(run("echo direct"))).isEqualTo("direct\n");
		CgiServer.eventually(() -> {
			finish(run("exit"));
			return this.spawner.serverId() != 0 && this.spawner.serverId() != first;
		});
		assertThat(run("echo again")).isInstanceOf(ForkedProcess.class)
			.satisfies((process) -> assertThat(finish(process)).isEqualTo("again\n"));
	}

	@Test
	void aForkServerStartsOnlyWhenItIsWorthIt() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		try (ForkServerSpawner rare = new ForkServerSpawner(new JavaSpawner(), () -> {
			asked.incrementAndGet();
			throw new IOException("none today");
		}, 2)) {
			for (int i = 0; i < 2; i++) {
				finish(rare.start(List.of("/bin/true"), ROOT, ENVIRONMENT, ScriptInput.NONE));
			}
			assertThat(asked).hasValue(0);
			finish(rare.start(List.of("/bin/true"), ROOT, ENVIRONMENT, ScriptInput.NONE));
			CgiServer.eventually(() -> asked.get() == 1);
			finish(rare.start(List.of("/bin/true"), ROOT, ENVIRONMENT, ScriptInput.NONE));
			assertThat(asked).as("after a failure it is not tried at once").hasValue(1);
		}
	}

	@Test
	void itsEndEndsItsProcessesAndLeavesNothingBehind() throws Exception {
		Process process = run("sleep 1000 & echo $!; wait");
		long background = Long.parseLong(new String(process.getInputStream().readNBytes(1)) + readLine(process));
		long server = this.spawner.serverId();
		this.spawner.close();
		CgiServer.eventually(() -> Stream.of(server, process.pid(), background)
			.noneMatch((id) -> ProcessHandle.of(id).filter(ProcessHandle::isAlive).isPresent()));
		finish(process);
	}

	private static String readLine(Process process) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = process.getInputStream().read(); c != '\n'; c = process.getInputStream().read()) {
			line.append((char) c);
		}
		return line.toString();
	}

	@Test
	void scriptsEndWithAServerThatIsKilled() throws Exception {
		Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), Killed.class.getName())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader output = other.inputReader()) {
			long forkServer = Long.parseLong(output.readLine());
			long script = Long.parseLong(output.readLine());
			assertThat(ProcessHandle.of(script)).isPresent();
			other.destroyForcibly().waitFor();
			CgiServer.eventually(() -> ProcessHandle.of(script).isEmpty() && ProcessHandle.of(forkServer).isEmpty());
		}
		finally {
			other.destroyForcibly();
		}
	}

	/**
	 * A server that has no time to end its scripts.
	 */
	static final class Killed {

		private Killed() {
		}

		public static void main(String[] args) throws Exception {
			try (ForkServer server = ForkServer.start(List.of(), null, 1)) {
				Process script = server
					.start(SpawnRequest.of(List.of("/bin/sleep", "1000"), ROOT, Map.of(), ScriptInput.NONE));
				System.out.println(server.id());
				System.out.println(script.pid());
				script.waitFor();
			}
		}

	}

	@Test
	void aConnectionThatDoesNotKnowTheTokenIsNotTheForkServers() throws Exception {
		byte[] token = "abcd".getBytes(StandardCharsets.US_ASCII);
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(this.temporary.resolve("s"));
		try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			listener.bind(address);
			for (String said : List.of("abcd", "abcx", "ab")) {
				try (SocketChannel client = SocketChannel.open(address);
						ForkServerConnection connection = new ForkServerConnection(listener.accept())) {
					client.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)));
					assertThat(connection.isIntroducedBy(token, Duration.ofMillis(50))).isEqualTo(said.equals("abcd"));
				}
			}
		}
	}

	@Test
	@EnabledIf(value = "io.jhttp.server.cgi.process.ScriptUserTests#isRoot",
			disabledReason = "only root can become somebody")
	void aScriptCanNeitherLookIntoTheForkServerNorFindItsFiles() throws Exception {
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
		ScriptUser nobody = ScriptUser.named("nobody");
		try (Launcher launcher = Launcher.find("nobody", 1, 0)) {
			Path script = Files.writeString(this.temporary.resolve("x"),
					"#!/bin/sh\nid -u\nid -G\ncat /proc/$PPID/environ 2>&1 >/dev/null | grep -o denied\n"
							+ "ls -d /tmp/jhttp-cgi-*/socket 2>/dev/null\ngrep NoNewPrivs /proc/self/status\n");
			Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
			Process process = launcher.start(script, List.of(), ENVIRONMENT, ScriptInput.NONE);
			assertThat(process).isInstanceOf(ForkedProcess.class);
			assertThat(finish(process)).isEqualTo(nobody.uid() + "\n" + nobody.gid() + "\ndenied\nNoNewPrivs:\t1\n");
			assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
		}
	}

}
