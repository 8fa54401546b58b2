package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a fork server finds its classes, and the socket of its server, while it starts.
 */
final class ForkServerDirectory implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ForkServerDirectory.class);

	/** In the directory, whose name another locale may not be able to say. */
	static final String JAR = "fork-server.jar";

	static final String SOCKET = "socket";

	private final Path directory;

	private final @Nullable ScriptUser user;

	private ForkServerDirectory(Path directory, @Nullable ScriptUser user) {
		this.directory = directory;
		this.user = user;
	}

	/**
	 * Creates a directory.
	 * @param parent in which directory
	 * @param user who may come in, if that is not the user of this process
	 * @throws IOException if it cannot be created, or that user could put another in its
	 * place, in which root must not write
	 */
	static ForkServerDirectory create(Path parent, @Nullable ScriptUser user) throws IOException {
		Path real = parent.toRealPath();
		if (user != null && user.canReplaceWhatIsIn(real)) {
			throw new IOException("the user '" + user.name() + "' can move what is in " + real);
		}
		Path directory = Files.createTempDirectory(real, "jhttp-cgi-");
		if (user != null) {
			permit(directory, "rwx--x--x");
		}
		return new ForkServerDirectory(directory, user);
	}

	/** Writes the classes. */
	void put(List<Class<?>> classes) throws IOException {
		Path jar = this.directory.resolve(JAR);
		try (JarOutputStream target = new JarOutputStream(Files.newOutputStream(jar))) {
			for (Class<?> type : classes) {
				String name = type.getName().replace('.', '/') + ".class";
				try (InputStream source = type.getResourceAsStream("/" + name)) {
					if (source == null) {
						throw new IOException("the class " + type.getName() + " cannot be read");
					}
					target.putNextEntry(new ZipEntry(name));
					source.transferTo(target);
				}
			}
		}
		if (this.user != null) {
			permit(jar, "rw-r--r--");
		}
	}

	Path path() {
		return this.directory;
	}

	Path socket() {
		return this.directory.resolve(SOCKET);
	}

	/** Makes the socket the user's, once it is there. */
	void permitSocket() throws IOException {
		if (this.user != null) {
			permit(socket(), "rw-------");
			Files.setAttribute(socket(), "unix:uid", this.user.uid());
		}
	}

	private static void permit(Path file, String permissions) throws IOException {
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
	}

	/** Removes it: a fork server that has started keeps its classes open. */
	@Override
	public void close() {
		try {
			Files.deleteIfExists(socket());
			Files.deleteIfExists(this.directory.resolve(JAR));
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			// The fork server works all the same.
			logger.debug("The directory {} cannot be removed: {}", this.directory, ex.toString());
		}
	}

}
