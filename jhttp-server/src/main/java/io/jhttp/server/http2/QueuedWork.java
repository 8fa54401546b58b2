package io.jhttp.server.http2;

import org.jspecify.annotations.Nullable;

/**
 * The work of a stream in the queue of other threads. If its client leaves, it stays
 * there until a thread comes to it, but keeps nothing: a client that cancels requests
 * while all workers are busy could fill the memory.
 */
final class QueuedWork implements Runnable {

	private volatile @Nullable StreamWork work;

	QueuedWork(StreamWork work) {
		this.work = work;
	}

	/** No thread is to do it any more. */
	void cancel() {
		this.work = null;
	}

	@Override
	public void run() {
		StreamWork wanted = this.work;
		if (wanted != null) {
			wanted.begin();
		}
	}

}
