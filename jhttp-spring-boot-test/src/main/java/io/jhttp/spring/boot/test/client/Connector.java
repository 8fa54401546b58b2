package io.jhttp.spring.boot.test.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/**
 * Connects to a server.
 */
@FunctionalInterface
public interface Connector {

	/**
	 * Connects to the server that is to answer a request. It is called on the thread that
	 * makes the request.
	 * @param uri what is asked for, perhaps only a path
	 * @return a connected socket, for one request
	 * @throws IOException if there is no such server
	 */
	Socket connect(URI uri) throws IOException;

}
