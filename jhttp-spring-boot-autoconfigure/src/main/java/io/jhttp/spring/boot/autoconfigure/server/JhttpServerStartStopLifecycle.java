package io.jhttp.spring.boot.autoconfigure.server;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the server when everything that its handlers need has been started, and stops it
 * before they are stopped: right after the phase in which Boot starts its web servers.
 */
public final class JhttpServerStartStopLifecycle implements SmartLifecycle {

	private final JhttpServer server;

	private final ApplicationEventPublisher events;

	/**
	 * Creates the lifecycle of a server.
	 * @param server what to start and stop
	 * @param events told when the server serves
	 */
	public JhttpServerStartStopLifecycle(JhttpServer server, ApplicationEventPublisher events) {
		this.server = server;
		this.events = events;
	}

	@Override
	public void start() {
		this.server.start();
		try {
			this.events.publishEvent(new JhttpServerInitializedEvent(this.server));
		}
		catch (RuntimeException | Error ex) {
			this.server.stop();
			throw ex;
		}
	}

	@Override
	public void stop() {
		this.server.stop();
	}

	@Override
	public boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 2048;
	}

	/**
	 * A paused server would come back on another port if it was started with port 0.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
