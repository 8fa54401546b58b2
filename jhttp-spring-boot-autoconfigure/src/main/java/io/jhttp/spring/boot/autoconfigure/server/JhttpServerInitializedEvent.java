package io.jhttp.spring.boot.autoconfigure.server;

import java.io.Serial;

import org.springframework.context.ApplicationEvent;

/**
 * Event to be published when the server has been started and serves.
 */
public final class JhttpServerInitializedEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an event.
	 * @param server the server that has been started
	 */
	public JhttpServerInitializedEvent(JhttpServer server) {
		super(server);
	}

	/**
	 * The server that has been started.
	 * @return the server, which knows its real port
	 */
	public JhttpServer getServer() {
		return (JhttpServer) getSource();
	}

}
