package io.jhttp.server.exchange;

import java.net.InetSocketAddress;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * The connection that a stream belongs to.
 */
public interface StreamConnection {

	/**
	 * The listener that has accepted the connection.
	 * @return its name
	 */
	String listener();

	/**
	 * The other end of the socket, whomever it speaks for.
	 * @return its address
	 */
	InetSocketAddress peerAddress();

	/**
	 * The client's end of the connection.
	 * @return what a proxy has said by the PROXY protocol, or the socket's
	 */
	InetSocketAddress remoteAddress();

	/**
	 * Whether a proxy that should have named the client by the PROXY protocol has. If
	 * not, {@link #remoteAddress()} is the proxy, and what stands in a request is the
	 * word of a client that nothing is known of.
	 * @return false if the proxy named none
	 */
	boolean isClientKnown();

	/**
	 * The server's end of the connection.
	 * @return its address
	 */
	InetSocketAddress localAddress();

	/**
	 * What TLS has agreed upon with the client.
	 * @return the session, or null if the connection is not encrypted
	 */
	@Nullable SSLSession tlsSession();

	/**
	 * What was attached to the connection.
	 * @return an object, or null
	 */
	@Nullable Object attachment();

	/**
	 * Keeps an object with the connection, beyond an exchange.
	 * @param attachment an object, or null
	 */
	void attach(@Nullable Object attachment);

	/**
	 * Runs a task, on a worker, when the connection has ended and no exchange uses it any
	 * more.
	 * @param task what to run, after what was registered before
	 */
	void onEnd(Runnable task);

}
