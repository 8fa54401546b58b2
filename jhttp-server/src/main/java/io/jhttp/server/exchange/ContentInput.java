package io.jhttp.server.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The content of a request for a thread that may block. A handler that does not read lets
 * the client wait; one that reads byte by byte does not ask the system for each.
 */
public final class ContentInput extends InputStream {

	private static final int AHEAD = 8 * 1024;

	private final HttpStream stream;

	/** Reading may wait while another thread writes, so that it has a lock of its own. */
	private final ReentrantLock lock = new ReentrantLock();

	/** What has come together with a byte that was asked for alone. */
	private byte[] ahead = {};

	private int position;

	private int limit;

	/**
	 * Creates a stream.
	 * @param stream of which to read the content
	 */
	public ContentInput(HttpStream stream) {
		this.stream = stream;
	}

	@Override
	public int read() throws IOException {
		this.lock.lock();
		try {
			if (!hasAhead()) {
				if (this.ahead.length == 0) {
					this.ahead = new byte[AHEAD];
				}
				this.position = 0;
				this.limit = 0;
				this.limit = Math.max(receive(this.ahead, 0, AHEAD), 0);
			}
			return (this.position < this.limit) ? this.ahead[this.position++] & 0xff : -1;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		this.lock.lock();
		try {
			if (!hasAhead()) {
				return receive(target, offset, length);
			}
			int count = Math.min(length, this.limit - this.position);
			System.arraycopy(this.ahead, this.position, target, offset, count);
			this.position += count;
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasAhead() {
		this.stream.requireOpen();
		return this.position < this.limit;
	}

	private int receive(byte[] target, int offset, int length) throws IOException {
		if (this.stream.onEventLoop() && !this.stream.isContentRead()) {
			throw new IllegalStateException("Request content cannot be read on an event loop: dispatch the exchange");
		}
		int count = this.stream.read(target, offset, length);
		while (count == 0) {
			Parking parking = new Parking();
			this.stream.onReadable(parking);
			parking.await();
			count = this.stream.read(target, offset, length);
		}
		return count;
	}

	@Override
	public int available() {
		this.lock.lock();
		try {
			return this.limit - this.position + this.stream.available();
		}
		finally {
			this.lock.unlock();
		}
	}

}
