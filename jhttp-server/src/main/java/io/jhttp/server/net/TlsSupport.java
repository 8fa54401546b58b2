package io.jhttp.server.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLEngine;

import org.jspecify.annotations.Nullable;

/**
 * What the event loops of an engine share for TLS: buffers, and threads for the key
 * operations of handshakes. Those only compute, so more threads than processors would not
 * be faster; half of them leave the others to the loops, however many clients come.
 */
final class TlsSupport {

	private static final int MAX_WAITING = 1024;

	private static final AtomicInteger threads = new AtomicInteger();

	private final TlsOptions options;

	private final String[] applicationProtocols;

	private final DirectBuffers buffers = new DirectBuffers(TlsTransport.BUFFER_CAPACITY);

	private final ThreadPoolExecutor operators;

	TlsSupport(TlsOptions options, String[] applicationProtocols) {
		this.options = options;
		this.applicationProtocols = applicationProtocols;
		int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
		this.operators = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(MAX_WAITING), (task) -> {
					Thread thread = new Thread(task, "jhttp-handshake-" + threads.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.operators.allowCoreThreadTimeOut(true);
	}

	/** For a client that wants to reach a host, or does not say which. */
	SSLEngine newEngine(@Nullable String host) {
		return this.options.contexts().contextFor(host).newEngine(this.applicationProtocols);
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
