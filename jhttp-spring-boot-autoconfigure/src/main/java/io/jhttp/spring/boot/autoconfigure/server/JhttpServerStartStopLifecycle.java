package io.jhttp.spring.boot.autoconfigure.server;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Starts the server when everything that its handlers need has been started, and stops it
 * before they are stopped: right after the phase in which Boot starts its web servers.
 */
public final class JhttpServerStartStopLifecycle extends AbstractJhttpServerLifecycle {

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
		super(server, DEFAULT_PHASE - 2048);
		this.events = events;
		this.context = context;
	}

	@Override
	public void start() {
		super.start();
		try {
			if (this.context != null) {
				this.context.serverStarted(server().getPort());
			}
			this.events.publishEvent(new JhttpServerInitializedEvent(server()));
		}
		catch (RuntimeException | Error ex) {
			stop();
			throw ex;
		}
	}

}
