package io.jhttp.spring.boot.autoconfigure.server;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

/**
 * Lets running requests finish, in the phase in which Boot's web servers do. How long is
 * bounded by {@code spring.lifecycle.timeout-per-shutdown-phase}.
 */
public final class JhttpServerGracefulShutdownLifecycle implements SmartLifecycle {

	private final JhttpServer server;

	private final Shutdown shutdown;

	private final Duration delay;

	private volatile boolean running;

	/**
	 * Creates the lifecycle of a server.
	 * @param server what to stop gracefully
	 * @param shutdown whether it is to be; asked here, as a condition would be decided
	 * when the application is built ahead of time
	 * @param delay how long new connections are still accepted after the application has
	 * said that it refuses traffic; zero unless a load balancer stands before
	 */
	public JhttpServerGracefulShutdownLifecycle(JhttpServer server, Shutdown shutdown, Duration delay) {
		this.server = server;
		this.shutdown = shutdown;
		this.delay = delay;
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
		if (this.shutdown == Shutdown.IMMEDIATE) {
			callback.run();
			return;
		}
		this.server.drain(this.delay).thenRun(callback);
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
