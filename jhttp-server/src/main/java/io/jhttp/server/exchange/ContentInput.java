package io.jhttp.server.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The content of a request for a thread that may block. Nothing is read ahead of it: a
 * handler that does not read lets the client wait.
 */
public final class ContentInput extends InputStream {

	private final HttpStream stream;

	/** Reading may wait while another thread writes, so that it has a lock of its own. */
	private final ReentrantLock lock = new ReentrantLock();

	private byte[] one = new byte[0];

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
			if (this.one.length == 0) {
				this.one = new byte[1];
			}
			return (read(this.one, 0, 1) < 0) ? -1 : this.one[0] & 0xff;
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
		if (this.stream.onEventLoop() && !this.stream.isContentRead()) {
			throw new IllegalStateException("Request content cannot be read on an event loop: dispatch the exchange");
		}
		this.lock.lock();
		try {
			int count = this.stream.read(target, offset, length);
			while (count == 0) {
				Parking parking = new Parking();
				this.stream.onReadable(parking);
				parking.await();
				count = this.stream.read(target, offset, length);
			}
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int available() {
		return this.stream.available();
	}

}
