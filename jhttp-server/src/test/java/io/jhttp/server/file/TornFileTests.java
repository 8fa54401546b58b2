package io.jhttp.server.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jhttp.server.HttpServer;
import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file that is changed all the time, in each way that there is. Each version consists
 * of one letter only: an answer with two of them is a mixture that never was.
 */
class TornFileTests {

	private static final int CLIENTS = 3;

	/** What part of its time each kind of change has. */
	private static final double LENGTH = Boolean.getBoolean("jhttp.test.exhaustive") ? 1 : 0.2;

	@TempDir
	Path directory;

	private Path file;

	private FileHandler handler;

	private HttpServer server;

	private final AtomicInteger complete = new AtomicInteger();

	private final AtomicInteger aborted = new AtomicInteger();

	private void serve(boolean strict) throws IOException {
		this.file = this.directory.resolve("file.txt");
		this.handler = FileHandler.builder(this.directory).strictVersions(strict).build();
		this.server = HttpServer.builder().port(0).handler(this.handler).start();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private enum Change {

		TRUNCATED_AND_WRITTEN, REPLACED, APPENDED, SHRUNK, DELETED_AND_WRITTEN;

		/** Only who asks for it never gets a mixture then. */
		boolean isInPlace() {
			return this == TRUNCATED_AND_WRITTEN || this == APPENDED || this == SHRUNK;
		}

	}

	@ParameterizedTest
	@CsvSource({ "TRUNCATED_AND_WRITTEN, 3000, 30000, 700", "REPLACED, 3000, 30000, 700", "APPENDED, 3000, 30000, 500",
			"SHRUNK, 3000, 30000, 500", "DELETED_AND_WRITTEN, 3000, 30000, 700",
			"TRUNCATED_AND_WRITTEN, 100000, 1000000, 700", "REPLACED, 100000, 1000000, 700",
			"APPENDED, 100000, 1000000, 500", "SHRUNK, 100000, 1000000, 500",
			"DELETED_AND_WRITTEN, 100000, 1000000, 700", "TRUNCATED_AND_WRITTEN, 5000000, 20000000, 1000",
			"REPLACED, 5000000, 20000000, 1000", "SHRUNK, 5000000, 20000000, 1000" })
	void anAnswerIsOneVersionOfTheFileOrIsAborted(Change change, int smallest, int largest, long millis)
			throws Exception {
		serve(change.isInPlace());
		Files.writeString(this.file, "A".repeat(smallest));
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			long end = System.nanoTime() + (long) (LENGTH * TimeUnit.MILLISECONDS.toNanos(millis));
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				int number = i;
				results.add(clients.submit(() -> read(new SplittableRandom(number), change, largest, end)));
			}
			change(change, smallest, largest, end);
			for (Future<?> result : results) {
				result.get();
			}
		}
		finally {
			clients.shutdown();
		}
		assertThat(this.complete).as("complete answers, beside " + this.aborted + " that were aborted")
			.hasPositiveValue();
	}

	private void change(Change change, int smallest, int largest, long end) throws IOException {
		SplittableRandom random = new SplittableRandom(1);
		byte letter = 'A';
		while (isOn(end)) {
			letter = (letter == 'A') ? (byte) 'B' : (byte) 'A';
			byte[] version = new byte[random.nextInt(smallest, largest)];
			Arrays.fill(version, letter);
			switch (change) {
				case TRUNCATED_AND_WRITTEN -> Files.write(this.file, version);
				case REPLACED -> {
					Path next = Files.write(this.directory.resolve("next"), version);
					Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
				}
				case APPENDED -> {
					Files.write(this.file, new byte[0]);
					for (int at = 0; at < version.length; at += 8192) {
						Files.write(this.file, Arrays.copyOfRange(version, at, Math.min(at + 8192, version.length)),
								StandardOpenOption.APPEND);
					}
				}
				case SHRUNK -> {
					Path next = Files.write(this.directory.resolve("next"), version);
					Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
					// Within a page, the system puts zeros into what sendfile has under
					// way.
					try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
						for (int size = version.length; size > smallest / 2; size -= largest / 20) {
							channel.truncate(size);
						}
					}
				}
				case DELETED_AND_WRITTEN -> {
					Files.deleteIfExists(this.file);
					try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE_NEW,
							StandardOpenOption.WRITE)) {
						channel.write(ByteBuffer.wrap(version));
					}
				}
			}
			if (random.nextInt(4) == 0) {
				letCacheKnowIt();
			}
		}
	}

	/** However busy the machine is, something has to be answered. */
	private boolean isOn(long end) {
		return end - System.nanoTime() > 0 || this.complete.get() == 0;
	}

	/** Lets clients ask until the file is kept in memory: only then can that be stale. */
	private void letCacheKnowIt() {
		PathBytes path = PathBytes.of("/file.txt");
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
		while (this.handler.cache().get(path) == null && end - System.nanoTime() > 0) {
			Thread.onSpinWait();
		}
	}

	private @Nullable Void read(SplittableRandom random, Change change, int largest, long end) throws IOException {
		while (isOn(end)) {
			try (WireResponse.Connection connection = new WireResponse.Connection(this.server.port())) {
				boolean open = true;
				while (open && isOn(end)) {
					boolean close = random.nextInt(8) == 0;
					WireResponse answer = connection.ask("GET /file.txt HTTP/1.1\r\nHost: a\r\n"
							+ fields(random, largest) + (close ? "Connection: close\r\n\r\n" : "\r\n"));
					// Where a file is truncated, the system puts zeros into what is under
					// way of it: no server that sends without a copy can prevent that.
					check(answer, change == Change.SHRUNK && answer.content().length > 32 * 1024);
					open = !answer.closes();
				}
			}
			catch (EOFException | SocketException ex) {
				this.aborted.incrementAndGet();
			}
		}
		return null;
	}

	private static String fields(SplittableRandom random, int largest) {
		int from = random.nextInt(largest / 2);
		return switch (random.nextInt(5)) {
			case 0 -> "Range: bytes=" + from + "-" + (from + random.nextInt(largest)) + "\r\n";
			case 1 -> "Range: bytes=-" + (1 + from) + "\r\n";
			case 2 -> "Accept-Encoding: gzip\r\n";
			default -> "";
		};
	}

	private void check(WireResponse answer, boolean zeros) {
		// A file that is missing for a moment, or changes too fast to be read.
		assertThat(answer.status()).isIn(200, 206, 404, 416, 503);
		if (answer.status() > 206) {
			return;
		}
		try {
			byte[] content = answer.plain();
			int only = -1;
			for (byte letter : content) {
				if (only < 0 && !(zeros && letter == 0)) {
					only = letter;
				}
				if (letter != only && !(zeros && letter == 0)) {
					throw new AssertionError("A mixture: " + answer.head() + runs(content));
				}
			}
			this.complete.incrementAndGet();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A mixture of encoded versions: " + answer.head(), ex);
		}
	}

	private static String runs(byte[] content) {
		StringBuilder runs = new StringBuilder();
		int from = 0;
		for (int i = 1; i <= content.length; i++) {
			if (i == content.length || content[i] != content[from]) {
				runs.append(new String(content, from, 1, StandardCharsets.ISO_8859_1))
					.append(" x ")
					.append(i - from)
					.append(' ');
				from = i;
			}
		}
		return runs.toString();
	}

}
