package io.jhttp.server.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;

/**
 * A directory with much in it that may be served, and more that may not, and an opinion
 * of its own on which path leads to what. What is private or lies outside holds a marker.
 */
final class AttackedTree {

	static final String MARKER = "NOBODY-MAY-SEE-THIS";

	private static final Instant SETTLED = Instant.parse("2020-01-02T03:04:05.678Z");

	static final String OUTSIDE = "OUTSIDE-THE-ROOT";

	private static final Set<String> DENIED = Set.of("application.yml", "keys.p12", "id_rsa");

	final Path root;

	private final Path outside;

	private final Path stash;

	private final SymbolicLinks links;

	/** By its name from the root down. */
	private final Map<String, byte[]> contents = new LinkedHashMap<>();

	AttackedTree(Path temporary, SymbolicLinks links) throws IOException, InterruptedException {
		this.root = Files.createDirectories(temporary.resolve("root")).toRealPath();
		this.outside = Files.createDirectories(temporary.resolve("outside")).toRealPath();
		this.stash = Files.createDirectories(temporary.resolve("stash")).toRealPath();
		this.links = links;
		for (String name : List.of("a.txt", "b.html", "sub/c.txt", "sub/deep/d.css", "sub/ä ö.txt", "sub/%41.txt",
				"semi;colon.txt", "100%.txt", "dots...", "sub/x%2fy", ".well-known/x.txt", "indexed/index.html",
				"side.css", "swap/dir/a.txt", "swap/dir/in/large.bin", "swap/file.txt", "swap/target/a.txt")) {
			write(name, 2000);
		}
		write("large.bin", 100_000);
		for (String name : List.of(".hidden", ".git/config", "application.yml", "keys.p12", "sub/id_rsa",
				"sub/.htpasswd", "sub/Application.YML")) {
			Files.createDirectories(this.root.resolve(name).getParent());
			Files.writeString(this.root.resolve(name), MARKER);
		}
		for (String name : List.of("a.txt", "c.txt", "deep/d.css", "in/large.bin", "file.txt", "application.yml",
				".hidden")) {
			Files.createDirectories(this.outside.resolve(name).getParent());
			boolean isPrivate = name.equals(".hidden") || name.equals("application.yml");
			Files.writeString(this.outside.resolve(name), (isPrivate ? MARKER : OUTSIDE).repeat(4000));
		}
		addLinks();
		settle();
		new ProcessBuilder("mkfifo", this.root.resolve("pipe").toString()).start().waitFor();
	}

	private void write(String name, int size) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		byte[] content = ("FILE " + name + "\n").repeat(size / (6 + name.length())).getBytes(StandardCharsets.UTF_8);
		Files.write(file, content);
		this.contents.put(name, content);
	}

	private void addLinks() throws IOException {
		Map<String, String> targets = Map.ofEntries(Map.entry("in.txt", "a.txt"), Map.entry("indir", "sub"),
				Map.entry("absolute.txt", this.root.resolve("a.txt").toString()),
				Map.entry("out.txt", "../outside/a.txt"), Map.entry("outdir", "../outside"),
				Map.entry("sub/up", "../.."), Map.entry("sub/round", ".."), Map.entry("loop", "loop"),
				Map.entry("hidden.txt", ".hidden"), Map.entry("git", ".git"),
				Map.entry("config.txt", "application.yml"), Map.entry("broken", "nowhere"),
				Map.entry("out.yml", "../outside/application.yml"), Map.entry("pipe.txt", "pipe"),
				Map.entry("swap/link", "target"));
		for (Map.Entry<String, String> link : targets.entrySet()) {
			Files.createSymbolicLink(this.root.resolve(link.getKey()), Path.of(link.getValue()));
		}
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(encoded)) {
			gzip.write(OUTSIDE.getBytes(StandardCharsets.UTF_8));
		}
		Files.write(this.outside.resolve("side.css.gz"), encoded.toByteArray());
		Files.createSymbolicLink(this.root.resolve("side.css.gz"), Path.of("../outside/side.css.gz"));
	}

	/** Makes everything old, so that it is cached, but for what is swapped. */
	private void settle() throws IOException {
		List<Path> all;
		try (Stream<Path> tree = Files.walk(this.root)) {
			all = tree.filter((path) -> !Files.isSymbolicLink(path)).toList();
		}
		for (Path path : all) {
			Files.setLastModifiedTime(path, FileTime.from(SETTLED));
		}
	}

	/** Makes a jar with the same in a directory of it, and more that may not be seen. */
	Path jar(String directory) throws IOException {
		Path jar = this.root.resolveSibling("attacked.jar");
		List<Path> files;
		try (Stream<Path> all = Files.walk(this.root)) {
			files = all.filter((path) -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList();
		}
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
			for (Path file : files) {
				write(output, directory + "/" + this.root.relativize(file), Files.readAllBytes(file));
			}
			for (String name : List.of("../outside/a.txt", "/etc/passwd", "sub/../../a.txt", "sub/./x", "sub//x",
					"sub\\x", "META-INF/a.txt", "sub/Meta-Inf/a.txt", "sub/A.class", "A.CLASS")) {
				write(output, directory + "/" + name, MARKER.getBytes(StandardCharsets.UTF_8));
			}
			for (String name : List.of("outside/a.txt", "application.yml", "etc/passwd", "a.txt",
					directory + "x/a.txt")) {
				write(output, name, OUTSIDE.getBytes(StandardCharsets.UTF_8));
			}
		}
		return jar;
	}

	private static void write(JarOutputStream output, String name, byte[] content) throws IOException {
		ZipEntry entry = new ZipEntry(name);
		entry.setTime(SETTLED.toEpochMilli());
		output.putNextEntry(entry);
		output.write(content);
	}

	List<String> names() throws IOException {
		List<String> names = new ArrayList<>(List.of("outside/a.txt", "outdir/deep/d.css", "outdir/.hidden",
				"indir/deep/d.css", "sub/up/outside/a.txt", "sub/round/a.txt", "git/config", "swap/link/a.txt"));
		try (Stream<Path> tree = Files.walk(this.root)) {
			tree.forEach((path) -> names.add(this.root.relativize(path).toString()));
		}
		return names;
	}

	/**
	 * What a path has to be answered with.
	 *
	 * @param isFound whether it may be answered with 200
	 * @param isDirectory whether it is a directory without index page
	 * @param content of the file; null for anything
	 */
	record Expected(boolean isFound, boolean isDirectory, byte @Nullable [] content) {

		static final Expected NOTHING = new Expected(false, false, null);

		static final Expected ANYTHING = new Expected(true, false, null);

	}

	/** Decodes and resolves in the simplest way there is, and asks the system. */
	Expected expected(String target) {
		List<String> names = new ArrayList<>();
		String last = "";
		for (String segment : target.split("/", -1)) {
			String name = decoded(segment);
			if (name == null || name.equals("..") || name.matches("(?s).*[/\\\\\0].*")) {
				return Expected.NOTHING;
			}
			last = name;
			if (!name.isEmpty() && !name.equals(".")) {
				names.add(name);
			}
		}
		boolean slash = last.isEmpty() || last.equals(".");
		return names.stream().allMatch(AttackedTree::isPublic) ? expected(names, slash) : Expected.NOTHING;
	}

	private Expected expected(List<String> names, boolean slash) {
		String asked = String.join("/", names);
		if (asked.equals("swap") || asked.startsWith("swap/dir") || asked.startsWith("swap/file")
				|| asked.startsWith("swap/link")) {
			return Expected.ANYTHING;
		}
		try {
			Path path = this.root.resolve(asked);
			Path real = path.toRealPath();
			boolean inside = real.startsWith(this.root);
			boolean allowed = switch (this.links) {
				case REFUSE -> real.equals(path);
				case CONTAINED -> inside;
				case FOLLOW -> true;
			};
			Path seen = inside ? this.root.relativize(real) : real.getFileName();
			for (Path name : seen) {
				allowed &= real.equals(this.root) || isPublic(name.toString());
			}
			if (!allowed || !(Files.isDirectory(real) || Files.isRegularFile(real))) {
				return Expected.NOTHING;
			}
			if (Files.isDirectory(real)) {
				Path index = real.resolve("index.html");
				return Files.exists(index) && slash
						? new Expected(true, false, this.contents.get(this.root.relativize(index).toString()))
						: new Expected(slash, slash, null);
			}
			boolean linkedSidecar = real.getFileName().toString().startsWith("side.css");
			byte[] content = (inside && !linkedSidecar) ? this.contents.get(seen.toString()) : null;
			return slash ? Expected.NOTHING : new Expected(true, false, content);
		}
		catch (IOException | IllegalArgumentException ex) {
			return Expected.NOTHING;
		}
	}

	private static boolean isPublic(String name) {
		return !DENIED.contains(name.toLowerCase(Locale.ROOT)) && (!name.startsWith(".") || name.equals(".well-known"));
	}

	private static @Nullable String decoded(String segment) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < segment.length(); i++) {
			char c = segment.charAt(i);
			if (c == '%') {
				if (!segment.substring(i + 1).matches("(?s)[0-9a-fA-F]{2}.*")) {
					return null;
				}
				bytes.write(Integer.parseInt(segment.substring(i + 1, i + 3), 16));
				i += 2;
			}
			else {
				bytes.write(c);
			}
		}
		String name = bytes.toString(StandardCharsets.UTF_8);
		return (name.indexOf('\ufffd') < 0) ? name : null;
	}

	/** Whether an answer may show what lies outside. */
	boolean isOpen() {
		return this.links == SymbolicLinks.FOLLOW;
	}

	/**
	 * Swaps a directory for a link to one outside with the same names in it, a file for a
	 * link to one, and a link for another, and back.
	 */
	void swap() throws IOException {
		Path link = this.stash.resolve("link");
		for (String[] swapped : new String[][] { { "dir", "" }, { "file.txt", "file.txt" } }) {
			Path there = this.root.resolve("swap").resolve(swapped[0]);
			Path kept = this.stash.resolve("kept");
			if (!Files.isSymbolicLink(link)) {
				Files.createSymbolicLink(link, this.outside.resolve(swapped[1]));
			}
			Files.move(there, kept, StandardCopyOption.ATOMIC_MOVE);
			Files.move(link, there, StandardCopyOption.ATOMIC_MOVE);
			Files.move(there, link, StandardCopyOption.ATOMIC_MOVE);
			Files.move(kept, there, StandardCopyOption.ATOMIC_MOVE);
			Files.delete(link);
		}
		for (Path target : List.of(this.outside, Path.of("target"))) {
			Files.createSymbolicLink(link, target);
			Files.move(link, this.root.resolve("swap/link"), StandardCopyOption.ATOMIC_MOVE);
		}
	}

}
