package io.jhttp.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.net.Counters;

/**
 * A server that runs, as a handler sees it.
 */
public interface RunningServer {

	/**
	 * The port that the server listens on: that of its first listener with one.
	 * @return the real one, if it was started with port 0; 0 if there are only Unix
	 * sockets
	 */
	int port();

	/**
	 * The address that the server listens on: that of its first listener with a port.
	 * @return address and real port, or an unspecified one if there are only Unix sockets
	 */
	InetSocketAddress address();

	/**
	 * Where the server listens.
	 * @return for each listener, by its name and in order, the address with the real
	 * port, or the path of a Unix socket
	 */
	Map<String, SocketAddress> addresses();

	/**
	 * The name of the host that the server listens on (Python's {@code server_name}). It
	 * is looked up when it is asked for, which can take a while, and not at the start.
	 * @return the full name of the address, of this machine for all interfaces, or the
	 * address itself if it has no name
	 */
	String serverName();

	/**
	 * The value of the {@code Server} field.
	 * @return the value, or an empty string if the field is not sent
	 */
	String serverHeader();

	/**
	 * The highest protocol version that the server answers in.
	 * @return 1.0 or 1.1
	 */
	HttpVersion protocolVersion();

	/**
	 * Whether the server speaks HTTPS at its {@link #address()}.
	 * @return true if its connections are encrypted
	 */
	boolean isSecure();

	/**
	 * What the server counts: connections, requests, and what it shed and why.
	 * @return live counters, readable from any thread
	 */
	Counters counters();

	/**
	 * Refuses new connections, within a moment, and ends the open ones as soon as the
	 * requests that have arrived are answered.
	 * @return completes when no connection is left
	 */
	CompletableFuture<Void> drain();

	/**
	 * Ends the server, or the application that it is a part of (Python's
	 * {@code shutdown}), on a thread of its own. It returns at once, so that a handler
	 * can call it: its response leaves, and other running requests may finish too.
	 */
	void shutdown();

	/**
	 * Stops the server. New connections are refused at once; running requests may finish
	 * within the grace period and are aborted after it. A handler calls
	 * {@link #shutdown()} instead: this method would wait for the handler's own request.
	 * @param grace how long to wait for running requests; zero not to wait
	 * @return true if every request was answered, false if some were aborted
	 */
	boolean stop(Duration grace);

}
