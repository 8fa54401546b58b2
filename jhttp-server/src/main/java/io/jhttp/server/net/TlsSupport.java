package io.jhttp.server.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the event loops of an engine share for TLS: buffers, and threads for the key
 * operations of handshakes. Those only compute, so more threads than processors would not
 * be faster; half of them leave the others to the loops, however many clients come.
 */
final class TlsSupport {

	private static final int MAX_WAITING = 1024;

	private static final AtomicInteger threads = new AtomicInteger();

	private final DirectBuffers buffers = new DirectBuffers(TlsTransport.BUFFER_CAPACITY);

	private final ThreadPoolExecutor operators;

	TlsSupport() {
		int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
		this.operators = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(MAX_WAITING), (task) -> {
					Thread thread = new Thread(task, "jhttp-handshake-" + threads.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.operators.allowCoreThreadTimeOut(true);
	}

	DirectBuffers buffers() {
		return this.buffers;
	}

	/** Has a key operation done, unless too many wait already. */
	boolean tryOperate(Runnable operation) {
		try {
			this.operators.execute(operation);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	void stop() {
		this.operators.shutdownNow();
	}

}
