package io.jhttp.spring.boot.autoconfigure.server;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops a server with the context, at a phase of its own.
 */
public abstract class AbstractJhttpServerLifecycle implements SmartLifecycle {

	private final JhttpServer server;

	private final int phase;

	/**
	 * Creates the lifecycle of a server that does not run yet.
	 * @param server what to start and stop
	 * @param phase when, as {@link SmartLifecycle#getPhase()} says: a server with a lower
	 * phase starts earlier and stops later
	 */
	protected AbstractJhttpServerLifecycle(JhttpServer server, int phase) {
		this.server = server;
		this.phase = phase;
	}

	/**
	 * The server that this lifecycle starts and stops.
	 * @return the server
	 */
	protected final JhttpServer server() {
		return this.server;
	}

	@Override
	public final boolean isAutoStartup() {
		return this.server.isAutoStartup();
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public final void stop() {
		this.server.stop();
	}

	@Override
	public final boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

	/**
	 * A paused server would come back on another port if it was started with port 0.
	 */
	@Override
	public final boolean isPauseable() {
		return false;
	}

}
