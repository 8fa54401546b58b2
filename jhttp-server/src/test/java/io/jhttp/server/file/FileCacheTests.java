package io.jhttp.server.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.PathBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the cache keeps, and what it gives up, in the long run.
 */
class FileCacheTests {

	private static final RepresentationHeaders FIELDS = new RepresentationHeaders(new FileTags(EntityTags.AUTO),
			CacheControlRules.NONE, Map.of());

	private static final int SIZE = 10_000;

	@TempDir
	Path directory;

	private Path path;

	private Freshness freshness;

	@BeforeEach
	void createFile() throws IOException {
		this.path = Files.createFile(this.directory.resolve("a.txt"));
		this.freshness = FileFreshness.begin(this.path, new KnownDirectories());
	}

	private StoredFile file() {
		return file(ContentPart.of(new byte[SIZE], 0, SIZE));
	}

	private StoredFile file(ContentPart content) {
		return new StoredFile(this.path, this.freshness, representation(content), StoredFile.noSidecars(), List.of(),
				true);
	}

	private Representation representation(ContentPart content) {
		FileReading reading = new FileReading(this.freshness, content, true);
		try {
			return FIELDS.representation("/a.txt", null, "text/plain", reading, true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static PathBytes path(String name) {
		return PathBytes.of("/" + name);
	}

	@Test
	void theOldestGoesButNotWhatWasUsed() {
		FileCache cache = new FileCache(3 * file().weight());
		for (String name : List.of("a", "b", "c")) {
			assertThat(cache.put(path(name), file())).isTrue();
		}
		assertThat(cache.get(path("a"))).isNotNull();
		assertThat(cache.put(path("d"), file())).isTrue();
		assertThat(cache.get(path("b"))).isNull();
		assertThat(cache.get(path("a"))).isNotNull();
		assertThat(cache.get(path("c"))).isNotNull();
		assertThat(cache.get(path("d"))).isNotNull();
	}

	@Test
	void whatIsReplacedOrRemovedWeighsNothing() {
		FileCache cache = new FileCache(10 * file().weight());
		for (int version = 0; version < 20; version++) {
			cache.put(path("a"), file());
			cache.put(path("b"), file());
			cache.remove(path("b"));
			assertThat(cache.size()).isOne();
			assertThat(cache.weight()).isEqualTo(file().weight());
		}
	}

	@Test
	void whatIsReplacedRemovedOrDisplacedIsClosed() throws IOException {
		List<FileChannel> channels = new ArrayList<>();
		List<StoredFile> files = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			FileChannel channel = FileChannel.open(this.path);
			channels.add(channel);
			files.add(file(ContentPart.of(channel, "a.txt", 0, 0, null)));
		}
		FileCache cache = new FileCache(2 * files.get(0).weight());
		cache.put(path("a"), files.get(0));
		cache.put(path("a"), files.get(1));
		assertThat(channels).extracting(FileChannel::isOpen).containsExactly(false, true, true, true);
		cache.put(path("b"), files.get(2));
		cache.put(path("c"), files.get(3));
		assertThat(channels).extracting(FileChannel::isOpen).containsExactly(false, false, true, true);
		cache.remove(path("b"));
		assertThat(channels).extracting(FileChannel::isOpen).containsExactly(false, false, false, true);
		cache.remove(path("c"));
		assertThat(channels).extracting(FileChannel::isOpen).containsOnly(false);
	}

	@Test
	void whatLiesBesideAFileWeighsAndIsClosedWithIt() throws IOException {
		try (FileChannel channel = FileChannel.open(this.path)) {
			Representation beside = representation(ContentPart.of(channel, "a.txt", 0, 0, null));
			Map<ContentCoding, StoredFile.Sidecar> sidecars = StoredFile.noSidecars();
			sidecars.put(ContentCoding.BR, new StoredFile.Sidecar(this.freshness, beside));
			StoredFile file = new StoredFile(this.path, this.freshness, file().plain(), sidecars, List.of(), true);
			FileCache cache = new FileCache(2 * file.weight());
			cache.put(path("a"), file);
			assertThat(cache.weight()).isEqualTo(file().weight() + beside.weight());
			cache.remove(path("a"));
			assertThat(channel.isOpen()).isFalse();
		}
	}

	@Test
	void whatWasMadeOfAFileLaterWeighsToo() {
		StoredFile first = file();
		StoredFile second = file();
		FileCache cache = new FileCache(first.weight() + second.weight() + SIZE / 2);
		cache.put(path("a"), first);
		cache.put(path("b"), second);
		second.endCompression(FIELDS.compressed("/b", second.plain(), new byte[SIZE]));
		cache.weigh(path("b"));
		assertThat(cache.size()).isOne();
		assertThat(cache.weight()).isEqualTo(first.weight() + SIZE);
	}

	@Test
	void whatIsTooLargeDisplacesNothing() {
		FileCache cache = new FileCache(file().weight());
		cache.put(path("a"), file());
		StoredFile large = file();
		large.endCompression(FIELDS.compressed("/b", large.plain(), new byte[1]));
		assertThat(cache.put(path("b"), large)).isFalse();
		assertThat(cache.get(path("a"))).isNotNull();
		assertThat(cache.weight()).isEqualTo(file().weight());
	}

	@Test
	void earlierVersionsOfAFileAreForgotten() {
		FileCache cache = new FileCache(10 * file().weight());
		List<WeakReference<StoredFile>> versions = new ArrayList<>();
		for (int version = 0; version < 200; version++) {
			StoredFile file = file();
			cache.put(path("a"), file);
			versions.add(new WeakReference<>(file));
		}
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (versions.stream().filter((version) -> version.get() != null).count() > 100) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
			System.gc();
		}
		assertThat(cache.size()).isOne();
	}

	@Test
	void directoriesThatAreLookedAtAreRememberedWithinABound() {
		KnownDirectories directories = new KnownDirectories();
		DirectoryVersion used = directories.look(this.directory.resolve("used").toFile());
		DirectoryVersion first = directories.look(this.directory.resolve("first").toFile());
		for (int i = 0; i < 999; i++) {
			directories.look(this.directory.resolve("d" + i).toFile());
			assertThat(directories.look(this.directory.resolve("used").toFile())).isSameAs(used);
		}
		assertThat(directories.look(this.directory.resolve("first").toFile())).isNotSameAs(first);
	}

}
