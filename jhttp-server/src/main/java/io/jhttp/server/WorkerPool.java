package io.jhttp.server;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded pool of platform threads with a bounded queue. Unlike a plain
 * {@link ThreadPoolExecutor} it prefers an idle thread to a new one, and a new one to
 * letting a request wait.
 */
final class WorkerPool extends ThreadPoolExecutor {

	private final Semaphore room;

	WorkerPool(int threads, int queued) {
		super(1, threads, 30, TimeUnit.SECONDS, new IdleFirstQueue(), new Names());
		this.room = new Semaphore(threads + queued);
		setRejectedExecutionHandler((task, pool) -> {
			if (pool.isShutdown()) {
				throw new RejectedExecutionException("The workers have been stopped");
			}
			// All threads are busy: the task waits, as there is room for it.
			((IdleFirstQueue) pool.getQueue()).enqueue(task);
		});
	}

	@Override
	public void execute(Runnable task) {
		if (!this.room.tryAcquire()) {
			throw new RejectedExecutionException("All workers are busy and the queue is full");
		}
		try {
			super.execute(task);
		}
		catch (RejectedExecutionException ex) {
			this.room.release();
			throw ex;
		}
	}

	@Override
	protected void afterExecute(Runnable task, Throwable failure) {
		this.room.release();
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
