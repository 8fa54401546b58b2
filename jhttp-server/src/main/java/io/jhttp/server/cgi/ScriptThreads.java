package io.jhttp.server.cgi;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that wait for scripts, as many as may run at the same time, and a short
 * line for requests that have to wait. They are no virtual threads: waiting for a pipe
 * holds the carrier of one, and would starve all others.
 */
final class ScriptThreads implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ScriptThreads.class);

	/** How many requests wait for each script that may run. */
	private static final int LINE_PER_THREAD = 4;

	private static final int IDLE_SECONDS = 30;

	private final Duration longestWait;

	private final ThreadPoolExecutor pool;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, LineThread::new);

	/**
	 * Creates threads, which start when they are needed.
	 * @param most how many
	 * @param longestWait how long a request waits for one of them
	 */
	ScriptThreads(int most, Duration longestWait) {
		this.longestWait = longestWait;
		this.pool = new ThreadPoolExecutor(most, most, IDLE_SECONDS, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(LINE_PER_THREAD * most), new Names("jhttp-cgi"));
		this.pool.allowCoreThreadTimeOut(true);
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
	}

	/** Whether the task that asks has waited for too long, and must not run a script. */
	static boolean isTooLate() {
		return Thread.currentThread() instanceof LineThread;
	}

	/**
	 * Runs a task, which has to ask {@link #isTooLate} first.
	 * @throws RejectedExecutionException if as many wait as may, or the system has no
	 * more threads
	 */
	@Override
	public void execute(Runnable task) {
		try {
			this.pool.execute(task);
		}
		catch (OutOfMemoryError ex) {
			logger.warn("No thread can be started for a CGI script at the moment: {}", ex.getMessage());
			throw new RejectedExecutionException("No thread can be started", ex);
		}
		if (this.pool.getQueue().contains(task)) {
			sendAwayLater(task);
		}
	}

	private void sendAwayLater(Runnable task) {
		try {
			this.timer.schedule(() -> runIfWaiting(task), this.longestWait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (OutOfMemoryError ex) {
			// It has its turn all the same.
			logger.debug("A request waits for its CGI script without bound: {}", ex.getMessage());
		}
	}

	private void runIfWaiting(Runnable task) {
		if (this.pool.remove(task)) {
			task.run();
		}
	}

	/**
	 * Runs a task and waits for it.
	 * @throws RejectedExecutionException if as many wait as may
	 * @throws IOException what the task throws
	 */
	void call(Task task) throws IOException {
		FutureTask<Boolean> future = new FutureTask<>(() -> {
			task.run();
			return true;
		});
		execute(future);
		boolean interrupted = false;
		try {
			while (true) {
				try {
					future.get();
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException("A script could not be run", ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@FunctionalInterface
	interface Task {

		void run() throws IOException;

	}

	@Override
	public void close() {
		this.pool.shutdown();
		this.timer.shutdownNow();
	}

	/** Sends away who has waited for too long. */
	private static final class LineThread extends Thread {

		LineThread(Runnable task) {
			super(task, "jhttp-cgi-line");
			setDaemon(true);
		}

	}

	private static final class Names implements ThreadFactory {

		private final String prefix;

		private final AtomicInteger count = new AtomicInteger();

		Names(String prefix) {
			this.prefix = prefix;
		}

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = new Thread(task, this.prefix + "-" + this.count.getAndIncrement());
			thread.setDaemon(true);
			return thread;
		}

	}

}
