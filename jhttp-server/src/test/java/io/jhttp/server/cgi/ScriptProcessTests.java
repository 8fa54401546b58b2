package io.jhttp.server.cgi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.OwnProcess;
import io.jhttp.server.RawClient;
import io.jhttp.server.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of scripts: how they begin, and that none of them is left.
 */
@EnabledOnOs(OS.LINUX)
class ScriptProcessTests {

	/** Who need not wait for the usual times. */
	private static final Patience IMPATIENT = new Patience(Duration.ofMillis(100), Duration.ofMillis(100),
			Duration.ofMillis(100));

	private static final String HEAD = "echo Content-Type: a/b; echo; ";

	/** What a script prints with {@code echo a}. */
	private static final String A = "2\r\na\n\r\n";

	@TempDir
	Path temporary;

	private final TestClock clock = new TestClock();

	private final AtomicLong looksAtClock = new AtomicLong();

	private CgiServer server;

	private void start(UnaryOperator<CgiHandlerBuilder> how) throws IOException {
		this.server = CgiServer.start(this.temporary, how);
		// Where scripts of any user can write.
		Path made = Files.createDirectory(this.server.root().resolve("made"));
		made.toFile().setWritable(true, false);
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
		CgiServer.eventually(() -> scripts().isEmpty());
	}

	/** Processes that have come from scripts of this test. */
	private List<String> scripts() throws IOException {
		List<String> found = new ArrayList<>();
		try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
			for (Path process : processes.filter((path) -> path.getFileName().toString().matches("\\d+")).toList()) {
				try {
					if (Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
						.contains("DOCUMENT_ROOT=" + this.temporary)) {
						found.add(Files.readString(process.resolve("cmdline")).replace('\0', ' '));
					}
				}
				catch (IOException ex) {
					// Ended meanwhile.
				}
			}
		}
		return found;
	}

	private long time() {
		this.looksAtClock.incrementAndGet();
		return this.clock.nanoTime();
	}

	/** Lets time pass, and scripts be looked at after it. */
	private void pass(Duration time) throws Exception {
		this.clock.advance(time);
		long looks = this.looksAtClock.get();
		CgiServer.eventually(() -> this.looksAtClock.get() > looks + 1);
	}

	private void passUntilScriptsHaveEnded() throws Exception {
		CgiServer.eventually(() -> {
			this.clock.advance(Duration.ofMinutes(2));
			return scripts().isEmpty();
		});
	}

	private Path made(String name) {
		return this.server.root().resolve("made").resolve(name);
	}

	private void send(RawClient client) throws IOException {
		client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
	}

	@Test
	void aScriptHasNoArgumentsItsOwnDirectoryGroupAndSessionAndOrdinarySignals() throws IOException {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/sub/x", HEAD, "echo $#", "pwd", "cut -d' ' -f1,5,6 /proc/$$/stat", "echo $$",
				"grep SigIgn /proc/self/status", "ls /proc/$$/fd");
		String[] lines = CgiServer.body(this.server.get("/cgi-bin/sub/x?no+equals")).split("\n");
		assertThat(lines[0]).isEqualTo("0");
		assertThat(lines[1]).isEqualTo(this.server.root().resolve("cgi-bin/sub").toString());
		assertThat(lines[2]).isEqualTo(lines[3] + " " + lines[3] + " " + lines[3]);
		// Signals 32 and 33 are the C library's own.
		assertThat(Long.parseLong(lines[4].substring(8).strip(), 16) & ~(1L << 31 | 1L << 32)).isZero();
		assertThat(List.of(lines).subList(5, lines.length)).contains("0", "1", "2").hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void aPipeOfCommandsEndsQuietly() throws IOException {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", HEAD, "yes | head -2");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x"))).isEqualTo("y\ny\n");
		assertThat(this.server.messages()).isEmpty();
	}

	@Test
	void errorsAreLinesOfTheLogEscapedAndBounded() throws IOException {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", HEAD, "printf 'a\\033[2Jb\\rc\\nsecond\\n\\nlast' >&2");
		this.server.get("/cgi-bin/x");
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x: a\\x1b[2Jb\\x0dc",
				"CGI script /cgi-bin/x: second", "CGI script /cgi-bin/x: last");
	}

	@Test
	void endlessErrorsNeitherFillTheLogNorBlockTheScript() throws IOException {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", HEAD, "head -c 3000000 /dev/zero | tr '\\0' x >&2", "yes | head -500000 >&2",
				"echo done");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x"))).isEqualTo("done\n");
		assertThat(this.server.messages()).hasSize(101);
		assertThat(this.server.messages().get(0)).hasSize(1000 + "CGI script /cgi-bin/x: ".length() + " ...".length());
		assertThat(this.server.messages().get(100)).endsWith(" more lines of standard error not logged");
	}

	@Test
	void aScriptThatIsTooSlowIsEndedWithAllItHasStarted() throws Exception {
		start((cgi) -> cgi.clock(this::time));
		// Without what the shell says if its command ends before it does.
		this.server.sh("cgi-bin/x", "exec 2>/dev/null", "sleep 1000 & sleep 1000 | (: > ../made/begun; sleep 1000)",
				HEAD);
		assertThat(getTooSlow()).startsWith("HTTP/1.1 504 Gateway Timeout\r\n");
		CgiServer.eventually(() -> scripts().isEmpty());
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x took too long, and was ended");
	}

	@Test
	void aScriptThatDoesNotListenIsKilled() throws Exception {
		start((cgi) -> cgi.clock(this::time));
		this.server.sh("cgi-bin/x", "trap '' TERM", ": > ../made/begun", "while :; do sleep 1; done");
		assertThat(getTooSlow()).startsWith("HTTP/1.1 504 ");
		CgiServer.eventually(() -> scripts().isEmpty());
	}

	@Test
	void aScriptThatIsAskedToEndIsAskedOnceAndHeardStill() throws Exception {
		start((cgi) -> cgi.clock(this::time).timeout(Duration.ofMillis(1)));
		this.server.sh("cgi-bin/x", "trap 'echo asked >&2; sleep 0.2; echo ready >&2; exit' TERM", ": > ../made/begun",
				"while :; do sleep 0.05; done");
		CompletableFuture<String> response = get();
		CgiServer.eventually(() -> Files.exists(made("begun")));
		CgiServer.eventually(() -> {
			// Not so much that it would be killed
			this.clock.advance(Duration.ofMillis(2));
			return !this.server.messages().isEmpty();
		});
		assertThat(response.get()).startsWith("HTTP/1.1 504 ");
		assertThat(this.server.messages()).containsOnlyOnce("CGI script /cgi-bin/x: asked")
			.contains("CGI script /cgi-bin/x: ready");
	}

	@Test
	void whatLeavesItsSessionIsEndedWithTheScriptToo() throws Exception {
		start((cgi) -> cgi.clock(this::time));
		this.server.sh("cgi-bin/x", "setsid sleep 1000 & setsid setsid -f sleep 1000", ": > ../made/begun",
				"sleep 1000");
		assertThat(getTooSlow()).startsWith("HTTP/1.1 504 ");
		CgiServer.eventually(() -> scripts().isEmpty());
	}

	@Test
	void theResponseOfAScriptThatStallsInItsContentIsAborted() throws Exception {
		start((cgi) -> cgi.clock(this::time).timeout(Duration.ofSeconds(2)));
		this.server.sh("cgi-bin/x", HEAD, "echo a", "sleep 1000");
		try (RawClient client = this.server.client()) {
			send(client);
			String begin = client.readHead() + new String(client.read(A.length()), StandardCharsets.US_ASCII);
			assertThat(begin).endsWith(A);
			passUntilScriptsHaveEnded();
			assertThat(CgiServer.body(begin + client.readToEnd())).isEqualTo("a\n<aborted>");
		}
	}

	@Test
	void aScriptThatIsTooSlowAfterItsContentIsEndedAndItsResponseIsComplete() throws Exception {
		start((cgi) -> cgi.clock(this::time).timeout(Duration.ofSeconds(2)));
		this.server.sh("cgi-bin/x", HEAD, "echo done; exec >&- 2>&-", "sleep 1000");
		CompletableFuture<String> response = get();
		CgiServer.eventually(ScriptProcessTests::isItsExitAwaited);
		passUntilScriptsHaveEnded();
		assertThat(CgiServer.body(response.get())).isEqualTo("done\n");
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x took too long, and was ended");
	}

	@Test
	void aScriptThatIsTooSlowAfterAllOfItsContentIsEndedAndItsResponseIsComplete() throws Exception {
		start((cgi) -> cgi.clock(this::time).timeout(Duration.ofSeconds(2)));
		this.server.sh("cgi-bin/x", "echo Content-Type: a/b; echo Content-Length: 5; echo; echo done", "sleep 1000");
		try (RawClient client = this.server.client()) {
			send(client);
			assertThat(CgiServer.readResponse(client)).endsWith("done\n");
			passUntilScriptsHaveEnded();
			client.send("GET /cgi-bin/none HTTP/1.0\r\n\r\n");
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 404 ");
		}
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x took too long, and was ended");
	}

	/**
	 * The response after a script that has told of its beginning has had all its time.
	 */
	private String getTooSlow() throws Exception {
		CompletableFuture<String> response = get();
		CgiServer.eventually(() -> Files.exists(made("begun")));
		passUntilScriptsHaveEnded();
		return response.get();
	}

	private CompletableFuture<String> get() {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return this.server.get("/cgi-bin/x");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private static boolean isItsExitAwaited() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.flatMap(Stream::of)
			.anyMatch((frame) -> frame.getMethodName().equals("awaitExit"));
	}

	/** Its output is not closed under the thread that reads it. */
	@Test
	void aScriptThatIsKilledWhileTheClientIsWaitedForIsNoFailureOfTheServer() throws Exception {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		this.server = CgiServer.start(this.temporary, (cgi) -> cgi.patience(IMPATIENT),
				HttpServer.builder().handleError((request, failure) -> failures.add(failure)));
		this.server.sh("cgi-bin/x", "trap '' TERM", HEAD, "exec yes");
		try (RawClient client = this.server.client()) {
			send(client);
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK");
			CompletableFuture<Void> closed = CompletableFuture.runAsync(this.server.handler()::close);
			CgiServer.eventually(() -> scripts().isEmpty());
			client.readToEnd();
			closed.get();
		}
		CgiServer.eventually(() -> this.server.server().counters().openConnections() == 0);
		assertThat(failures).isEmpty();
	}

	@Test
	void aScriptThatGoesOnHasAllTheTime() throws Exception {
		start((cgi) -> cgi.clock(this::time).timeout(Duration.ofSeconds(2)));
		this.server.sh("cgi-bin/x", HEAD,
				"for i in 1 2 3; do echo a; while [ ! -e ../made/$i ]; do sleep 0.02; done; done");
		try (RawClient client = this.server.client()) {
			send(client);
			client.readHead();
			for (int i = 1; i <= 3; i++) {
				assertThat(client.read(A.length())).asString().isEqualTo(A);
				pass(Duration.ofMillis(1500));
				Files.createFile(made("" + i));
			}
			assertThat(client.read(5)).asString().isEqualTo("0\r\n\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sleep 1000 &", "sleep 1000 > /dev/null 2>&1 &", "(trap '' TERM; sleep 1000) &" })
	void whatAScriptLeavesInTheBackgroundEndsWithIt(String background) throws Exception {
		start((cgi) -> cgi.patience(IMPATIENT));
		this.server.sh("cgi-bin/x", HEAD, background, "echo done");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x"))).isEqualTo("done\n");
		CgiServer.eventually(() -> scripts().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "sleep 1000", "echo a; sleep 1000", "yes",
			"trap '' TERM PIPE; while :; do echo; sleep 1; done" })
	void aClientThatLeavesEndsItsScript(String script) throws Exception {
		start((cgi) -> cgi.patience(IMPATIENT));
		this.server.sh("cgi-bin/x", HEAD, "touch ../made/begun", script);
		try (RawClient client = this.server.client()) {
			send(client);
			CgiServer.eventually(() -> Files.exists(made("begun")));
		}
		CgiServer.eventually(() -> scripts().isEmpty());
		CgiServer.eventually(() -> this.server.server().counters().openConnections() == 0);
	}

	@Test
	void aClientThatResetsEndsItsSilentScript() throws Exception {
		start((cgi) -> cgi.patience(IMPATIENT));
		this.server.sh("cgi-bin/x", "touch ../made/begun", "sleep 1000");
		try (RawClient client = this.server.client()) {
			client.send("POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
			client.send("abc");
			CgiServer.eventually(() -> Files.exists(made("begun")));
			client.reset();
		}
		CgiServer.eventually(() -> scripts().isEmpty());
	}

	@Test
	void aClientThatClosesItsSideOnlyIsAnsweredStill() throws IOException {
		start((cgi) -> cgi.clock(this::time));
		this.server.sh("cgi-bin/x", "sleep 0.3", HEAD, "echo done");
		try (RawClient client = this.server.client()) {
			send(client);
			client.finishSending();
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK").contains("done\n");
		}
	}

	@Test
	void aClientThatPipelinesLosesNothing() throws IOException {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", "sleep 0.2", HEAD, "echo done");
		try (RawClient client = this.server.client()) {
			send(client);
			send(client);
			client.trickle("GET /cgi-bin/none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(CgiServer.readResponse(client)).endsWith("done\n");
			assertThat(CgiServer.readResponse(client)).endsWith("done\n");
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void theEndOfTheServerEndsAllScripts() throws Exception {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", "touch ../made/begun", "sleep 1000");
		try (RawClient client = this.server.client()) {
			send(client);
			CgiServer.eventually(() -> Files.exists(made("begun")));
			this.server.close();
			assertThat(scripts()).isEmpty();
		}
	}

	@Test
	void aServerThatIsToldToEndAsksItsScriptsToEndFirst() throws Exception {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", "trap ': > ../made/asked; exit 1' TERM", "touch ../made/begun",
				"while :; do sleep 0.05; done");
		Process other = process(Server.class);
		try (BufferedReader output = other.inputReader();
				RawClient client = new RawClient(Integer.parseInt(output.readLine()))) {
			send(client);
			CgiServer.eventually(() -> Files.exists(made("begun")));
			other.destroy();
			assertThat(other.waitFor()).isEqualTo(143);
			assertThat(made("asked")).exists();
			assertThat(scripts()).isEmpty();
		}
		finally {
			other.destroyForcibly();
		}
	}

	@Test
	void aServerThatIsToldToEndLetsItsScriptsFinishIfItsOwnerClosesThem() throws Exception {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", "touch ../made/begun", "while [ ! -e ../made/go ]; do sleep 0.05; done", HEAD,
				"echo done");
		Process other = process(GracefulServer.class);
		try (BufferedReader output = other.inputReader();
				RawClient client = new RawClient(Integer.parseInt(output.readLine()))) {
			send(client);
			CgiServer.eventually(() -> Files.exists(made("begun")));
			// Which keeps its output open
			other.toHandle().destroy();
			assertThat(output.readLine()).isEqualTo("stops");
			Files.createFile(made("go"));
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK").contains("done\n");
			client.socket().close();
			assertThat(other.waitFor()).isEqualTo(143);
		}
		finally {
			other.destroyForcibly();
		}
	}

	private Process process(Class<?> main) throws IOException {
		return new ProcessBuilder(OwnProcess.java(main, this.server.root().toString()))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	/**
	 * A server that nothing but the end of its process ends.
	 */
	static final class Server {

		private Server() {
		}

		public static void main(String[] args) throws Exception {
			CgiHandler handler = CgiServer.builder(Path.of(args[0])).build();
			HttpServer started = HttpServer.builder().port(0).handler(handler).start();
			System.out.println(started.port());
			started.serveForever();
		}

	}

	/**
	 * A server that lets requests finish when its process is told to end.
	 */
	static final class GracefulServer {

		private GracefulServer() {
		}

		public static void main(String[] args) throws Exception {
			CgiHandler handler = CgiServer.builder(Path.of(args[0])).endWithProcess(false).build();
			HttpServer started = HttpServer.builder().port(0).handler(handler).start();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				System.out.println("stops");
				started.stop(Duration.ofSeconds(20));
				handler.close();
			}));
			System.out.println(started.port());
			started.serveForever();
		}

	}

	@Test
	void aStoppingServerWaitsForItsScripts() throws Exception {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", "touch ../made/begun", "sleep 0.5", HEAD, "echo done");
		CompletableFuture<Boolean> stopped;
		try (RawClient client = this.server.client()) {
			send(client);
			CgiServer.eventually(() -> Files.exists(made("begun")));
			stopped = CompletableFuture.supplyAsync(() -> this.server.server().stop(Duration.ofSeconds(20)));
			assertThat(client.readToEnd()).contains("done\n");
		}
		assertThat(stopped.get()).isTrue();
	}

	/** Those in line have their turn however long a busy machine takes for it. */
	@Test
	void aSurplusOfSlowScriptsIsRefusedAtOnceAndFilesDoNotWait() throws Exception {
		start((cgi) -> cgi.maxConcurrent(4)
			.patience(new Patience(Duration.ofMinutes(1), Patience.USUAL.halfClosed(), Patience.USUAL.grace())));
		this.server.file("a.txt", "eggs");
		this.server.sh("cgi-bin/x", "touch ../made/$$", "while [ ! -e ../made/go ]; do sleep 0.1; done", HEAD);
		List<RawClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 300; i++) {
				RawClient client = this.server.client();
				clients.add(client);
				send(client);
			}
			// Four run, and four times as many wait; no script has ended yet.
			CgiServer.eventually(() -> answered(clients).size() == 280);
			List<RawClient> refused = answered(clients);
			for (RawClient client : refused) {
				assertThat(client.readToEnd()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
			}
			assertThat(this.server.request("POST", "/cgi-bin/x", "abc", "Content-Length: 3"))
				.startsWith("HTTP/1.1 503 ")
				.contains("Retry-After: 1\r\n");
			try (RawClient client = this.server.client()) {
				for (int i = 0; i < 500; i++) {
					client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
					assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 OK").endsWith("eggs");
				}
			}
			CgiServer.eventually(() -> begun() == 4);
			Files.createFile(made("go"));
			for (RawClient client : refused) {
				client.close();
			}
			clients.removeAll(refused);
			assertThat(clients).hasSize(20);
			for (RawClient client : clients) {
				assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 OK");
			}
			assertThat(begun()).isEqualTo(20 + 1);
		}
		finally {
			for (RawClient client : clients) {
				client.close();
			}
		}
	}

	private static List<RawClient> answered(List<RawClient> clients) throws IOException {
		List<RawClient> answered = new ArrayList<>();
		for (RawClient client : clients) {
			if (client.input().available() > 0) {
				answered.add(client);
			}
		}
		return answered;
	}

	/** How many scripts have begun, and "go". */
	private long begun() throws IOException {
		try (Stream<Path> begun = Files.list(made(""))) {
			return begun.count();
		}
	}

	@Test
	void whoHasWaitedInLineForTooLongIsSentAwayAndOthersRun() throws Exception {
		start((cgi) -> cgi.maxConcurrent(1).patience(IMPATIENT));
		this.server.sh("cgi-bin/x", "touch ../made/$$", "while [ ! -e ../made/go ]; do sleep 0.05; done", HEAD);
		try (RawClient running = this.server.client(); RawClient waiting = this.server.client()) {
			send(running);
			CgiServer.eventually(() -> begun() == 1);
			send(waiting);
			assertThat(waiting.readHead()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
			Files.createFile(made("go"));
			assertThat(CgiServer.readResponse(running)).startsWith("HTTP/1.1 200 OK");
			assertThat(begun()).isEqualTo(1 + 1);
		}
	}

	@Test
	void manyScriptsLeaveNeitherDescriptorsNorZombies() throws Exception {
		start((cgi) -> cgi);
		this.server.sh("cgi-bin/x", HEAD, "cat");
		String big = "x".repeat(10_000);
		this.server.request("POST", "/cgi-bin/x", big, "Content-Length: 10000");
		long before = descriptors();
		for (int i = 0; i < 10; i++) {
			this.server.get("/cgi-bin/x");
			this.server.get("/cgi-bin/none");
			this.server.request("POST", "/cgi-bin/x", big, "Content-Length: 10000");
		}
		CgiServer.eventually(() -> descriptors() <= before + 2);
		assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	@Test
	void anInterpreterRunsWhatIsNotExecutable() throws IOException {
		start((cgi) -> cgi.interpreters(Map.of("foo", List.of("/bin/sh", "-u"), ".bar", List.of("/bin/sh"))));
		this.server.file("cgi-bin/x.foo", HEAD + "echo foo $- $#");
		this.server.file("cgi-bin/x.bar", HEAD + "echo bar");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x.foo"))).isEqualTo("foo u 0\n");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x.bar"))).isEqualTo("bar\n");
	}

	@Test
	void anInterpreterWithoutDirectoryIsFoundOnThePathOfScripts() throws IOException {
		start((cgi) -> cgi.interpreters(Map.of("foo", List.of("sh"), "bar", List.of("no-such-program"))));
		this.server.file("cgi-bin/x.foo", HEAD + "echo foo");
		this.server.file("cgi-bin/x.bar", HEAD + "echo bar");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x.foo"))).isEqualTo("foo\n");
		assertThat(this.server.get("/cgi-bin/x.bar")).startsWith("HTTP/1.1 403 ").contains("cannot be started");
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x.bar cannot be started: "
				+ "there is no program 'no-such-program' on the PATH of scripts");
	}

	@Test
	void aScriptThatCannotStartDoesNotBeginALineOfTheLogWithItsName() throws IOException {
		start((cgi) -> cgi.interpreters(Map.of("bar", List.of("no-such-program"))));
		this.server.file("cgi-bin/a\nb.bar", HEAD + "echo bar");
		assertThat(this.server.get("/cgi-bin/a%0Ab.bar")).startsWith("HTTP/1.1 403 ");
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/a\\x0ab.bar cannot be started: "
				+ "there is no program 'no-such-program' on the PATH of scripts");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "echo Content-Type: a/b; echo; echo shell", "\177E" })
	void textThatNamesNoInterpreterIsNotGivenToAShell(String text) throws IOException {
		start((cgi) -> cgi);
		this.server.script("cgi-bin/x", text);
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 403 ").contains("cannot be started");
		assertThat(this.server.messages()).hasSize(1).first().asString().contains("its first line does not name one");
	}

	@Test
	void aProgramOfTheSystemIsAScriptToo() throws IOException {
		start((cgi) -> cgi);
		Files.copy(Path.of("/bin/cat"), this.server.script("cgi-bin/cat", ""), StandardCopyOption.REPLACE_EXISTING,
				StandardCopyOption.COPY_ATTRIBUTES);
		String content = "Content-Type: a/b\n\nmeow";
		assertThat(CgiServer
			.body(this.server.request("POST", "/cgi-bin/cat", content, "Content-Length: " + content.length())))
			.isEqualTo("meow");
	}

	@Test
	void oneAtATimeScriptsRunOneAfterTheOther() throws IOException {
		this.server = CgiServer.start(this.temporary, (cgi) -> cgi, HttpServer.builder().oneAtATime(true));
		this.server.sh("cgi-bin/x", HEAD, "cat; echo Location: /a > /dev/null");
		assertThat(CgiServer.body(this.server.request("POST", "/cgi-bin/x", "abc", "Content-Length: 3")))
			.isEqualTo("abc");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/x"))).isEmpty();
	}

}
