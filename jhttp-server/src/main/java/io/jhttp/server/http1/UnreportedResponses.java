package io.jhttp.server.http1;

import java.io.IOException;
import java.util.ArrayDeque;

import io.jhttp.server.net.ClientGoneException;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a connection that were given and have not all left yet, oldest first.
 * The loop's alone.
 */
final class UnreportedResponses {

	/**
	 * A response that has been given.
	 */
	@FunctionalInterface
	interface Unreported {

		/**
		 * It has left, or has not.
		 * @param unsent bytes that the socket has not taken
		 * @param failure why, or null if it has left
		 */
		void report(long unsent, @Nullable IOException failure);

		/** Whether a listener is told how it has ended. */
		default boolean hasListener() {
			return true;
		}

	}

	/** Null while there are none: an idle connection is to take little memory. */
	private @Nullable ArrayDeque<Unreported> responses;

	void add(Unreported response) {
		if (this.responses == null) {
			this.responses = new ArrayDeque<>(4);
		}
		this.responses.add(response);
	}

	/**
	 * Reports the outcome of a response that has ended, at once if no listener is told.
	 */
	void reportWhenSent(Unreported response) {
		if (response.hasListener()) {
			add(response);
		}
		else {
			response.report(0, null);
		}
	}

	/** Everything has left. */
	void sent() {
		ArrayDeque<Unreported> all = this.responses;
		if (all != null) {
			this.responses = null;
			all.forEach((response) -> response.report(0, null));
		}
	}

	/**
	 * The connection is closed. What has not left belongs to the last response.
	 * @param unsent bytes that the socket has not taken
	 * @param reason why it was closed, or null
	 */
	void onClose(long unsent, @Nullable IOException reason) {
		ArrayDeque<Unreported> all = this.responses;
		if (all != null) {
			this.responses = null;
			ClientGoneException failure = failure(reason);
			Unreported last = all.removeLast();
			all.forEach((response) -> response.report(0, failure));
			last.report(unsent, failure);
		}
	}

	private static ClientGoneException failure(@Nullable IOException reason) {
		if (reason instanceof ClientGoneException gone) {
			return gone;
		}
		String message = "The connection ended before the response was sent";
		return (reason != null) ? new ClientGoneException(message, reason) : new ClientGoneException(message);
	}

}
