package io.jhttp.server.net;

import org.jspecify.annotations.Nullable;

/**
 * Says what a new connection is encrypted with. It is asked for each handshake, so that a
 * new certificate needs no restart; open connections keep what they have.
 */
@FunctionalInterface
public interface TlsContextSource {

	/**
	 * Finds the context for a handshake. Called on the event loops, so that it must not
	 * block.
	 * @param serverName the name that the client wants to reach (RFC 6066, section 3), in
	 * lower case, or null if it names none
	 * @return what to use
	 */
	TlsContext contextFor(@Nullable String serverName);

}
