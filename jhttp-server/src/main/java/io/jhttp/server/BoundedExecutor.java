package io.jhttp.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Limits how many tasks another executor has at the same time. Virtual threads have no
 * limit of their own.
 */
final class BoundedExecutor implements Executor {

	private final Executor executor;

	private final Semaphore room;

	BoundedExecutor(Executor executor, int most) {
		this.executor = executor;
		this.room = new Semaphore(most);
	}

	@Override
	public void execute(Runnable task) {
		if (!this.room.tryAcquire()) {
			throw new RejectedExecutionException("All workers are busy");
		}
		try {
			this.executor.execute(() -> {
				try {
					task.run();
				}
				finally {
					this.room.release();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.room.release();
			throw ex;
		}
	}

}
