package io.jhttp.integration.mounts;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.loader.tools.Libraries;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * An executable jar, as the plugin of Spring Boot makes it.
 */
final class PackagedJar {

	/** Of all that these tests have on their class path. */
	private static final Pattern LIBRARY = Pattern.compile("(spring-(aop|beans|boot|boot-autoconfigure|context|core|"
			+ "expression|web)|logback-.*|slf4j-api|jul-to-slf4j|log4j-.*|commons-logging|micrometer-(commons|observation)|"
			+ "snakeyaml|jspecify)-[0-9].*\\.jar");

	private PackagedJar() {
	}

	/**
	 * Packs an application with its libraries.
	 * @param classes directories below {@code io} and of resources that belong to it
	 */
	static Path of(Class<?> application, Path temporary, List<String> classes) throws IOException {
		Path testClasses = Path.of(locationOf(application));
		Path plain = temporary.resolve("plain.jar");
		try (OutputStream output = Files.newOutputStream(plain); JarOutputStream jar = new JarOutputStream(output)) {
			for (String directory : classes) {
				add(jar, testClasses, testClasses.resolve(directory));
			}
		}
		Path packaged = temporary.resolve("app with spaces.jar");
		Repackager repackager = new Repackager(plain.toFile());
		repackager.setMainClass(application.getName());
		repackager.repackage(packaged.toFile(), libraries(temporary, testClasses));
		return packaged;
	}

	private static String locationOf(Class<?> type) {
		return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
	}

	private static Libraries libraries(Path temporary, Path testClasses) {
		return (callback) -> {
			int number = 0;
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				Path path = Path.of(entry);
				if (Files.isDirectory(path) && !path.equals(testClasses) && entry.contains("jhttp-")) {
					// A module of the same build: without entries of directories.
					Path jar = temporary.resolve("module-" + number++ + ".jar");
					try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
						add(output, path, path);
					}
					callback.library(new Library(jar.toFile(), LibraryScope.RUNTIME));
				}
				else if (isLibrary(path.getFileName().toString().toLowerCase(Locale.ROOT))) {
					callback.library(new Library(path.toFile(), LibraryScope.RUNTIME));
				}
			}
			callback.library(new Library(library(temporary).toFile(), LibraryScope.RUNTIME));
		};
	}

	private static boolean isLibrary(String name) {
		return name.startsWith("jhttp-") || LIBRARY.matcher(name).matches();
	}

	/**
	 * With more of the same directory, and a file that is hidden by the application's.
	 */
	private static Path library(Path temporary) throws IOException {
		Path jar = temporary.resolve("more.jar");
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
			write(output, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes());
			write(output, "mounts/static/index.html", "hidden".getBytes());
			write(output, "mounts/static/lib/of-the-library.txt", "of the library".getBytes());
			write(output, "mounts/static/lib/large.bin", new byte[3_000_000]);
		}
		return jar;
	}

	private static void add(JarOutputStream jar, Path root, Path directory) throws IOException {
		List<Path> files;
		try (Stream<Path> all = Files.walk(directory)) {
			files = all.filter(Files::isRegularFile).toList();
		}
		for (Path file : files) {
			write(jar, root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
		}
	}

	private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
		jar.putNextEntry(new JarEntry(name));
		jar.write(content);
		jar.closeEntry();
	}

}
