package io.jhttp.server.net;

/**
 * A protocol that connections can speak. Where there are several, the TLS handshake
 * chooses one by its name (ALPN, RFC 7301), and otherwise the first bytes of the client
 * do; the last protocol of a list takes what no other one does.
 */
public interface Protocol {

	/**
	 * How many first bytes are needed to recognize the protocol.
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
	 * @return the answer, or that it cannot be told yet
	 */
	Match match(byte[] bytes, int from, int limit);

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
		 * Begins to speak the protocol. What has been received stands in the connection.
		 * @param connection which has been accepted, and encrypted if it is to be
		 * @return what is told of its events
		 */
		ConnectionHandler open(Connection connection);

	}

}
