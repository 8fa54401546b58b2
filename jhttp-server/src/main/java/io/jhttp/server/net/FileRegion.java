package io.jhttp.server.net;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of a file that goes from the page cache to the socket by {@code sendfile}. What
 * was promised is sent as long as it is there, also of a file that grows meanwhile. If
 * one version was promised, the last bytes of what takes several transfers leave only if
 * the file was not changed, so that no client takes a mixture of two versions for a file.
 * What the system has taken but not sent is still the file's: if that is overwritten or
 * truncated in place, a client may see it, as with any server that uses {@code sendfile}.
 */
public final class FileRegion implements OutputPart {

	private static final Logger logger = LoggerFactory.getLogger(FileRegion.class);

	private static final int KEPT_BACK = 4096;

	private final FileChannel file;

	private final String name;

	private final @Nullable BooleanSupplier intact;

	private final Closeable release;

	private long position;

	private long remaining;

	private boolean begun;

	/** Not to be sent any further, whatever becomes of the file. */
	private @Nullable FileChangedException failure;

	/**
	 * Creates a region.
	 * @param file an open file
	 * @param name what people call the file
	 * @param position where it begins, in bytes
	 * @param length how many bytes it has; the file must not be shorter
	 * @param intact whether the content is still the one that was promised; asked before
	 * the last bytes of what takes several transfers, or null if one version was not
	 * promised
	 * @param release is closed when the region is sent or discarded
	 */
	public FileRegion(FileChannel file, String name, long position, long length, @Nullable BooleanSupplier intact,
			Closeable release) {
		this.file = file;
		this.name = name;
		this.position = position;
		this.remaining = length;
		this.intact = intact;
		this.release = release;
	}

	@Override
	public long writeTo(Transport transport, ByteBuffer scratch, long budget) throws IOException {
		if (this.failure != null) {
			throw this.failure;
		}
		long written = 0;
		while (this.remaining > 0 && written < budget) {
			long most = Math.min(this.remaining, budget - written);
			if (most == this.remaining && this.intact != null) {
				if (this.begun) {
					requireIntact(this.intact);
				}
				else if (most > transport.maxTransfer()) {
					// A long transfer is as good as several: another process can write
					// meanwhile.
					most -= KEPT_BACK;
				}
			}
			long count = transport.writeFile(this.file, this.position, most);
			if (count <= 0) {
				requireNotShrunk();
				break;
			}
			this.position += count;
			this.remaining -= count;
			written += count;
			this.begun = true;
		}
		return written;
	}

	/**
	 * Reads what comes next, for a protocol that frames it: a part of one reading is of
	 * one version.
	 * @param target takes as much as it has room for, and is left
	 * @return the number of bytes, at least 1 unless there is no room
	 * @throws IOException if the file is not what was promised
	 */
	public int read(ByteBuffer target) throws IOException {
		if (this.failure != null) {
			throw this.failure;
		}
		int most = (int) Math.min(this.remaining, target.remaining());
		if (most == this.remaining && this.begun && this.intact != null) {
			requireIntact(this.intact);
		}
		int limit = target.limit();
		target.limit(target.position() + most);
		int count = this.file.read(target, this.position);
		target.limit(limit);
		if (count < 0) {
			requireNotShrunk();
		}
		this.position += Math.max(0, count);
		this.remaining -= Math.max(0, count);
		this.begun = true;
		return Math.max(0, count);
	}

	private void requireIntact(BooleanSupplier intact) throws IOException {
		if (!intact.getAsBoolean()) {
			throw failed(FileChangedException.changed(this.name, this.remaining));
		}
	}

	/**
	 * A transfer of nothing means that the socket is full, or that the file ends before
	 * the promised length: waiting for more would never end then (CVE-2011-2526). Reading
	 * tells: files below /sys are shorter than they say.
	 */
	private void requireNotShrunk() throws IOException {
		if (this.file.read(ByteBuffer.allocate(1), this.position) < 0) {
			long size = Math.min(this.file.size(), this.position);
			throw failed(FileChangedException.shrunk(this.name, size, this.remaining));
		}
	}

	private FileChangedException failed(FileChangedException failure) {
		this.failure = failure;
		return failure;
	}

	@Override
	public boolean isDone() {
		return this.remaining == 0;
	}

	@Override
	public long remaining() {
		return this.remaining;
	}

	@Override
	public void close() {
		try {
			this.release.close();
		}
		catch (IOException ex) {
			// The file was only read: nothing can be lost.
			logger.debug("Closing a file failed: {}", ex.getMessage());
		}
	}

}
