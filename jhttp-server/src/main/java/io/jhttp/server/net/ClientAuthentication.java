package io.jhttp.server.net;

/**
 * Whether clients are asked for a certificate.
 */
public enum ClientAuthentication {

	/** They are not. */
	NONE,

	/** They are, and may have none. One that is not trusted ends the handshake. */
	WANT,

	/** They are, and without a trusted one there is no connection. */
	NEED

}
