package io.jhttp.server.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the path of a URL to a file: what a request costs that the cache does not know.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathBenchmark {

	private String plain = "/assets/2026/application-3f2a9c.js";

	private String escaped = "/assets/2026/%C3%A4pfel%20und%20birnen.js";

	private Path directory;

	private FileLocation tree;

	private FileLocation jar;

	private List<String> names;

	@Setup
	public void create() throws IOException {
		this.directory = Files.createTempDirectory("jhttp-benchmark");
		Files.createDirectories(this.directory.resolve("assets/2026"));
		Files.writeString(this.directory.resolve(this.plain.substring(1)), "content");
		this.tree = FileHandler.builder(this.directory).location();
		this.names = UrlPath.parse(this.plain).names();
		Path jar = this.directory.resolve("a.jar");
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
			output.putNextEntry(new ZipEntry("site" + this.plain));
			output.write("content".getBytes(StandardCharsets.UTF_8));
		}
		FileHandlerBuilder builder = FileHandler
			.builder(new URLClassLoader(new URL[] { jar.toUri().toURL() }, null), "/site");
		builder.build();
		this.jar = builder.location();
	}

	@TearDown
	public void delete() throws IOException {
		try (Stream<Path> paths = Files.walk(this.directory)) {
			paths.sorted(Comparator.reverseOrder()).forEach(PathBenchmark::delete);
		}
	}

	private static void delete(Path path) {
		try {
			Files.delete(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Benchmark
	public UrlPath parsePlain() {
		return UrlPath.parse(this.plain);
	}

	@Benchmark
	public UrlPath parseEscaped() {
		return UrlPath.parse(this.escaped);
	}

	/** With the system calls that make sure that it is inside the directory. */
	@Benchmark
	public FileLocation.Entry find() {
		return this.tree.find(this.names);
	}

	@Benchmark
	public FileLocation.Entry findInJar() {
		return this.jar.find(this.names);
	}

	/** What each request costs that the cache does know: has the file changed? */
	@Benchmark
	public FileVersion version() throws IOException {
		return FileVersion.read(this.directory.resolve("assets/2026/application-3f2a9c.js"));
	}

}
