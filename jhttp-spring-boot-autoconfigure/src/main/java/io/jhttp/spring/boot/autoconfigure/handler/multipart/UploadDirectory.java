package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a server stores files until their requests are over. Each server
 * has one of its own below the location, which no other user can read, with a file that
 * it keeps locked: so it is known of which no server is left, as one that was killed
 * removes nothing. Names of files are numbers, whatever clients call them.
 *
 * <pre>
 *  NEW ──▶ OPEN ──▶ CLOSED
 *           └─▲ another process has removed the directory
 * </pre>
 */
public final class UploadDirectory implements AutoCloseable {

	private enum State {

		NEW, OPEN, CLOSED

	}

	private static final Log logger = LogFactory.getLog(UploadDirectory.class);

	private static final String PREFIX = "jhttp-uploads-";

	private static final String LOCK = "lock";

	/**
	 * Those of this process: to open the lock of one and close it again would release it
	 * (POSIX).
	 */
	private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

	private final Path location;

	private long lastFile;

	private State state = State.NEW;

	private @Nullable Path directory;

	private @Nullable FileChannel lock;

	/**
	 * Creates it, and no directory yet.
	 * @param location an existing directory
	 */
	public UploadDirectory(Path location) {
		this.location = location;
	}

	/**
	 * Makes the directory, for a server that starts.
	 * @throws UncheckedIOException as of {@link #open()}
	 */
	public void prepare() {
		try {
			open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No directory for uploads can be made in " + this.location, ex);
		}
	}

	/**
	 * Makes the directory, and removes those of servers that were killed.
	 * @throws IOException if the location is none, or nothing can be written there
	 */
	private synchronized void open() throws IOException {
		if (this.state == State.NEW) {
			create();
			this.state = State.OPEN;
			removeAbandoned();
		}
	}

	/** Under its name it is locked from the beginning. */
	private void create() throws IOException {
		Path hidden = Files.createTempDirectory(this.location.toRealPath(), "." + PREFIX);
		Path visible = hidden.resolveSibling(hidden.getFileName().toString().substring(1));
		OWN.add(visible);
		FileChannel channel = FileChannel.open(hidden.resolve(LOCK), StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE);
		channel.lock();
		Files.move(hidden, visible, StandardCopyOption.ATOMIC_MOVE);
		this.directory = visible;
		this.lock = channel;
	}

	private void removeAbandoned() {
		Path own = requireDirectory();
		try (DirectoryStream<Path> candidates = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
			UserPrincipal owner = Files.getOwner(own);
			for (Path candidate : candidates) {
				if (!OWN.contains(candidate)) {
					removeAbandoned(candidate, owner);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("Cannot look for what other servers have left in " + own.getParent() + ": " + ex.getMessage());
		}
	}

	/** One of another user is not touched, nor is what a link leads to. */
	private static void removeAbandoned(Path candidate, UserPrincipal owner) {
		if (!Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS) || !isOwned(candidate, owner)) {
			return;
		}
		try (FileChannel channel = FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE);
				FileLock held = channel.tryLock()) {
			if (held != null) {
				remove(candidate);
				logger.info("Removed " + candidate + ", which a killed server had left behind");
			}
		}
		catch (IOException | OverlappingFileLockException ex) {
			logger.debug("Cannot tell whether a server uses " + candidate + ": " + ex.getMessage());
		}
	}

	private static boolean isOwned(Path candidate, UserPrincipal owner) {
		try {
			return Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).equals(owner);
		}
		catch (IOException ex) {
			// Its server has just removed it.
			return false;
		}
	}

	private static void remove(Path directory) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, (file) -> !file.endsWith(LOCK))) {
			for (Path file : files) {
				Files.deleteIfExists(file);
			}
		}
		Files.deleteIfExists(directory.resolve(LOCK));
		Files.deleteIfExists(directory);
	}

	private Path requireDirectory() {
		return Objects.requireNonNull(this.directory, "The directory was not opened");
	}

	/**
	 * Creates a file. Programs that clear temporary directories may have removed ours.
	 */
	NewFile createFile() throws IOException {
		open();
		Path path = newPath();
		try {
			return NewFile.create(path);
		}
		catch (NoSuchFileException ex) {
			recreate(path);
			return NewFile.create(newPath());
		}
	}

	private synchronized Path newPath() throws IOException {
		if (this.state == State.CLOSED) {
			throw new IOException("The server has stopped, and stores no more files");
		}
		return requireDirectory().resolve(Long.toString(++this.lastFile));
	}

	private synchronized void recreate(Path lost) throws IOException {
		Path former = this.directory;
		if (this.state == State.OPEN && former != null && lost.startsWith(former)) {
			logger.warn("Another process has removed the directory of uploads " + former + ": there is a new one");
			release(former);
			create();
		}
	}

	private void release(Path former) throws IOException {
		OWN.remove(former);
		if (this.lock != null) {
			this.lock.close();
		}
	}

	/**
	 * Removes the directory with all that is in it.
	 * @throws IOException if it cannot be removed
	 */
	@Override
	public synchronized void close() throws IOException {
		Path former = this.directory;
		boolean isOpen = this.state == State.OPEN;
		this.state = State.CLOSED;
		if (isOpen && former != null) {
			try {
				remove(former);
			}
			catch (NoSuchFileException ex) {
				logger.debug("The directory of uploads has been removed before: " + former);
			}
			finally {
				release(former);
			}
		}
	}

	/**
	 * A file, empty yet.
	 *
	 * @param path where it is
	 * @param output writes it
	 */
	record NewFile(Path path, OutputStream output) {

		private static NewFile create(Path path) throws IOException {
			return new NewFile(path,
					Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
		}

	}

}
