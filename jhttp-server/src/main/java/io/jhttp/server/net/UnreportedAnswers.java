package io.jhttp.server.net;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The answers of a connection that were given and have not all left yet, oldest first. It
 * is empty unless somebody listens for the end of exchanges. The loop's alone.
 */
final class UnreportedAnswers {

	private final Connection connection;

	private @Nullable Exchange first;

	private @Nullable Exchange last;

	private @Nullable IOException reason;

	UnreportedAnswers(Connection connection) {
		this.connection = connection;
	}

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
			exchange.detachHead();
		}
	}

	/** Everything has left. */
	void sent() {
		for (Exchange exchange = poll(); exchange != null; exchange = poll()) {
			exchange.reportEnd(0, null);
			this.connection.loop().reuse(exchange);
		}
	}

	/** The connection is about to be closed for a reason. */
	void failed(IOException reason) {
		this.reason = reason;
	}

	/**
	 * The connection is closed. What has not left belongs to the last answers.
	 * @param unsent octets that the socket has not taken
	 */
	void cut(long unsent) {
		if (this.first == null) {
			return;
		}
		IOException cause = this.reason;
		ClientGoneException failure = (cause instanceof ClientGoneException gone) ? gone
				: new ClientGoneException("The connection ended before the answer was sent", cause);
		long content = 0;
		for (Exchange exchange = this.first; exchange != null; exchange = exchange.following) {
			content++;
		}
		for (Exchange exchange = poll(); exchange != null; exchange = poll()) {
			content--;
			exchange.reportEnd((content == 0) ? unsent : 0, failure);
		}
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
