package io.jhttp.server.cgi;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.OwnProcess;
import io.jhttp.server.RawClient;
import io.jhttp.server.cgi.process.Launcher;
import io.jhttp.server.cgi.process.ScriptInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts of a server, in a process of its own, that gets too little of the system for a
 * while: their requests may come again.
 */
@EnabledOnOs(OS.LINUX)
class ScriptShortageTests {

	private static final String GET = "GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String POST = "POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n"
			+ "x".repeat(50_000);

	@TempDir
	Path temporary;

	private Process server;

	private BufferedReader said;

	private int port;

	private long pid;

	/** Those that are not of a script. */
	private Set<String> pipes;

	/** What was open at the last look. */
	private Map<Integer, String> open = Map.of();

	@BeforeEach
	void start() throws Exception {
		Path root = CgiServer.root(this.temporary);
		try (CgiServer files = CgiServer.start(this.temporary)) {
			files.sh("cgi-bin/x", "echo Content-Type: a/b; echo; wc -c");
			files.sh("cgi-bin/xx", "exec sleep 1000");
		}
		Path tmp = Files.createDirectory(this.temporary.resolve("tmp"));
		this.server = OwnProcess.start("", List.of("-Xlog:disable", "-Djava.io.tmpdir=" + tmp, "-Xss128m",
				"-Djdk.lang.processReaperUseDefaultStackSize=true"), Server.class, root.toString());
		this.said = this.server.inputReader();
		this.port = Integer.parseInt(this.said.readLine());
		this.pid = Long.parseLong(this.said.readLine());
		this.pipes = open().values()
			.stream()
			.filter((target) -> target.startsWith("pipe:"))
			.collect(Collectors.toSet());
	}

	@AfterEach
	void end() {
		ProcessHandle.of(this.pid).ifPresent(ProcessHandle::destroyForcibly);
	}

	/**
	 * Prints what is logged, and what is a failure of its own. For each byte of its input
	 * it has a thread that waits for the end of a process.
	 */
	static final class Server {

		private Server() {
		}

		public static void main(String[] arguments) throws Exception {
			loadClasses();
			OwnProcess.printLog("io.jhttp.server");
			CgiHandler handler = CgiServer.builder(Path.of(arguments[0])).maxConcurrent(1).build();
			HttpServer server = HttpServer.builder().port(0).eventLoops(1).handler(handler).start();
			System.out.println(server.port());
			System.out.println(ProcessHandle.current().pid());
			for (int read = System.in.read(); read >= 0; read = System.in.read()) {
				new ProcessBuilder("sleep", "1000").start();
				System.out.println("sleeps");
			}
		}

	}

	/** Those of the server come from files here, which need descriptors too. */
	private static void loadClasses() throws Exception {
		Path directory = Path.of(HttpServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.map(directory::relativize).toList()) {
				String name = file.toString().replace('/', '.');
				if (name.endsWith(".class") && !name.contains("-")) {
					Class.forName(name.substring(0, name.length() - ".class".length()), false,
							HttpServer.class.getClassLoader());
				}
			}
		}
	}

	private void limit(String resource, Object value) throws Exception {
		assertThat(new ProcessBuilder("prlimit", "--pid=" + this.pid, "--" + resource + "=" + value + ":").inheritIO()
			.start()
			.waitFor()).isZero();
	}

	private String hardLimit(String name) throws IOException {
		return Files.readAllLines(Path.of("/proc", String.valueOf(this.pid), "limits"))
			.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()).strip().split(" +")[1])
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Leaves so many descriptors, as soon as none is open for a moment only: if those are
	 * closed afterwards, more than six are left, and Java then fails to start a process
	 * without closing its pipes.
	 */
	private void limitDescriptors(int left) throws Exception {
		CgiServer.eventually(this::isSettled);
		Set<Integer> used = this.open.keySet();
		int limit = 0;
		for (int free = 0; free < left || used.contains(limit); limit++) {
			free += used.contains(limit) ? 0 : 1;
		}
		limit("nofile", limit);
	}

	/** Java itself opens files for a moment, such as those of its control group. */
	private boolean isSettled() throws IOException {
		Map<Integer, String> before = this.open;
		this.open = open();
		return this.open.equals(before) && this.open.values().stream().noneMatch(this::isOfScript);
	}

	/** A script's own, or those of the look for processes that scripts have left. */
	private boolean isOfScript(String target) {
		return target.isEmpty() || target.equals("/dev/null") || target.startsWith("/proc")
				|| target.startsWith(this.temporary.toString())
				|| (target.startsWith("pipe:") && !this.pipes.contains(target));
	}

	/** What each open descriptor stands for. */
	private Map<Integer, String> open() throws IOException {
		Map<Integer, String> open = new HashMap<>();
		try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(this.pid), "fd"))) {
			for (Path file : files.toList()) {
				open.put(Integer.valueOf(file.getFileName().toString()), target(file));
			}
		}
		return open;
	}

	/** What a descriptor stands for, unless it was closed just now. */
	private static String target(Path descriptor) throws IOException {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (NoSuchFileException ex) {
			return "";
		}
	}

	private String ask(RawClient client, String request) throws IOException {
		client.send(request);
		try {
			return CgiServer.readResponse(client);
		}
		catch (IOException ex) {
			throw new IOException("The server has logged: " + rest(), ex);
		}
	}

	private void warmUp(RawClient client) throws IOException {
		assertThat(ask(client, GET)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n0\n");
		assertThat(ask(client, POST)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n50000\n");
	}

	private void assertUnavailable(RawClient client, String request, String warning) throws IOException {
		assertThat(ask(client, request)).startsWith("HTTP/1.1 503 Service Unavailable\r\n")
			.contains("\r\nRetry-After: 1\r\n");
		assertThat(this.said.readLine()).startsWith("WARN CGI script /cgi-bin/x").containsPattern(warning);
	}

	/** What is logged in the end, but for the expected. */
	private List<String> rest() throws IOException {
		ProcessHandle.of(this.pid).ifPresent(ProcessHandle::destroy);
		List<String> lines = new ArrayList<>();
		for (String line = this.said.readLine(); line != null; line = this.said.readLine()) {
			lines.add(line);
		}
		return lines;
	}

	@Test
	void aLackOfDescriptorsIsTemporary() throws Exception {
		try (RawClient client = new RawClient(this.port); RawClient other = new RawClient(this.port)) {
			warmUp(client);
			for (int left = 2; left <= 6; left += 2) {
				limitDescriptors(left);
				assertUnavailable(client, GET, ": .*");
				assertUnavailable(client, GET, ": .*Too many open files");
				limitDescriptors(0);
				assertUnavailable(client, GET, ": .*Too many open files");
				assertUnavailable(client, POST, ": .*Too many open files");
				limit("nofile", 1000);
				warmUp(client);
				warmUp(other);
			}
		}
		assertThat(rest()).isEmpty();
	}

	/**
	 * Root's server may start any number, and its scripts' user may not: the process that
	 * is to become a script does not count for that yet, so that another one has to.
	 */
	@Test
	void aLackOfProcessesIsTemporary() throws Exception {
		Path sleeping = Files.writeString(this.temporary.resolve("root/sleeping"), "echo; exec sleep 1000");
		Process one = Launcher.find("nobody").start(sleeping, List.of("/bin/sh"), Map.of(), ScriptInput.NONE);
		assertThat(one.getInputStream().read()).isEqualTo('\n');
		try (RawClient client = new RawClient(this.port)) {
			warmUp(client);
			String mostProcesses = hardLimit("Max processes");
			limit("nproc", 0);
			assertUnavailable(client, GET, ": .*Resource temporarily unavailable");
			assertUnavailable(client, POST, ": .*Resource temporarily unavailable");
			limit("nproc", mostProcesses);
			warmUp(client);
		}
		finally {
			one.destroyForcibly();
		}
		assertThat(rest()).isEmpty();
	}

	@Test
	void aScriptThatStartsWithoutAThreadThatWaitsForItIsKilled() throws Exception {
		try (RawClient client = new RawClient(this.port)) {
			warmUp(client);
			for (int idle = 0; idle < 8; idle++) {
				this.server.getOutputStream().write('\n');
				this.server.getOutputStream().flush();
				assertThat(this.said.readLine()).isEqualTo("sleeps");
			}
			// Room for anything but the stack of a thread.
			long used = Long
				.parseLong(Files.readString(Path.of("/proc", String.valueOf(this.pid), "statm")).split(" ")[0]);
			limit("as", (used * 4096 + 64 * 1024 * 1024));
			assertUnavailable(client, GET.replace("/x", "/xx"), ".*: unable to create native thread");
			CgiServer.eventually(() -> scripts("/cgi-bin/xx").isEmpty());
			limit("as", "unlimited");
			warmUp(client);
		}
		finally {
			ProcessHandle.of(this.pid)
				.ifPresent((process) -> process.descendants().forEach(ProcessHandle::destroyForcibly));
		}
	}

	/** Those that run: what has ended has no environment. */
	private List<Long> scripts(String name) {
		return ProcessHandle.of(this.pid)
			.stream()
			.flatMap(ProcessHandle::children)
			.map(ProcessHandle::pid)
			.filter((child) -> environment(child).contains("SCRIPT_NAME=" + name + "\0"))
			.toList();
	}

	private static String environment(long process) {
		try {
			return new String(Files.readAllBytes(Path.of("/proc", String.valueOf(process), "environ")),
					StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	@Test
	void aLackOfRoomForContentIsTemporaryAndLeavesNoFile() throws Exception {
		try (RawClient client = new RawClient(this.port)) {
			warmUp(client);
			limit("fsize", 20_000);
			assertUnavailable(client, POST, " cannot be given its content at the moment: ");
			assertThat(this.temporary.resolve("tmp")).isEmptyDirectory();
			assertThat(ask(client, GET)).startsWith("HTTP/1.1 200 OK");
			limit("fsize", "unlimited");
			warmUp(client);
			Files.delete(this.temporary.resolve("tmp"));
			assertUnavailable(client, POST, " cannot be given its content at the moment: ");
		}
		assertThat(rest()).isEmpty();
	}

}
