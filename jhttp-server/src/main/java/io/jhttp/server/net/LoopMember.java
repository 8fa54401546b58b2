package io.jhttp.server.net;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an event loop looks after. Everything is called on the loop.
 */
abstract class LoopMember implements ReadyHandler {

	private static final Logger logger = LoggerFactory.getLogger(LoopMember.class);

	// The link of a list of deadlines, and its alone.

	@Nullable Deadlines deadlines;

	@Nullable LoopMember sooner;

	@Nullable LoopMember later;

	long deadline;

	/** The listeners that it stops with. */
	abstract LoopListeners listeners();

	/** A deadline has passed. */
	abstract void onTimeout(DeadlineKind kind);

	/** The turn that was asked for has come. */
	abstract void onTurn();

	/** Whether nothing would be lost if it ended now. */
	abstract boolean isIdle();

	/** The server is stopping, and waits for this. */
	abstract void drain();

	/** How bytes get through its socket. */
	abstract Transport transport();

	/** Whether the socket has not taken everything yet. */
	abstract boolean hasPendingOutput();

	/** What the socket has not taken yet. */
	abstract PendingOutput pendingOutput();

	/** Ends it. */
	abstract void close();

	/** Ends it, as another one needs its place. */
	abstract void recycle();

	/** What fails costs one connection only. */
	final void guard(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			try {
				logger.error("Unexpected failure on a connection; it is closed", ex);
			}
			finally {
				close();
			}
		}
	}

}
