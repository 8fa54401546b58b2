package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

import io.jhttp.server.net.FileChangedException;

/**
 * Reads a part of a file that others read as well, from a place of its own.
 */
final class FileStream extends PartStream {

	private static final long COPIED_AT_ONCE = 64 * 1024;

	private final SharedFile file;

	private long position;

	private boolean closed;

	/**
	 * Creates a stream.
	 * @param file the file, of which the stream is an owner until it is closed
	 */
	FileStream(SharedFile file, long position, long length) {
		super(length);
		this.file = file;
		this.position = position;
	}

	@Override
	int readPart(byte[] target, int offset, int length) throws IOException {
		int count = this.file.channel().read(ByteBuffer.wrap(target, offset, length), this.position);
		if (count < 0) {
			throw FileChangedException.shrunk(this.file.name(), this.file.channel().size(), remaining());
		}
		BooleanSupplier intact = this.file.intact();
		if (count == remaining() && intact != null && !intact.getAsBoolean()) {
			throw FileChangedException.changed(this.file.name(), count);
		}
		this.position += count;
		return count;
	}

	/** A buffer for what is left, and not more. */
	@Override
	public long transferTo(OutputStream target) throws IOException {
		byte[] buffer = new byte[(int) Math.min(COPIED_AT_ONCE, Math.max(1, remaining()))];
		long copied = 0;
		for (int count = read(buffer); count >= 0; count = read(buffer)) {
			target.write(buffer, 0, count);
			copied += count;
		}
		return copied;
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.file.release();
		}
	}

}
