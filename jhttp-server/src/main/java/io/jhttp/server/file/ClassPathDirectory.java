package io.jhttp.server.file;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the class path, as its class loader has it: in directories of the disk,
 * in jars, and in jars within jars if the class loader knows such.
 */
final class ClassPathDirectory {

	/** What belongs to an application, and never to its clients. */
	static final List<String> PRIVATE_FILES = List.of("*.class", "meta-inf");

	/**
	 * Every jar that a tool has made has it; not every one has entries of directories.
	 */
	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	/** The one directory of META-INF that is meant for clients (Servlet 3.0). */
	private static final String WEB_RESOURCES = "META-INF/resources";

	private static final Set<String> PRIVATE = Set.of("meta-inf", "boot-inf", "web-inf");

	private final ClassLoader loader;

	private final String name;

	/** Of which there are some once they were looked for. */
	private List<Place> places = List.of();

	private ClassPathDirectory(ClassLoader loader, String name) {
		this.loader = loader;
		this.name = name;
	}

	/** Where the directory is. */
	private sealed interface Place {

	}

	private record Directory(Path path) implements Place {
	}

	private record Archive(String url, JarFile jar, ArchiveEntry top) implements Place {
	}

	/**
	 * Checks a name.
	 * @throws IllegalArgumentException if it is not that of a directory that may be
	 * published
	 */
	static ClassPathDirectory of(ClassLoader loader, String location) {
		String name = location.replaceFirst("^/+", "").replaceFirst("/+$", "");
		if (name.isEmpty()) {
			throw new IllegalArgumentException("'" + location
					+ "' is the whole class path, with its classes and configuration: name a directory of it, such as /static");
		}
		if (!("/" + name).equals(normalized(name)) || name.contains("!")) {
			throw new IllegalArgumentException("'" + location
					+ "' cannot be a directory of the class path: it is written as /static/docs, without '..', '\\', '%' and '!'");
		}
		boolean resources = name.equals(WEB_RESOURCES) || name.startsWith(WEB_RESOURCES + "/");
		if (!resources && PRIVATE.contains(name.split("/")[0].toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("'" + location + "' belongs to the application itself: name a directory "
					+ "beside it, or one of /" + WEB_RESOURCES);
		}
		return new ClassPathDirectory(loader, name);
	}

	private static String normalized(String name) {
		try {
			return UrlPath.parse("/" + name).toString();
		}
		catch (HttpProblem ex) {
			return "";
		}
	}

	/** A path that no disk has, so that no program opens a file of it by mistake. */
	Path path() {
		return path("classpath:/" + this.name);
	}

	private static Path path(String name) {
		return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/" + name);
	}

	/** What is below it. */
	synchronized FileLocation tree(SymbolicLinks links, FileRules rules) {
		List<FileLocation> trees = new ArrayList<>();
		for (Place place : this.places) {
			if (place instanceof Directory directory) {
				trees.add(new FileTree(directory.path(), links, rules));
			}
			else if (place instanceof Archive archive) {
				Path path = path(archive.url() + "!/" + this.name);
				trees.add(new ArchiveTree(path, archive.jar(), archive.top(), rules));
			}
		}
		return new ClassPathTree(path(), trees, rules);
	}

	/**
	 * Looks for it, once.
	 * @throws NoSuchFileException if there is no such directory
	 * @throws IOException if it cannot be read
	 */
	synchronized List<Place> places() throws IOException {
		if (!this.places.isEmpty()) {
			return this.places;
		}
		List<Place> found = new ArrayList<>();
		for (URL url : urls()) {
			Place place = place(url);
			if (place != null) {
				found.add(place);
			}
		}
		if (found.isEmpty()) {
			throw new NoSuchFileException("classpath:/" + this.name);
		}
		this.places = found;
		return found;
	}

	/**
	 * Directories of the disk, and all jars, in the order of the class path. Where two
	 * answers of the class loader do not tell the order, directories come first.
	 */
	private Collection<URL> urls() throws IOException {
		Map<String, URL> jars = new LinkedHashMap<>();
		for (URL url : Collections.list(this.loader.getResources(MANIFEST))) {
			if (url.openConnection() instanceof JarURLConnection jar) {
				jars.putIfAbsent(jar.getJarFileURL().toExternalForm(), url);
			}
		}
		List<String> order = new ArrayList<>(jars.keySet());
		Map<String, URL> all = new LinkedHashMap<>();
		for (URL url : Collections.list(this.loader.getResources(this.name))) {
			URLConnection connection = url.openConnection();
			String key = (connection instanceof JarURLConnection jar) ? jar.getJarFileURL().toExternalForm()
					: url.toExternalForm();
			for (String before : order.subList(0, Math.max(0, order.indexOf(key)))) {
				all.putIfAbsent(before, jars.get(before));
			}
			all.putIfAbsent(key, url);
		}
		jars.forEach(all::putIfAbsent);
		return all.values();
	}

	/** Null if a jar, or what has this name, is no such directory. */
	private @Nullable Place place(URL url) throws IOException {
		URLConnection connection = url.openConnection();
		if (connection instanceof JarURLConnection archive) {
			return archive(archive.getJarFileURL().toExternalForm());
		}
		if (!url.getProtocol().equals("file")) {
			throw new IOException("it is neither in a directory of a disk nor in a jar, but at " + url);
		}
		try {
			Path path = Path.of(url.toURI());
			return Files.isDirectory(path) ? new Directory(path) : null;
		}
		catch (URISyntaxException ex) {
			throw new IOException("the class path has a malformed URL: " + url, ex);
		}
	}

	private @Nullable Place archive(String url) throws IOException {
		JarURLConnection connection = (JarURLConnection) URI.create("jar:" + url + "!/").toURL().openConnection();
		// Not the one that others share, who may close it.
		connection.setUseCaches(false);
		JarFile jar = connection.getJarFile();
		ArchiveEntry top = ArchiveEntry.read(jar, this.name);
		if (top == null) {
			jar.close();
			return null;
		}
		return new Archive(url, jar, top);
	}

}
