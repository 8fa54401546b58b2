package io.jhttp.server;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool of platform threads. Unlike a plain {@link ThreadPoolExecutor} it prefers an
 * idle thread to a new one, and a new one to letting a request wait. How many may wait is
 * bounded by the engine.
 */
final class WorkerPool extends ThreadPoolExecutor {

	private static final int IDLE_SECONDS = 30;

	WorkerPool(int threads) {
		super(1, threads, IDLE_SECONDS, TimeUnit.SECONDS, new IdleFirstQueue(), new Names());
		setRejectedExecutionHandler((task, pool) -> {
			if (pool.isShutdown()) {
				throw new RejectedExecutionException("The workers have been stopped");
			}
			// All threads are busy: the task waits.
			((IdleFirstQueue) pool.getQueue()).enqueue(task);
		});
	}

	private static final class IdleFirstQueue extends LinkedTransferQueue<Runnable> {

		private static final long serialVersionUID = 1L;

		/** Refuses unless a thread waits, which makes the pool start one. */
		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

		void enqueue(Runnable task) {
			super.put(task);
		}

	}

	private static final class Names implements ThreadFactory {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = new Thread(task, "jhttp-worker-" + this.count.getAndIncrement());
			thread.setDaemon(true);
			return thread;
		}

	}

}
