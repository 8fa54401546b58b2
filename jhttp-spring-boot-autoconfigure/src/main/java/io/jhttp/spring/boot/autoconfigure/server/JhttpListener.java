package io.jhttp.spring.boot.autoconfigure.server;

import io.jhttp.server.HttpListener;

/**
 * A listener of the server, with the properties that it comes from.
 *
 * @param listener where to listen
 * @param addressProperty where its address is set, for messages
 * @param portProperty where its port or its path is set, for messages
 */
public record JhttpListener(HttpListener listener, String addressProperty, String portProperty) {

	/**
	 * The name of the listener.
	 * @return what messages, counters and requests call it
	 */
	public String name() {
		return this.listener.name();
	}

}
