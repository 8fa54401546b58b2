package io.jhttp.server.net;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run what may block, and how many requests may be with them or wait for
 * them.
 */
public final class Workers implements Executor {

	private static final Logger logger = LoggerFactory.getLogger(Workers.class);

	private final Executor executor;

	private final Semaphore permits;

	Workers(Executor executor, int maxRequests) {
		this.executor = executor;
		this.permits = new Semaphore(maxRequests);
	}

	/**
	 * Takes one of the places for requests.
	 * @return false if all are taken
	 */
	public boolean tryEnter() {
		return this.permits.tryAcquire();
	}

	/**
	 * Gives the place of a request back.
	 */
	public void leave() {
		this.permits.release();
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	/**
	 * Hands a task to other threads.
	 * @param executor the threads
	 * @param task what to run
	 * @return false if they do not take it
	 */
	public static boolean tryExecute(Executor executor, Runnable task) {
		try {
			executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
		catch (RuntimeException | Error ex) {
			// Such as no more threads: it must not cost more than this request.
			logger.warn("No worker thread could be started: {}", ex.getMessage());
			return false;
		}
	}

	/**
	 * Runs what follows the end of a connection or an exchange. It may block, so that it
	 * never runs on an event loop; workers that refuse it are stopping, or have more than
	 * they can do.
	 * @param task what to run
	 */
	public void executeAlways(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			new Thread(task, "jhttp-connection-end").start();
		}
	}

}
