package io.jhttp.server.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import com.sun.management.ThreadMXBean;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.net.ConnectionLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What serving files costs: memory by request, and descriptors.
 */
@Tag("costs")
class FileMemoryTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-02T03:04:05.678Z"));

	private static final int REQUESTS = 2000;

	/** The JIT of a busy machine is late. */
	private static final long LONGEST = TimeUnit.SECONDS.toNanos(40);

	/** Exchange, request and response of each request, and nothing for the file. */
	private static final long TOO_MUCH = 512 * REQUESTS;

	private static final long CACHE_SIZE = 1024 * 1024;

	private static final long DESCRIPTOR_WEIGHT = 128 * 1024;

	private static final long GIBIBYTE = 1L << 30;

	@TempDir
	Path root;

	private FileHandler handler;

	private HttpServer server;

	@BeforeEach
	void serveDirectory() throws IOException {
		serve(FileHandler.builder(this.root));
	}

	private void serve(FileHandlerBuilder builder) throws IOException {
		this.handler = builder.build();
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.connectionLimits(new ConnectionLimits(100, 0, 100_000_000, 16))
			.handler(this.handler)
			.start();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private Path write(String name, int size) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		byte[] content = new byte[size];
		Arrays.fill(content, (byte) name.charAt(name.length() - 1));
		Files.write(file, content);
		Files.setLastModifiedTime(file, OLD);
		Files.setLastModifiedTime(file.getParent(), OLD);
		return file;
	}

	/**
	 * What threads of the server have allocated so far, by the beginning of their names.
	 */
	private static long allocated(String name) {
		long sum = 0;
		for (long id : THREADS.getAllThreadIds()) {
			ThreadInfo thread = THREADS.getThreadInfo(id);
			if (thread != null && thread.getThreadName().startsWith(name)) {
				sum += THREADS.getThreadAllocatedBytes(id);
			}
		}
		return sum;
	}

	/**
	 * What was written just now is not kept: a second change could have the same date.
	 */
	private void askUntilCached(RawClient client, String request, PathBytes path) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (this.handler.cache().get(path) == null) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
			client.send(request).readResponse();
		}
	}

	private void requireSoon(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean()) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
			Thread.onSpinWait();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1k.txt      | 1024   | GET  | /1k.txt  |
			1k.txt      | 1024   | GET  | /1k.txt  | If-None-Match: TAG
			32k.bin     | 32768  | GET  | /32k.bin |
			1k.txt      | 1024   | HEAD | /1k.txt  |
			index.html  | 5000   | GET  | /        |
			a.css.br    | 2000   | GET  | /a.css   | Accept-Encoding: gzip, br
			b.css       | 9000   | GET  | /b.css   | Accept-Encoding: gzip
			""")
	void aCachedFileCostsNoMoreMemoryThanItsExchange(String name, int size, String method, String target, String field)
			throws IOException {
		write("a.css", 3000);
		write(name, size);
		String tag = RawClient.exchange(this.server.port(), "GET " + target + " HTTP/1.0\r\n\r\n")
			.replaceFirst("(?s).*\r\nETag: ([^\r]*)\r.*", "$1");
		String request = method + " " + target + " HTTP/1.1\r\nHost: a\r\n"
				+ ((field != null) ? field.replace("TAG", tag) + "\r\n" : "") + "\r\n";
		try (RawClient client = new RawClient(this.server.port())) {
			Cost cost = cost(client, request);
			assertThat(cost.bytes()).as("%s", cost).isLessThan(TOO_MUCH);
			assertThat(cost.statuses()).isEqualTo((field != null && field.startsWith("If")) ? "304" : "200");
		}
	}

	/**
	 * What requests cost the event loop.
	 *
	 * @param bytes allocated
	 * @param statuses of the answers
	 */
	private record Cost(long bytes, String statuses) {
	}

	private Cost cost(RawClient client, String text) throws IOException {
		byte[] request = text.getBytes(StandardCharsets.US_ASCII);
		// The first answers come from a worker. All are equally long: their dates are.
		int length = 0;
		for (int i = 0; i < 20; i++) {
			String head = client.send(request).readHead();
			int content = text.startsWith("HEAD") || head.startsWith("HTTP/1.1 304") ? 0
					: Integer.parseInt(head.replaceFirst("(?s).*\r\nContent-Length: (\\d+)\r\n.*", "$1"));
			client.read(content);
			length = head.length() + content;
		}
		byte[] answer = new byte[length];
		// What is made until the JIT is warm, and when the client pauses, is not made for
		// each request: one round without it tells.
		long least = Long.MAX_VALUE;
		for (long end = System.nanoTime() + LONGEST; least >= TOO_MUCH && System.nanoTime() < end;) {
			long before = allocated("jhttp-loop");
			ask(client, request, answer);
			least = Math.min(least, allocated("jhttp-loop") - before);
		}
		return new Cost(least, new String(answer, 9, 3, StandardCharsets.US_ASCII));
	}

	private static void ask(RawClient client, byte[] request, byte[] answer) throws IOException {
		InputStream input = client.input();
		for (int i = 0; i < REQUESTS; i++) {
			client.send(request);
			if (input.readNBytes(answer, 0, answer.length) < answer.length) {
				throw new EOFException("The server closed");
			}
		}
	}

	@Test
	void aLargeFileIsSentInConstantMemory() throws IOException {
		long size = 4 * GIBIBYTE + 8;
		try (RandomAccessFile file = new RandomAccessFile(this.root.resolve("large.bin").toFile(), "rw")) {
			file.seek(size - 8);
			file.write("THE END!".getBytes(StandardCharsets.US_ASCII));
		}
		byte[] buffer = new byte[1024 * 1024];
		String request = "GET /large.bin HTTP/1.1\r\nHost: a\r\n";
		try (RawClient client = new RawClient(this.server.port());
				RawClient other = new RawClient(this.server.port())) {
			client.send(request + "Range: bytes=5-6\r\n\r\n").readResponse();
			long before = allocated("jhttp-");
			assertThat(client.send(request + "\r\n").readHead()).contains("\r\nContent-Length: " + size + "\r\n");
			InputStream input = client.input();
			// All 4 GiB cost the same, and take half a minute on a small machine.
			for (long rest = GIBIBYTE / 4; rest > 0;) {
				int count = input.read(buffer, 0, (int) Math.min(buffer.length, rest));
				assertThat(count).isPositive();
				rest -= count;
			}
			String parts = other.send(request + "Range: bytes=3-4,-4\r\nConnection: close\r\n\r\n").readToEnd();
			assertThat(parts).startsWith("HTTP/1.1 206 ")
				.contains("\r\nContent-Range: bytes 3-4/" + size + "\r\n\r\n\0\0\r\n--")
				.contains("\r\nContent-Range: bytes " + (size - 4) + "-" + (size - 1) + "/" + size
						+ "\r\n\r\nEND!\r\n--");
			// Something for each wait for the client, but nothing for the content.
			long cost = allocated("jhttp-") - before;
			assertThat(cost).isLessThan(GIBIBYTE / 512);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void theCacheKeepsWithinItsBoundAndClosesWhatItDrops() throws IOException {
		stopServer();
		serve(FileHandler.builder(this.root).cacheSize(CACHE_SIZE));
		for (int i = 0; i < 100; i++) {
			write("small" + i, 20_000);
			write("large" + i, 50_000);
		}
		settleRoot();
		try (RawClient client = new RawClient(this.server.port())) {
			for (int round = 0; round < 3; round++) {
				for (int i = 0; i < 100; i++) {
					assertThat(client.send("GET /small" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
						.hasSizeGreaterThan(20_000);
					String range = (i % 3 == 0) ? "Range: bytes=0-\r\n" : "";
					assertThat(
							client.send("GET /large" + i + " HTTP/1.1\r\nHost: a\r\n" + range + "\r\n").readResponse())
						.hasSizeGreaterThan(50_000);
					assertThat(this.handler.cache().weight()).isLessThanOrEqualTo(CACHE_SIZE);
				}
			}
			assertThat(this.handler.cache().weight()).isGreaterThan(CACHE_SIZE / 2);
			requireSoon(() -> openFiles("") <= CACHE_SIZE / DESCRIPTOR_WEIGHT);
			assertThat(openFiles("")).isPositive();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aFileThatTheCacheDropsStaysOpenUntilItIsSent() throws IOException {
		stopServer();
		serve(FileHandler.builder(this.root).cacheSize(CACHE_SIZE));
		int size = 20_000_000;
		Path first = write("first", size);
		for (int i = 0; i < 50; i++) {
			write("other" + i, 50_000);
		}
		settleRoot();
		String request = "GET /first HTTP/1.1\r\nHost: a\r\n\r\n";
		try (RawClient slow = new RawClient(this.server.port()); RawClient fast = new RawClient(this.server.port())) {
			askUntilCached(fast, request, PathBytes.of("/first"));
			assertThat(slow.send(request).readHead()).startsWith("HTTP/1.1 200 ");
			for (int round = 0; round < 3; round++) {
				for (int i = 0; i < 50; i++) {
					fast.send("GET /other" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").readResponse();
				}
			}
			assertThat(this.handler.cache().get(PathBytes.of("/first"))).isNull();
			assertThat(openFiles("first")).isEqualTo(1);
			Files.delete(first);
			byte[] expected = new byte[size];
			Arrays.fill(expected, (byte) 't');
			assertThat(Arrays.equals(slow.read(size), expected)).isTrue();
			requireSoon(() -> openFiles("first") == 0);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/small.txt | Accept: */*             | 200
			/large.css | Accept: */*             | 200
			/large.css | Accept-Encoding: gzip   | 200
			/large.css | Range: bytes=0-40000    | 206
			/large.css | If-None-Match: *        | 304
			/new.txt   | Accept: */*             | 200
			/missing   | Accept: */*             | 404
			""")
	@EnabledOnOs(OS.LINUX)
	void whatIsNotKeptIsClosed(String target, String field, int status) throws IOException {
		stopServer();
		serve(FileHandler.builder(this.root).cacheSize(0).errorPages(Map.of(404, "/404.html")));
		write("small.txt", 100);
		write("large.css", 50_000);
		write("large.css.gz", 50_000);
		write("404.html", 50_000);
		// What is dated just now may change once more without a sign.
		Instant soon = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
		Files.setLastModifiedTime(write("new.txt", 50_000), FileTime.from(soon));
		String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\nConnection: close\r\n\r\n";
		for (int i = 0; i < 3; i++) {
			assertThat(RawClient.exchange(this.server.port(), request)).startsWith("HTTP/1.1 " + status + " ");
		}
		requireAllClosed();
	}

	/**
	 * Looks seldom: what is not closed would be closed when the garbage is collected.
	 */
	private void requireAllClosed() {
		for (long pause = 1; openFiles("") > 0; pause *= 2) {
			assertThat(pause).as("milliseconds").isLessThan(10_000);
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
		}
	}

	private void settleRoot() throws IOException {
		Files.setLastModifiedTime(this.root, OLD);
	}

	/** How many descriptors this process has of files of the tree. */
	private long openFiles(String name) {
		try {
			return OpenFiles.below(this.root)
				.stream()
				.filter((file) -> file.getFileName().toString().startsWith(name))
				.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
