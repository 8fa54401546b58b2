package io.jhttp.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.jhttp.server.ContentPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file that several answers send at the same time. It is closed when the cache
 * has dropped it and the last answer is sent.
 */
final class SharedFile implements Closeable, BooleanSupplier {

	private static final Logger logger = LoggerFactory.getLogger(SharedFile.class);

	private final FileChannel channel;

	private final Path path;

	private final FileVersion version;

	private final AtomicInteger owners = new AtomicInteger(1);

	SharedFile(FileChannel channel, Path path, FileVersion version) {
		this.channel = channel;
		this.path = path;
		this.version = version;
	}

	FileChannel channel() {
		return this.channel;
	}

	/**
	 * Becomes one more owner, who closes it once.
	 * @return false if it is closed already
	 */
	boolean tryShare() {
		int current = this.owners.get();
		while (current > 0 && !this.owners.compareAndSet(current, current + 1)) {
			current = this.owners.get();
		}
		return current > 0;
	}

	/** A part for an answer, on behalf of an owner who gives up its share. */
	ContentPart part(long position, long length) {
		return ContentPart.of(this.channel, position, length, this, this);
	}

	/**
	 * Whether the file is still what it was when it was opened. One that was replaced or
	 * removed is: the channel has the old one.
	 */
	@Override
	public boolean getAsBoolean() {
		try {
			return !this.version.isChangedAt(this.path);
		}
		catch (IOException ex) {
			logger.debug("A file was removed while it was sent: {}", ex.getMessage());
			return true;
		}
	}

	/** Gives up a share. */
	@Override
	public void close() throws IOException {
		if (this.owners.decrementAndGet() == 0) {
			this.channel.close();
		}
	}

	/** Gives up a share where nothing can be lost: the file was only read. */
	void release() {
		try {
			close();
		}
		catch (IOException ex) {
			logger.debug("Closing a file failed: {}", ex.getMessage());
		}
	}

}
