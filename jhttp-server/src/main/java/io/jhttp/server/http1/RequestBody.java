package io.jhttp.server.http1;

import java.io.IOException;

import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.ReceivedBytes;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request, freed from its framing. What a handler does not read stays
 * where it is.
 *
 * <pre>
 *                  malformed, too much, too late, or the client is gone
 *  READABLE ──────────────────────────────────────────────────────────▶ BROKEN
 * </pre>
 */
final class RequestBody {

	private enum State {

		READABLE, BROKEN

	}

	private final BodyDecoder decoder;

	/** Its reader can change that. */
	private volatile long maxLength;

	private long length;

	private State state = State.READABLE;

	private @Nullable HttpProblem lateness;

	RequestBody(BodyDecoder decoder, long maxLength) {
		this.decoder = decoder;
		this.maxLength = maxLength;
	}

	/** Sets how many bytes may be read, with those that were. */
	void limit(long maxLength) {
		this.maxLength = maxLength;
	}

	BodyDecoder decoder() {
		return this.decoder;
	}

	/** Whether it is not known where the next request begins. */
	boolean isBroken() {
		return this.state == State.BROKEN;
	}

	boolean isComplete() {
		return this.decoder.isComplete();
	}

	/** How many bytes were read. */
	long length() {
		return this.length;
	}

	/** Whether more is on its way, or declared to be, than may be read. */
	boolean isTooLarge() {
		return !this.decoder.endsWithInput() && this.decoder.contentAhead() > this.maxLength - this.length;
	}

	/** The client takes too long: the next read says so. */
	void tooLate(HttpProblem problem) {
		this.lateness = problem;
	}

	int read(ContentSource source, byte[] target, int offset, int length) throws IOException {
		try {
			if (this.lateness != null) {
				throw this.lateness;
			}
			requireAcceptable();
			return readContent(source, target, offset, length);
		}
		catch (HttpProblem ex) {
			this.state = State.BROKEN;
			throw new RequestContentException(ex);
		}
	}

	private int readContent(ContentSource source, byte[] target, int offset, int length) throws IOException {
		ReceivedBytes received = source.received();
		while (true) {
			received.position(this.decoder.skipFraming(received.array(), received.position(), received.limit()));
			if (this.decoder.isComplete()) {
				return -1;
			}
			int ahead = (int) Math.min(this.decoder.contentAhead(), length);
			if (ahead > 0) {
				// Past the buffer, it is never more than belongs to this request.
				return take(
						received.isEmpty() ? source.read(target, offset, ahead) : received.take(target, offset, ahead));
			}
			int count = source.fill();
			if (count <= 0) {
				return take(count);
			}
		}
	}

	private int take(int count) throws ClientGoneException {
		if (count < 0) {
			if (this.decoder.endsWithInput()) {
				return -1;
			}
			this.state = State.BROKEN;
			throw new ClientGoneException("The client closed the connection before the end of the request content");
		}
		this.decoder.consumed(count);
		this.length += count;
		requireAcceptable();
		return count;
	}

	private void requireAcceptable() {
		if (isTooLarge()) {
			throw RequestRules.contentTooLarge(this.maxLength);
		}
	}

	/**
	 * Whether the client has to send more in time: what an upgrade begins may be silent.
	 */
	boolean isTimed() {
		return !this.decoder.endsWithInput();
	}

	/** How many bytes can be read without waiting. */
	int available(ReceivedBytes received) {
		return (int) Math.min(this.decoder.contentAhead(), received.remaining());
	}

	/** Whether a read would have something to tell, at once. */
	boolean isReadable(ReceivedBytes received) {
		return this.decoder.isComplete() || !received.isEmpty() || this.lateness != null;
	}

}
