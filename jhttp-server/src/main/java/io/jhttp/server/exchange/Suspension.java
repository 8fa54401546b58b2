package io.jhttp.server.exchange;

import java.io.IOException;

/**
 * Continues an exchange that no thread is busy with. From any thread, steps are left to
 * the event loop, which takes them in order; they wait while the client has not taken
 * what earlier ones wrote.
 */
public interface Suspension {

	/**
	 * Writes a piece of the response, or ends the suspension. It runs on the event loop
	 * and must not block: what the socket does not take waits.
	 */
	@FunctionalInterface
	interface Step {

		/**
		 * Takes the step.
		 * @throws IOException if the client is gone, or the response cannot be completed:
		 * the connection is closed
		 */
		void take() throws IOException;

	}

	/**
	 * Leaves a step to the event loop, from any thread.
	 * @param step is not taken if the client is gone before its turn
	 */
	void execute(Step step);

	/**
	 * Leaves a step to the event loop, from any thread, that reads and does not write: it
	 * does not wait for the client to take what earlier steps wrote. One at a time can be
	 * left.
	 * @param step is not taken if the client is gone before its turn
	 */
	void executeReading(Step step);

	/**
	 * In a step: the response is complete or aborted.
	 */
	void end();

	/**
	 * In a step: the exchange goes on on a worker.
	 * @param task what the worker does; it must not throw
	 */
	void resume(Runnable task);

	/**
	 * Whether the exchange can do nothing any more but end.
	 * @return true at the latest when a task runs that {@link #onGone} has got
	 */
	boolean isGone();

	/**
	 * Runs a task, on a worker, when the client has closed its side of the connection, or
	 * the server has closed all of it. The first is not detected while unread input of a
	 * client that pipelines is there.
	 * @param task what to run; at once if that has happened
	 */
	void onGone(Runnable task);

	/**
	 * Runs a task, on a worker, when the server waits for this exchange to end, because
	 * it is being stopped.
	 * @param task what to run; at once if that has happened
	 */
	void onStop(Runnable task);

}
