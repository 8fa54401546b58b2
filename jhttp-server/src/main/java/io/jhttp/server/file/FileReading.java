package io.jhttp.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;

import io.jhttp.server.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a file, as one version of it: a file that is being written to is read
 * again until two looks agree.
 *
 * @param freshness since when it is known
 * @param content all of it, or the open file
 * @param settled whether each later change would be seen
 */
record FileReading(Freshness freshness, ContentPart content, boolean settled) {

	private static final int MAX_READINGS = 8;

	/**
	 * Opens a file, each time it is read.
	 */
	@FunctionalInterface
	interface Opening {

		FileTree.Opened open() throws IOException;

	}

	/**
	 * Reads a file.
	 * @param mostBytes up to which size it is read whole; a larger one stays open
	 * @throws IOException if it cannot be read, or changes all the time
	 */
	static FileReading of(Path path, KnownDirectories directories, long mostBytes, Opening opening) throws IOException {
		for (int readings = 0; readings < MAX_READINGS; readings++) {
			long now = System.currentTimeMillis();
			Freshness freshness = Freshness.begin(path, directories);
			FileTree.Opened opened = opening.open();
			ContentPart content = null;
			try {
				if (freshness.version().isOf(opened.attributes())) {
					content = content(opened.channel(), freshness, mostBytes, now);
				}
			}
			finally {
				if (content == null || content.isInMemory()) {
					opened.channel().close();
				}
			}
			if (content != null) {
				return new FileReading(freshness, content, freshness.isSettled(now));
			}
		}
		throw new FileSystemException(path.toString(), null, "it changes faster than it can be read");
	}

	/** Null if the file was changed while it was read. */
	private static @Nullable ContentPart content(FileChannel channel, Freshness freshness, long mostBytes, long now)
			throws IOException {
		FileVersion version = freshness.version();
		long size = version.size();
		if (size > mostBytes) {
			return ContentPart.of(channel, 0, size, () -> !version.isChangedAt(freshness.path()));
		}
		byte[] bytes = read(channel, (int) size);
		if (bytes.length < size) {
			return null;
		}
		boolean sameVersion = version.isSettled(now) && version.equals(FileVersion.read(freshness.path()));
		// A file that was written to just now may be written to still: its date would not
		// tell, and half of a change is no version.
		boolean whole = sameVersion || Arrays.equals(bytes, read(channel, (int) size));
		return whole ? ContentPart.of(bytes, 0, bytes.length) : null;
	}

	private static byte[] read(FileChannel channel, int size) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(size);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer, buffer.position()) < 0) {
				break;
			}
		}
		return (buffer.position() == size) ? buffer.array() : Arrays.copyOf(buffer.array(), buffer.position());
	}

}
