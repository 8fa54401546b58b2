package io.jhttp.server.net;

/**
 * A listener, as an event loop sees it.
 */
interface Listening extends ReadyHandler {

	/** Nanoseconds until {@link #onTime} has something to do. */
	long untilDue(long now);

	/** Does what is due. */
	void onTime(long now);

	/** Looks away for good. */
	void cancel();

	/**
	 * The last selector that looks away stops listening. Clients whose connection is
	 * complete are still let in: closing the listener would reset them. There are only so
	 * many of them, but more may come.
	 */
	void leave();

	/** Stops listening at once. */
	void close();

}
