package io.jhttp.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import io.jhttp.server.http.BodyDecoder;
import io.jhttp.server.http.HttpProblem;

/**
 * The content of a request, read by the worker that has the connection. There is no queue
 * in between: a handler that does not read lets the client wait.
 */
final class RequestContent extends InputStream {

	private final Exchange exchange;

	private final BodyDecoder decoder;

	private final long most;

	private long length;

	private byte[] one = new byte[0];

	RequestContent(Exchange exchange, BodyDecoder decoder, long most) {
		this.exchange = exchange;
		this.decoder = decoder;
		this.most = most;
	}

	@Override
	public int read() throws IOException {
		if (this.one.length == 0) {
			this.one = new byte[1];
		}
		return (read(this.one, 0, 1) < 0) ? -1 : this.one[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (this.decoder.isFinished()) {
			return -1;
		}
		if (this.exchange.onEventLoop()) {
			throw new IllegalStateException("Request content cannot be read on an event loop: dispatch the exchange");
		}
		this.exchange.continueIfExpected();
		try {
			return readContent(target, offset, length);
		}
		catch (HttpProblem ex) {
			this.exchange.spoilInput();
			throw new RequestContentException(ex);
		}
	}

	private int readContent(byte[] target, int offset, int length) throws IOException {
		ReceivedOctets received = this.exchange.connection().received();
		while (true) {
			received.position(this.decoder.skipFraming(received.array(), received.position(), received.limit()));
			if (this.decoder.isFinished()) {
				return -1;
			}
			int ahead = (int) Math.min(this.decoder.contentAhead(), length);
			if (ahead > 0) {
				int count = received.isEmpty() ? readSocket(target, offset, ahead)
						: received.take(target, offset, ahead);
				this.decoder.consumed(count);
				this.length += count;
				if (this.length > this.most) {
					throw new HttpProblem(413, "The request content is larger than " + this.most + " bytes.");
				}
				return count;
			}
			fill(received);
		}
	}

	/** Reads content past the buffer: it is never more than belongs to this request. */
	private int readSocket(byte[] target, int offset, int length) throws IOException {
		return requireMore(this.exchange.lease().read(target, offset, length));
	}

	private void fill(ReceivedOctets received) throws IOException {
		requireMore(this.exchange.lease().fill(received));
	}

	private int requireMore(int count) throws ClientGoneException {
		if (count < 0) {
			this.exchange.spoilInput();
			throw new ClientGoneException("The client closed the connection before the end of the request content");
		}
		return count;
	}

	@Override
	public int available() {
		return (int) Math.min(this.decoder.contentAhead(), this.exchange.connection().received().remaining());
	}

}
