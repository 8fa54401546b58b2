package io.jhttp.server.net;

/**
 * A protocol that connections can speak. Where there are several, the TLS handshake
 * chooses one by its name (ALPN, RFC 7301), and otherwise the first bytes of the client
 * do; the last protocol of a list takes what no other one does. It also answers
 * connections that are rejected before any byte has come, in plain text.
 */
public interface Protocol {

	/**
	 * Whether the first bytes of a connection are those of the protocol.
	 */
	enum Match {

		/** It is this protocol. */
		YES,

		/** It is not. */
		NO,

		/** More bytes will tell. */
		UNDECIDED

	}

	/**
	 * The name of the protocol in TLS.
	 * @return such as {@code http/1.1}
	 */
	String name();

	/**
	 * Whether a connection that begins like this speaks the protocol.
	 * @param bytes the first bytes that the client has sent
	 * @param from the first index
	 * @param limit behind the last one
	 * @return the response, or that it is not known yet
	 */
	Match match(byte[] bytes, int from, int limit);

	/**
	 * Whether the protocol may be spoken over an encrypted connection.
	 * @param tlsProtocol such as {@code TLSv1.3}
	 * @param cipherSuite what encrypts
	 * @return false to let the handshake choose another protocol
	 */
	default boolean isPermitted(String tlsProtocol, String cipherSuite) {
		return true;
	}

	/**
	 * Makes what the connections of one event loop have in common.
	 * @param loop the loop, which has not begun yet
	 * @return opens connections; called on the loop
	 */
	LoopProtocol forLoop(EventLoop loop);

	/**
	 * A protocol in one event loop.
	 */
	interface LoopProtocol {

		/**
		 * Begins to speak the protocol. {@link Connection#received()} may have bytes
		 * already; then an event follows at once: {@link ConnectionHandler#onTurn} if
		 * they have chosen the protocol, {@link ConnectionHandler#onReady} after a
		 * handshake.
		 * @param connection which has been accepted, and encrypted if it is to be
		 * @return receives the events of the connection
		 */
		ConnectionHandler open(Connection connection);

	}

}
