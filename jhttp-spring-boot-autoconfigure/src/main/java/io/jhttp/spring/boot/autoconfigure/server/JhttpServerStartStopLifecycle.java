package io.jhttp.spring.boot.autoconfigure.server;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the server when everything that its handlers need has been started, and stops it
 * before they are stopped: right after the phase in which Boot starts its web servers.
 */
public final class JhttpServerStartStopLifecycle implements SmartLifecycle {

	private final JhttpServer server;

	private final ApplicationEventPublisher events;

	private final @Nullable ServedContext context;

	/**
	 * Creates the lifecycle of the server of a context. {@code local.jhttp.port} becomes
	 * its port, and when the context is closed, it refuses traffic before the server
	 * does.
	 * @param server what to start and stop
	 * @param context told when the server serves
	 */
	public JhttpServerStartStopLifecycle(JhttpServer server, ApplicationContext context) {
		this(server, context, new ServedContext(context));
	}

	/**
	 * Creates the lifecycle of another server.
	 * @param server what to start and stop
	 * @param events told when the server serves
	 */
	public JhttpServerStartStopLifecycle(JhttpServer server, ApplicationEventPublisher events) {
		this(server, events, null);
	}

	private JhttpServerStartStopLifecycle(JhttpServer server, ApplicationEventPublisher events,
			@Nullable ServedContext context) {
		this.server = server;
		this.events = events;
		this.context = context;
	}

	@Override
	public void start() {
		this.server.start();
		try {
			if (this.context != null) {
				this.context.serverStarted(this.server);
			}
			this.events.publishEvent(new JhttpServerInitializedEvent(this.server));
		}
		catch (RuntimeException | Error ex) {
			stop();
			throw ex;
		}
	}

	@Override
	public boolean isAutoStartup() {
		return this.server.isAutoStartup();
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
		return !this.server.usesSockets();
	}

}
