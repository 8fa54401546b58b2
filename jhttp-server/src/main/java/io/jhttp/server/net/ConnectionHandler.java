package io.jhttp.server.net;

import java.io.IOException;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * What speaks on a connection: first what comes before the protocol, such as a TLS
 * handshake, and then the protocol. Everything is called on the event loop, and must not
 * block.
 */
public interface ConnectionHandler {

	/**
	 * The socket is ready.
	 * @param operations that were awaited
	 */
	void onReady(int operations);

	/**
	 * A deadline has passed.
	 * @param kind what the client, or a worker, is late with
	 */
	void onTimeout(DeadlineKind kind);

	/**
	 * There are received bytes to be looked at: the turn has come that was asked for by
	 * {@link Connection#expectTurn}, or the first bytes have chosen this protocol.
	 */
	default void onTurn() {
	}

	/**
	 * The client has ended its side of the connection.
	 * @return whether the connection goes on all the same; otherwise it is closed
	 */
	default boolean onEndOfInput() {
		return false;
	}

	/**
	 * Whether nothing would be lost if the connection ended now.
	 * @return false while a message is under way in either direction
	 */
	boolean isIdle();

	/**
	 * The server is stopping, and waits for this connection; called again until it ends.
	 */
	void drain();

	/**
	 * The connection cannot be kept: answers so, and ends it.
	 * @param problem why
	 */
	void reject(HttpProblem problem);

	/**
	 * The connection was closed.
	 * @param reason why, or null if its end was due
	 */
	void onClose(@Nullable IOException reason);

}
