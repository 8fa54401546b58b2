package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.file.FileHandler;
import org.jspecify.annotations.Nullable;

/**
 * The files and scripts of the directories that instances of a handler class serve: each
 * directory is opened once, and not once for each connection, and all scripts run
 * together.
 */
final class SharedFiles {

	/** A handler that invents directories must not fill the memory. */
	private static final int MAX_DIRECTORIES = 100;

	private static final Path WORKING = Path.of("");

	private final @Nullable FileHandler configured;

	private final Map<Path, FileHandler> byDirectory = new ConcurrentHashMap<>();

	private final Map<Scripts, CgiHandler> byScripts = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable CgiHandler scripts;

	SharedFiles(@Nullable FileHandler configured, @Nullable CgiHandler scripts) {
		this.configured = configured;
		this.scripts = scripts;
	}

	/**
	 * What is served and run.
	 *
	 * @param directory the served directory, or an empty path for the server's
	 * @param directories where the scripts are
	 */
	private record Scripts(Path directory, List<String> directories) {
	}

	/** The files of a directory, or of the server's if it is null. */
	FileHandler of(@Nullable Path directory) throws IOException {
		if (directory == null && this.configured != null) {
			return this.configured;
		}
		Path path = (directory != null) ? directory : WORKING;
		FileHandler files = this.byDirectory.get(path);
		if (files == null) {
			files = (this.configured != null) ? this.configured.withDirectory(path) : FileHandler.of(path);
			if (this.byDirectory.size() < MAX_DIRECTORIES) {
				this.byDirectory.put(path, files);
			}
		}
		return files;
	}

	/** Where scripts are unless a handler class says otherwise. */
	List<String> scriptDirectories() {
		this.lock.lock();
		try {
			return (this.scripts != null) ? this.scripts.directories() : CgiHandler.DEFAULT_DIRECTORIES;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The files and scripts of a directory, or of the server's if it is null. */
	CgiHandler scripts(@Nullable Path directory, List<String> directories) throws IOException {
		Scripts key = new Scripts((directory != null) ? directory : WORKING, List.copyOf(directories));
		CgiHandler known = this.byScripts.get(key);
		if (known != null) {
			return known;
		}
		this.lock.lock();
		try {
			CgiHandler found = this.byScripts.get(key);
			if (found == null) {
				found = open(directory, key);
				if (this.byScripts.size() < MAX_DIRECTORIES) {
					this.byScripts.put(key, found);
				}
			}
			return found;
		}
		finally {
			this.lock.unlock();
		}
	}

	private CgiHandler open(@Nullable Path directory, Scripts key) throws IOException {
		CgiHandler first = this.scripts;
		if (first == null) {
			// All others run their scripts together with it. It serves nothing itself.
			first = CgiHandler.builder(FileHandler.builder(key.directory())).build();
			this.scripts = first;
		}
		if (directory != null || this.configured == null) {
			return first.with(key.directory(), key.directories());
		}
		return key.directories().equals(first.directories()) ? first : first.withDirectories(key.directories());
	}

}
