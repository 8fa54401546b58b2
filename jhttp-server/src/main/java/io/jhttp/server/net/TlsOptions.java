package io.jhttp.server.net;

import java.time.Duration;

/**
 * How connections are encrypted.
 *
 * @param contexts says what a new connection is encrypted with
 * @param handshakeTimeout how long a client may take for each of its messages until its
 * handshake has ended; a few follow each other at the most
 */
public record TlsOptions(TlsContextSource contexts, Duration handshakeTimeout) {

	/** 10 s. */
	public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Checks the duration.
	 * @throws IllegalArgumentException if it is not positive
	 */
	public TlsOptions {
		if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
			throw new IllegalArgumentException("The TLS handshake timeout must be positive: " + handshakeTimeout);
		}
	}

	/**
	 * Encrypts every connection with the same context.
	 * @param context what to use
	 * @return options with the default timeout
	 */
	public static TlsOptions of(TlsContext context) {
		return of((serverName) -> context);
	}

	/**
	 * Asks for a context for each connection.
	 * @param contexts says what to use
	 * @return options with the default timeout
	 */
	public static TlsOptions of(TlsContextSource contexts) {
		return new TlsOptions(contexts, DEFAULT_HANDSHAKE_TIMEOUT);
	}

}
