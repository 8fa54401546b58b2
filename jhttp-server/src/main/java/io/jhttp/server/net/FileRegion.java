package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * A part of a file that goes from the page cache to the socket by {@code sendfile}. It
 * owns the channel and closes it when it is done or given up.
 */
public final class FileRegion implements OutputPart {

	private final FileChannel file;

	private long position;

	private long remaining;

	/**
	 * Creates a region.
	 * @param file an open file
	 * @param position where it begins, in octets
	 * @param length how many octets it has; the file must not be shorter
	 */
	public FileRegion(FileChannel file, long position, long length) {
		this.file = file;
		this.position = position;
		this.remaining = length;
	}

	@Override
	public long writeTo(SocketChannel channel, ByteBuffer scratch, long budget) throws IOException {
		long written = 0;
		while (this.remaining > 0 && written < budget) {
			long count = this.file.transferTo(this.position, Math.min(this.remaining, budget - written), channel);
			if (count <= 0) {
				requireNotShrunk();
				break;
			}
			this.position += count;
			this.remaining -= count;
			written += count;
		}
		return written;
	}

	/**
	 * A transfer of nothing means that the socket is full, or that the file ends before
	 * the promised length: waiting for more would never end then (CVE-2011-2526).
	 */
	private void requireNotShrunk() throws IOException {
		long size = this.file.size();
		if (size <= this.position) {
			throw new FileTruncatedException("A file shrank to " + size + " bytes while it was sent; " + this.remaining
					+ " bytes that were promised are missing");
		}
	}

	@Override
	public boolean isDone() {
		return this.remaining == 0;
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			// The file was only read: nothing can be lost.
		}
	}

}
