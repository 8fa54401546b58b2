package io.jhttp.server.net;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The answers of a connection that were given and have not all left yet, oldest first. It
 * is empty unless somebody listens for the end of exchanges. The loop's alone.
 */
final class UnreportedAnswers {

	/** Of all connections, if nobody listens: an idle one is to take little memory. */
	static final UnreportedAnswers NONE = new UnreportedAnswers();

	private @Nullable Exchange first;

	private @Nullable Exchange last;

	private @Nullable IOException reason;

	void add(Exchange exchange) {
		if (this.last == null) {
			this.first = exchange;
		}
		else {
			this.last.following = exchange;
		}
		this.last = exchange;
	}

	/**
	 * Input will be read before they have left: nobody may look at its buffer any more.
	 */
	void detach() {
		for (Exchange exchange = this.first; exchange != null; exchange = exchange.following) {
			exchange.report().detachHead();
		}
	}

	/** Everything has left. */
	void sent(EventLoop loop) {
		for (Exchange exchange = poll(); exchange != null; exchange = poll()) {
			exchange.reportEnd(0, null);
			loop.reuse(exchange);
		}
	}

	/** The connection is about to be closed for a reason. */
	void failed(IOException reason) {
		if (this != NONE) {
			this.reason = reason;
		}
	}

	/**
	 * The connection is closed. What has not left belongs to the last answers.
	 * @param unsent octets that the socket has not taken
	 */
	void cut(long unsent) {
		if (this.first == null) {
			return;
		}
		ClientGoneException failure = failure(this.reason);
		for (Exchange exchange = poll(); exchange != null; exchange = poll()) {
			exchange.reportEnd((this.first == null) ? unsent : 0, failure);
		}
	}

	private static ClientGoneException failure(@Nullable IOException reason) {
		if (reason instanceof ClientGoneException gone) {
			return gone;
		}
		String message = "The connection ended before the answer was sent";
		return (reason != null) ? new ClientGoneException(message, reason) : new ClientGoneException(message);
	}

	private @Nullable Exchange poll() {
		Exchange polled = this.first;
		if (polled != null) {
			this.first = polled.following;
			polled.following = null;
			if (this.first == null) {
				this.last = null;
			}
		}
		return polled;
	}

}
