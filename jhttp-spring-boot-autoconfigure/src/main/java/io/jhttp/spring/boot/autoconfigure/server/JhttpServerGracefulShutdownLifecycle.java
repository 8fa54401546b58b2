package io.jhttp.spring.boot.autoconfigure.server;

import org.springframework.context.SmartLifecycle;

/**
 * Lets running requests finish, in the phase in which Boot's web servers do. How long is
 * bounded by {@code spring.lifecycle.timeout-per-shutdown-phase}.
 */
public final class JhttpServerGracefulShutdownLifecycle implements SmartLifecycle {

	private final JhttpServer server;

	private volatile boolean running;

	/**
	 * Creates the lifecycle of a server.
	 * @param server what to stop gracefully
	 */
	public JhttpServerGracefulShutdownLifecycle(JhttpServer server) {
		this.server = server;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		throw new UnsupportedOperationException("Stop must not be invoked directly");
	}

	/**
	 * Returns at once; the callback is called when every request is answered.
	 */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.server.drain().thenRun(callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 1024;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
