package io.jhttp.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request costs that is answered on the event loop: little memory, one read, one
 * write.
 */
@Tag("costs")
class InlineCostTests {

	private static final int CLIENTS = 32;

	private static final int ROUNDS = 100;

	private static final long LONGEST = TimeUnit.SECONDS.toNanos(40);

	/** The first one shows how long an answer is. */
	private static final int REQUESTS = 1 + CLIENTS * ROUNDS;

	/** Exchange, request and response: nothing that a handler can reach is used again. */
	private static final long MAX_BYTES = 512;

	private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);

	@TempDir
	Path root;

	private HttpServer server;

	private final List<RawClient> clients = new ArrayList<>();

	@BeforeEach
	void startServer() throws IOException {
		FileTime old = FileTime.from(Instant.ofEpochSecond(784111777, 5000));
		Files.setLastModifiedTime(Files.write(this.root.resolve("file.bin"), new byte[1024]), old);
		Files.setLastModifiedTime(this.root, old);
		FileHandler files = FileHandler.of(this.root);
		NonBlockingHttpHandler handler = (exchange) -> {
			if (exchange.request().pathBytes().length() == "/hello".length()) {
				exchange.response().contentType("text/plain").send(HELLO);
			}
			else {
				files.handle(exchange);
			}
		};
		this.server = HttpServer.builder().port(0).eventLoops(1).handler(handler).start();
		for (int i = 0; i < CLIENTS; i++) {
			this.clients.add(new RawClient(this.server.port()));
		}
	}

	@AfterEach
	void stopServer() throws IOException {
		for (RawClient client : this.clients) {
			client.close();
		}
		this.server.close();
	}

	/** All clients ask at the same time, so that one selection finds several requests. */
	private void ask(String path) throws IOException {
		byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
		int length = this.clients.get(0).send(request).readResponse().length();
		for (int round = 0; round < ROUNDS; round++) {
			for (RawClient client : this.clients) {
				client.send(request);
			}
			for (RawClient client : this.clients) {
				client.read(length);
			}
		}
	}

	@Test
	void littleIsMadeForARequest() throws IOException {
		long least = Long.MAX_VALUE;
		// The JIT has to be warm, and that of a busy machine is late.
		for (long end = System.nanoTime() + LONGEST; least >= MAX_BYTES * REQUESTS && System.nanoTime() < end;) {
			long before = allocated();
			ask("/hello");
			least = Math.min(least, allocated() - before);
		}
		assertThat(least).isLessThan(MAX_BYTES * REQUESTS);
	}

	private static long allocated() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long sum = 0;
		for (long id : threads.getAllThreadIds()) {
			ThreadInfo thread = threads.getThreadInfo(id);
			if (thread != null && thread.getThreadName().startsWith("jhttp-loop")) {
				sum += threads.getThreadAllocatedBytes(id);
			}
		}
		return sum;
	}

	@Test
	@EnabledIf("io.jhttp.server.SystemCalls#canTrace")
	void anAnswerIsOneReadAndOneWrite() throws Exception {
		ask("/hello");
		List<String> calls = systemCalls(() -> ask("/hello"));
		assertOneReadAndOneWriteEach(calls);
		// A busy machine may let each selection find one request only, but never none.
		assertThat(calls.stream().filter((call) -> call.startsWith("epoll_wait(")).count()).isBetween((long) ROUNDS,
				REQUESTS + 1L);
		// What the JVM asks for by itself, such as for a pause of all threads.
		assertThat(calls.stream().filter((call) -> !call.matches("(read|write|epoll_wait)\\(.*")).count())
			.isLessThan(REQUESTS / 10);
	}

	@Test
	@EnabledIf("io.jhttp.server.SystemCalls#canTrace")
	void aCachedFileIsOneReadOneWriteAndALookAtTheDisk() throws Exception {
		for (int i = 0; i < 3; i++) {
			ask("/file.bin");
		}
		List<String> calls = systemCalls(() -> ask("/file.bin"));
		assertOneReadAndOneWriteEach(calls);
		assertThat(calls).noneMatch((call) -> call.matches("(open|openat|sendfile|close)\\(.*"));
	}

	private static void assertOneReadAndOneWriteEach(List<String> calls) {
		for (String name : List.of("read", "write")) {
			String call = name + "\\(\\d+<(TCP|socket).*";
			assertThat(calls.stream().filter((line) -> line.matches(call)).count()).as(name).isEqualTo(REQUESTS);
		}
	}

	private List<String> systemCalls(SystemCalls.Load load) throws Exception {
		return SystemCalls.of(loopThread(), this.root.resolveSibling(this.root.getFileName() + "-calls"), load);
	}

	private static String loopThread() throws IOException {
		String newest = "";
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
			for (Path thread : threads) {
				String id = thread.getFileName().toString();
				boolean loop = Files.readString(thread.resolve("comm")).startsWith("jhttp-loop");
				// Loops of earlier tests may still be about to end.
				if (loop && (newest.isEmpty() || Integer.parseInt(id) > Integer.parseInt(newest))) {
					newest = id;
				}
			}
		}
		return newest;
	}

}
