package io.jhttp.server.cgi.process;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What has come of a script's standard error and nobody has taken yet.
 */
final class ErrorBuffer extends InputStream {

	private static final int ROOM = 64 * 1024;

	private static final long LONGEST_WAIT = 100;

	private final Runnable onClose;

	private final ByteBuffer octets = ByteBuffer.allocate(ROOM);

	private boolean closed;

	ErrorBuffer(Runnable onClose) {
		this.onClose = onClose;
	}

	/**
	 * Takes as much as there is room for; all of it, if nobody wants it.
	 * @param most how much, at most
	 * @return how much was taken
	 */
	synchronized int offer(ByteBuffer source, int most) {
		int count = this.closed ? most : Math.min(most, this.octets.remaining());
		if (!this.closed) {
			this.octets.put(source.duplicate().limit(source.position() + count));
		}
		source.position(source.position() + count);
		return count;
	}

	/** Waits for room, but not for long. */
	synchronized void awaitRoom() throws InterruptedException {
		if (!this.octets.hasRemaining() && !this.closed) {
			wait(LONGEST_WAIT);
		}
	}

	@Override
	public synchronized int available() {
		return this.octets.position();
	}

	/** What there is; -1 if there is nothing, without waiting. */
	@Override
	public synchronized int read(byte[] target, int offset, int length) {
		this.octets.flip();
		int count = Math.min(length, this.octets.remaining());
		this.octets.get(target, offset, count).compact();
		notifyAll();
		return (count > 0 || length == 0) ? count : -1;
	}

	@Override
	public int read() {
		byte[] one = new byte[1];
		return (read(one, 0, 1) > 0) ? one[0] & 0xff : -1;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		this.onClose.run();
	}

}
