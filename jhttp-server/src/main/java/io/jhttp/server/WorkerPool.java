package io.jhttp.server;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool of platform threads. How many tasks may wait is bounded by the engine.
 *
 * <p>
 * Waking a thread costs more than a short task. So at most one is being woken at any
 * time: it wakes the next one if it finds more to do, before it does its own. Short tasks
 * that come together are done by few threads, long ones get a thread each just the same.
 */
final class WorkerPool implements Executor {

	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private final int most;

	private final long mostIdle;

	private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	/** The one that was busy last comes first: the others may end. */
	private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();

	/** Whether a thread is on its way to the queue. */
	private final AtomicBoolean waking = new AtomicBoolean();

	private final AtomicInteger threads = new AtomicInteger();

	private final AtomicInteger names = new AtomicInteger();

	private volatile boolean stopped;

	WorkerPool(int most) {
		this(most, MAX_IDLE);
	}

	WorkerPool(int most, Duration mostIdle) {
		this.most = most;
		this.mostIdle = mostIdle.toNanos();
	}

	@Override
	public void execute(Runnable task) {
		if (this.stopped) {
			throw new RejectedExecutionException("The workers have been stopped");
		}
		this.tasks.add(task);
		wakeOne();
	}

	int threads() {
		return this.threads.get();
	}

	/** Takes no more tasks; those that it has are done. */
	void stop() {
		this.stopped = true;
		for (Worker worker = this.idle.pollFirst(); worker != null; worker = this.idle.pollFirst()) {
			worker.wake();
		}
	}

	private void wakeOne() {
		if (this.waking.get() || !this.waking.compareAndSet(false, true)) {
			return;
		}
		Worker worker = this.idle.pollFirst();
		if (worker != null) {
			worker.wake();
		}
		else if (!startOne()) {
			// All are busy: the first that is done takes the task.
			this.waking.set(false);
			if (this.threads.get() < this.most && !this.tasks.isEmpty()) {
				// One has ended meanwhile, and relied on the thread that was waking.
				wakeOne();
			}
		}
	}

	/** Starts a thread; false if there are as many as there may be. */
	private boolean startOne() {
		int count = this.threads.get();
		while (count < this.most) {
			if (this.threads.compareAndSet(count, count + 1)) {
				try {
					new Worker().start();
					return true;
				}
				catch (Error ex) {
					// No more threads: the next one that is done takes the task, if there
					// is one.
					this.threads.decrementAndGet();
					this.waking.set(false);
					if (count == 0) {
						throw ex;
					}
					return true;
				}
			}
			count = this.threads.get();
		}
		return false;
	}

	private final class Worker extends Thread {

		private volatile boolean woken = true;

		Worker() {
			// What a task left in its thread is not for another one.
			super(null, null, "jhttp-worker-" + WorkerPool.this.names.getAndIncrement(), 0, false);
			setDaemon(true);
			setContextClassLoader(WorkerPool.this.contextClassLoader);
		}

		void wake() {
			this.woken = true;
			LockSupport.unpark(this);
		}

		@Override
		public void run() {
			do {
				if (this.woken) {
					this.woken = false;
					arrive();
				}
				for (Runnable task = WorkerPool.this.tasks.poll(); task != null; task = WorkerPool.this.tasks.poll()) {
					perform(task);
				}
			}
			while (awaitTask());
			WorkerPool.this.threads.decrementAndGet();
			if (!WorkerPool.this.tasks.isEmpty()) {
				// It came after the last look, and saw a thread that was about to end.
				wakeOne();
			}
		}

		/** From now on another thread may be woken, and is, if there is enough to do. */
		private void arrive() {
			Runnable task = WorkerPool.this.tasks.poll();
			WorkerPool.this.waking.set(false);
			if (!WorkerPool.this.tasks.isEmpty()) {
				wakeOne();
			}
			if (task != null) {
				perform(task);
			}
		}

		private void perform(Runnable task) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				getUncaughtExceptionHandler().uncaughtException(this, ex);
			}
			// Meant for the task, and not for the next one.
			Thread.interrupted();
		}

		/** Waits for a task; false if the thread is to end. */
		private boolean awaitTask() {
			WorkerPool.this.idle.addFirst(this);
			if (!WorkerPool.this.tasks.isEmpty() && WorkerPool.this.idle.removeFirstOccurrence(this)) {
				return true;
			}
			long end = System.nanoTime() + WorkerPool.this.mostIdle;
			while (!this.woken) {
				long left = end - System.nanoTime();
				if ((left <= 0 || WorkerPool.this.stopped) && WorkerPool.this.idle.removeFirstOccurrence(this)) {
					return !WorkerPool.this.tasks.isEmpty();
				}
				LockSupport.parkNanos(WorkerPool.this, Math.max(left, 1));
			}
			return !WorkerPool.this.stopped || !WorkerPool.this.tasks.isEmpty();
		}

	}

}
