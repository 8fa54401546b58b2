package io.jhttp.server.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that clients find a Unix socket by. The socket gets its permissions in a
 * directory that no other user can enter, and comes to its place as it is to be: at no
 * moment can it be reached by more than those who may.
 */
final class UnixSocketFile {

	private static final Logger logger = LoggerFactory.getLogger(UnixSocketFile.class);

	private static final Set<PosixFilePermission> OWN_DIRECTORY = PosixFilePermissions.fromString("rwx------");

	private static final Set<PosixFilePermission> OWN_FILE = PosixFilePermissions.fromString("rw-------");

	private static final Set<OpenOption> LOCK_OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			LinkOption.NOFOLLOW_LINKS);

	private final Path path;

	/** Which file it is, as another server may put its own in the place. */
	private final @Nullable Object key;

	private UnixSocketFile(Path path) throws IOException {
		this.path = path;
		this.key = key(path);
	}

	/** Binds a socket that is not bound yet. */
	static UnixSocketFile bind(ServerSocketChannel channel, ListenerAddress.UnixSocket unix, int backlog)
			throws IOException {
		Path path = unix.path().toAbsolutePath().normalize();
		try {
			requireFree(path);
			take(path, channel, unix, backlog);
			return new UnixSocketFile(path);
		}
		catch (NoSuchFileException ex) {
			throw new IOException("the directory " + path.getParent() + " does not exist", ex);
		}
		catch (FileSystemException ex) {
			throw new IOException("a file in " + path.getParent() + " cannot be created: " + reason(ex), ex);
		}
		catch (UnsupportedOperationException ex) {
			throw new IOException("this system has no Unix sockets with permissions", ex);
		}
	}

	/**
	 * Of several servers that find the same file of one that has ended, one replaces it.
	 * The lock ends with its process; if its file is left behind, the next server uses
	 * it.
	 */
	private static void take(Path path, ServerSocketChannel channel, ListenerAddress.UnixSocket unix, int backlog)
			throws IOException {
		Path locked = path.resolveSibling("." + path.getFileName() + ".lock");
		try (FileChannel lock = FileChannel.open(locked, LOCK_OPTIONS,
				PosixFilePermissions.asFileAttribute(OWN_FILE))) {
			if (!tryLock(lock)) {
				throw new IOException("another server is starting there: Address already in use");
			}
			try {
				requireFree(path);
				place(path, channel, unix, backlog);
			}
			finally {
				Files.deleteIfExists(locked);
			}
		}
	}

	private static boolean tryLock(FileChannel lock) throws IOException {
		try {
			return lock.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// Another server of this process.
			return false;
		}
	}

	private static void place(Path path, ServerSocketChannel channel, ListenerAddress.UnixSocket unix, int backlog)
			throws IOException {
		// No longer than most names: the length of the path of a socket is limited.
		Path directory = path.resolveSibling(".j" + Integer.toString(ThreadLocalRandom.current().nextInt(46656), 36));
		Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWN_DIRECTORY));
		Path bound = directory.resolve("s");
		try {
			channel.bind(UnixDomainSocketAddress.of(bound), backlog);
			Files.setPosixFilePermissions(bound, unix.permissions());
			Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(bound);
			Files.delete(directory);
		}
	}

	private static String reason(FileSystemException failure) {
		String reason = failure.getReason();
		return (reason != null) ? reason : failure.getClass().getSimpleName();
	}

	/** A file that a server has left behind may be replaced, and no other one. */
	private static void requireFree(Path path) throws IOException {
		SocketException refusal = connect(path);
		if (refusal == null) {
			throw new IOException("another process listens there: Address already in use");
		}
		if (String.valueOf(refusal.getMessage()).contains("too long")) {
			throw new IOException("the path is too long for a Unix socket, which can have about 100 bytes", refusal);
		}
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
			throw new IOException("there is a file that is no socket");
		}
		if (!(refusal instanceof ConnectException)) {
			throw new IOException(
					"there is a socket, and whether another process listens cannot be seen: " + refusal.getMessage(),
					refusal);
		}
	}

	/** Does not wait for a server that is busy. */
	private static @Nullable SocketException connect(Path path) throws IOException {
		try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			client.configureBlocking(false);
			client.connect(UnixDomainSocketAddress.of(path));
			return null;
		}
		catch (SocketException ex) {
			return ex;
		}
	}

	private static @Nullable Object key(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
	}

	SocketAddress address() {
		return UnixDomainSocketAddress.of(this.path);
	}

	/** Removes the file, unless it is gone, or is another one. */
	void remove() {
		try {
			Object found = key(this.path);
			if (found != null && found.equals(this.key)) {
				Files.delete(this.path);
			}
		}
		catch (NoSuchFileException ex) {
			// As it should be
		}
		catch (IOException ex) {
			logger.warn("The socket {} cannot be removed: {}", this.path, ex.getMessage());
		}
	}

}
