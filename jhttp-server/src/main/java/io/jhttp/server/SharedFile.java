package io.jhttp.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.jhttp.server.exchange.OpenFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file that several parts are of, such as those of responses that are sent at the
 * same time. It is closed when the last of them is.
 */
final class SharedFile implements OpenFile {

	private static final Logger logger = LoggerFactory.getLogger(SharedFile.class);

	private final FileChannel channel;

	private final String name;

	private final @Nullable BooleanSupplier intact;

	private final AtomicInteger owners = new AtomicInteger(1);

	SharedFile(FileChannel channel, String name, @Nullable BooleanSupplier intact) {
		this.channel = channel;
		this.name = name;
		this.intact = intact;
	}

	@Override
	public FileChannel channel() {
		return this.channel;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public @Nullable BooleanSupplier intact() {
		return this.intact;
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
