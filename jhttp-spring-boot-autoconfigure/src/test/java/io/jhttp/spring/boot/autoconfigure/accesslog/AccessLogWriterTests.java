package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to entries between an answer and the file.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessLogWriterTests {

	private static final int PATIENCE_SECONDS = 20;

	private static final long ROOMY = 10_000_000;

	private final Gate gate = new Gate();

	private final Set<Thread> before = threads();

	@TempDir
	Path directory;

	private @Nullable AccessLogWriter writer;

	@AfterEach
	void stop() {
		this.gate.open();
		if (this.writer != null) {
			this.writer.stop();
		}
	}

	/** It sleeps as soon as there is nothing to write. */
	private AccessLogWriter start(long capacity) throws IOException {
		return start(capacity, 1);
	}

	private AccessLogWriter start(long capacity, int mostLooks) throws IOException {
		RotatingFile file = new RotatingFile(file(), new AccessLogRotation(0, false, 0), this.gate);
		file.open();
		AccessLogWriter started = new AccessLogWriter(AccessLogFormat.COMMON.lines(ZoneOffset.UTC), file, capacity,
				mostLooks);
		this.writer = started;
		return started;
	}

	private Path file() {
		return this.directory.resolve("access.log");
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("jhttp-access-log"))
			.collect(Collectors.toCollection(HashSet::new));
	}

	/** The writer's own, or null if it has ended. */
	private @Nullable Thread thread() {
		Set<Thread> now = threads();
		now.removeAll(this.before);
		return now.isEmpty() ? null : now.iterator().next();
	}

	private static AccessLogEntry entry(String requestLine, @Nullable String referer, @Nullable String userAgent) {
		return new AccessLogEntry(784111777_000L, "a", null, null, requestLine, null, null, null, 0, 0, 0, referer,
				userAgent, null);
	}

	private static AccessLogEntry entry(String requestLine) {
		return entry(requestLine, null, null);
	}

	private void awaitLines(int count) throws Exception {
		await(() -> Files.readAllLines(file()).size() >= count);
	}

	private void awaitSleep() throws Exception {
		await(() -> {
			Thread thread = thread();
			return thread != null && thread.getState() == Thread.State.WAITING;
		});
	}

	private static void await(Callable<Boolean> condition) throws Exception {
		Instant deadline = Instant.now().plusSeconds(PATIENCE_SECONDS);
		while (!condition.call()) {
			assertThat(Instant.now()).as("deadline").isBefore(deadline);
			LockSupport.parkNanos(1_000_000);
		}
	}

	@Test
	void whatIsWrittenMakesRoomForMore() throws Exception {
		AccessLogEntry entry = entry("GET / HTTP/1.1");
		AccessLogWriter one = start(entry.weight());
		for (int count = 1; count <= 5; count++) {
			one.add(entry);
			assertThat(one.lost()).isZero();
			awaitLines(count);
		}
	}

	@Test
	void whatIsRefusedTakesNoRoom() throws Exception {
		AccessLogEntry entry = entry("GET / HTTP/1.1");
		AccessLogWriter one = start(entry.weight());
		one.add(entry("GET /too-large-for-one HTTP/1.1"));
		assertThat(one.lost()).isOne();
		one.add(entry);
		assertThat(one.lost()).isOne();
		awaitLines(1);
	}

	@Test
	void asMuchAsThereIsRoomForWaitsAndTheRestIsWarnedOfOnce(CapturedOutput output) throws Exception {
		AccessLogEntry entry = entry("GET / HTTP/1.1", "http://a/", "b");
		AccessLogWriter ten = start(10L * entry.weight());
		this.gate.shutAfter(0);
		ten.add(entry);
		// What is being written waits no more.
		this.gate.awaitArrival();
		for (int i = 0; i < 15; i++) {
			ten.add(entry);
		}
		assertThat(ten.lost()).isEqualTo(5);
		this.gate.open();
		ten.stop();
		assertThat(file()).content().hasLineCount(11);
		assertThat(output.getOut().split("more entries than it can write", -1)).hasSize(2);
	}

	@Test
	void whatAClientSendsCountsInWhicheverFieldItStands() throws Exception {
		AccessLogWriter some = start(entry("").weight() + 1000);
		String large = "x".repeat(2000);
		some.add(entry(large));
		some.add(entry("", large, null));
		some.add(entry("", null, large));
		assertThat(some.lost()).isEqualTo(3);
	}

	@Test
	void anEntryWakesTheThreadThatSleeps() throws Exception {
		AccessLogWriter sleepy = start(ROOMY);
		for (int count = 1; count <= 3; count++) {
			awaitSleep();
			sleepy.add(entry("GET / HTTP/1.1"));
			awaitLines(count);
		}
	}

	@Test
	void theThreadThatSleepsEndsWithTheLog() throws Exception {
		AccessLogWriter sleepy = start(ROOMY);
		awaitSleep();
		sleepy.stop();
		assertThat(thread()).isNull();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void theFileIsClosedWithTheLog() throws Exception {
		AccessLogWriter closing = start(ROOMY);
		assertThat(OpenFiles.below(this.directory)).containsExactly(file());
		closing.stop();
		assertThat(OpenFiles.below(this.directory)).isEmpty();
	}

	@Test
	void allThatWaitsIsWrittenBeforeTheLogIsClosed() throws Exception {
		AccessLogWriter busy = start(ROOMY);
		this.gate.shutAfter(0);
		for (int i = 0; i < 2500; i++) {
			busy.add(entry(""));
		}
		Thread stopping = new Thread(busy::stop);
		stopping.start();
		await(() -> stopping.getState() == Thread.State.TIMED_WAITING);
		this.gate.open();
		stopping.join();
		assertThat(file()).content().hasLineCount(2500);
	}

	@Test
	void linesAreInTheFileWhileMoreAndMoreCome() throws Exception {
		AccessLogWriter busy = start(ROOMY);
		this.gate.shutAfter(0);
		for (int i = 0; i < 2500; i++) {
			busy.add(entry(""));
		}
		this.gate.awaitArrival();
		// So many have room in the buffer of the file.
		this.gate.shutAfter(1200);
		this.gate.awaitArrival();
		assertThat(Files.readAllLines(file())).hasSizeGreaterThanOrEqualTo(1000);
	}

	@Test
	void afterAFailureTheLogGoesOn() throws Exception {
		AccessLogWriter failing = start(ROOMY);
		this.gate.failOnce();
		failing.add(entry("GET /lost HTTP/1.1"));
		await(() -> failing.lost() == 1);
		failing.add(entry("GET /kept HTTP/1.1"));
		awaitLines(1);
		assertThat(file()).content().contains("/kept").doesNotContain("/lost");
	}

	@Test
	void allLinesThatGoWithAFailureAreCounted() throws Exception {
		AccessLogWriter failing = start(ROOMY);
		this.gate.shutAfter(0);
		for (int i = 0; i < 3; i++) {
			failing.add(entry("GET /lost HTTP/1.1"));
		}
		this.gate.awaitArrival();
		// Two more lines, and then their way to the file
		this.gate.failAfter(2);
		this.gate.open();
		await(() -> failing.lost() > 0);
		failing.add(entry("GET /kept HTTP/1.1"));
		awaitLines(1);
		assertThat(failing.lost()).isEqualTo(3);
		assertThat(file()).content().contains("/kept").doesNotContain("/lost");
	}

	@Test
	void linesThatAreWrittenDespiteAFailureAreNotCounted() throws Exception {
		AccessLogWriter failing = start(ROOMY);
		this.gate.shutAfter(0);
		for (int i = 0; i < 3; i++) {
			failing.add(entry("GET /kept HTTP/1.1"));
		}
		this.gate.awaitArrival();
		// The last of the lines
		this.gate.failAfter(1);
		this.gate.open();
		await(() -> failing.lost() > 0);
		failing.stop();
		assertThat(failing.lost()).isOne();
		assertThat(file()).content().hasLineCount(2);
	}

	@Test
	void eachTimeOfFailuresIsWarnedOfOnce(CapturedOutput output) throws Exception {
		AccessLogWriter failing = start(ROOMY);
		for (int time = 1; time <= 2; time++) {
			for (int i = 1; i <= 2; i++) {
				long lost = failing.lost() + 1;
				this.gate.failOnce();
				failing.add(entry("GET / HTTP/1.1"));
				await(() -> failing.lost() == lost);
			}
			failing.add(entry("GET / HTTP/1.1"));
			awaitLines(time);
		}
		failing.stop();
		assertThat(output.getOut().split("entries are lost until it can be", -1)).hasSize(3);
	}

	@Test
	void thatTheLogKeepsUpAgainIsSaidOnce(CapturedOutput output) throws Exception {
		AccessLogEntry entry = entry("GET / HTTP/1.1");
		AccessLogWriter one = start(entry.weight());
		one.add(entry("GET /too-large-for-one HTTP/1.1"));
		for (int count = 1; count <= 5; count++) {
			one.add(entry);
			awaitLines(count);
		}
		one.stop();
		assertThat(output.getOut().split("keeps up again; 1 entries were lost", -1)).hasSize(2);
	}

	@Test
	void lossesThatFollowOneAnotherAreWarnedOfOnce(CapturedOutput output) throws Exception {
		AccessLogEntry entry = entry("GET / HTTP/1.1");
		AccessLogWriter one = start(entry.weight(), 1000);
		for (int count = 1; count <= 6; count++) {
			if (count % 3 == 1) {
				one.add(entry("GET /too-large-for-one HTTP/1.1"));
			}
			// Each in another look than the one before
			one.add(entry);
			awaitLines(count);
		}
		one.stop();
		assertThat(output.getOut().split("more entries than it can write", -1)).hasSize(2);
		assertThat(output).doesNotContain("keeps up again");
	}

	/**
	 * A clock that every line has to pass, and that a test can shut.
	 */
	private static final class Gate extends Clock {

		private int free = Integer.MAX_VALUE;

		private boolean waiting;

		/** How often it can be read before it fails once; negative if it does not. */
		private int readsToFailure = -1;

		synchronized void shutAfter(int lines) {
			this.free = lines;
			this.waiting = false;
			notifyAll();
		}

		void failOnce() {
			failAfter(0);
		}

		synchronized void failAfter(int reads) {
			this.readsToFailure = reads;
		}

		synchronized void awaitArrival() throws InterruptedException {
			while (!this.waiting) {
				wait();
			}
		}

		void open() {
			shutAfter(Integer.MAX_VALUE);
		}

		@Override
		public synchronized long millis() {
			if (this.readsToFailure >= 0 && this.readsToFailure-- == 0) {
				throw new IllegalStateException("A clock that cannot be read");
			}
			while (this.free == 0) {
				this.waiting = true;
				notifyAll();
				try {
					wait();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			this.free--;
			return 784111777_000L;
		}

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(784111777_000L);
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

	}

}
