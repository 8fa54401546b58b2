package io.jhttp.server.file;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.jhttp.server.SystemCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a file costs that the cache does not hold: calls of the system, objects, and what
 * stays of it.
 */
@Tag("costs")
@EnabledOnOs(OS.LINUX)
class UnknownFileCostTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-02T03:04:05.678Z"));

	private static final int FILES = 100;

	private static final int SIZE = 1024;

	/** The content is one of them. A compiler that optimizes leaves some of them out. */
	private static final long MAX_BYTES = 14 * 1024;

	private static final long LONGEST = TimeUnit.SECONDS.toNanos(40);

	private static final long CACHE_SIZE = 8 * 1024 * 1024;

	/** What the JVM and the test make meanwhile. */
	private static final long TOLERANCE = 1024 * 1024;

	@TempDir
	Path root;

	private FileServer server;

	private final List<Path> files = new ArrayList<>();

	@BeforeEach
	void createFiles() throws IOException {
		Path directory = Files.createDirectories(this.root.resolve("a/b"));
		for (int i = 0; i < FILES; i++) {
			Path file = Files.write(directory.resolve(i + ".html"), new byte[SIZE]);
			Files.setLastModifiedTime(file, OLD);
			this.files.add(file);
		}
		Files.setLastModifiedTime(directory, OLD);
		this.server = FileServer.of(FileHandler.builder(this.root).cacheSize(CACHE_SIZE));
		// What is new is looked at more often.
		awaitSettled();
	}

	private void awaitSettled() throws IOException {
		long end = System.nanoTime() + LONGEST;
		while (!load(this.files.get(FILES - 1)).lasting()) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
		}
	}

	private FileLoader.Loaded load(Path file) throws IOException {
		FileTarget.File expected = Objects.requireNonNull(this.server.lookup().expect(file, System.nanoTime()));
		return this.server.loader().load(Objects.requireNonNull(expected.entry()), "text/html; charset=utf-8");
	}

	private void loadAll() throws IOException {
		for (Path file : this.files) {
			assertThat(load(file).lasting()).isTrue();
		}
	}

	@Test
	@EnabledIf("io.jhttp.server.SystemCalls#canTrace")
	void aFileIsOpenedNameByNameAndLookedAtTwice() throws Exception {
		loadAll();
		String thread = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
		List<String> calls = SystemCalls.of(thread, this.root.resolve("calls"), this::loadAll);
		// The directory, two below it, and the file.
		assertThat(count(calls, "open(at)?\\(.*")).isBetween(4L * FILES, 4L * FILES + 10);
		assertThat(count(calls, "readlink(at)?\\(.*")).isLessThan(10);
		assertThat(count(calls, "pread64\\(.*")).isBetween(1L * FILES, FILES + 10L);
		// Two of the file, one of its directory, three for what may lie beside it; the
		// rest is what the system's library asks of each directory that is opened.
		assertThat(count(calls, "(stat|lstat|statx|newfstatat|fstat)\\(.*")).isLessThanOrEqualTo(9 * FILES + 10);
		assertThat(calls).hasSizeLessThan(33 * FILES);
	}

	private static long count(List<String> calls, String call) {
		return calls.stream().filter((line) -> line.matches(call)).count();
	}

	@Test
	void fewObjectsAreMadeOfAFile() throws IOException {
		long least = Long.MAX_VALUE;
		// The JIT has to be warm, and that of a busy machine is late.
		for (long end = System.nanoTime() + LONGEST; least >= MAX_BYTES * FILES && System.nanoTime() < end;) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (Path file : this.files) {
				load(file);
			}
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(least).isLessThan(MAX_BYTES * FILES);
	}

	/** Each path that leads to a file is one of its own for the cache. */
	@Test
	void theCacheTakesNoMoreHeapThanItSays() throws IOException {
		FileCache cache = this.server.known().cache();
		loadAll();
		long before = usedHeap();
		for (int i = 0; i < 20_000; i++) {
			FileTarget.File file = Objects
				.requireNonNull(this.server.lookup().expect(this.root.resolve("missing" + i), System.nanoTime()));
			cache.put(file.key(), load(this.files.get(i % FILES)).file());
		}
		assertThat(cache.weight()).isBetween(CACHE_SIZE - 2 * 4096, CACHE_SIZE);
		assertThat(usedHeap() - before).isLessThan(CACHE_SIZE + TOLERANCE);
		assertThat(cache.size()).isGreaterThan(1000);
	}

	@Test
	void pathsThatDoNotExistLeaveNothing() {
		long before = usedHeap();
		for (int i = 0; i < 20_000; i++) {
			Path path = this.root.resolve("missing" + i + "/" + i);
			assertThat(this.server.lookup().isKnown(path, false, System.nanoTime())).isFalse();
			assertThat(this.server.location().expect(path)).isNotNull();
		}
		assertThat(this.server.known().cache().size()).isZero();
		assertThat(usedHeap() - before).isLessThan(2 * TOLERANCE);
	}

	private static long usedHeap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	@Test
	void whatIsAskedForOnceDoesNotDisplaceWhatIsAskedForAgain() throws IOException {
		FileCache cache = new FileCache(10 * load(this.files.get(0)).file().weight());
		for (int i = 0; i < FILES; i++) {
			FileTarget.File file = Objects
				.requireNonNull(this.server.lookup().expect(this.files.get(i), System.nanoTime()));
			if (cache.admits(file.key())) {
				cache.put(file.key(), load(this.files.get(i)).file());
			}
			assertThat(cache.get(file.key()) != null).isEqualTo(i < 10);
			// A second time, as others were.
			assertThat(i < 10 || cache.admits(file.key())).isTrue();
		}
		assertThat(cache.size()).isEqualTo(10);
	}

}
