package io.jhttp.server.net;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The name by which a client has reached the server, and so got a certificate.
 *
 * @param name the name in lower case, or null if the client has named none
 * @param contexts says which certificates there are
 */
record ReachedName(@Nullable String name, TlsContextSource contexts) {

	/**
	 * Whether a host is reached by the same certificate (RFC 9110, section 15.5.20).
	 * @param authority the host that a request is for, perhaps with a port
	 */
	boolean includes(String authority) {
		if (this.name == null) {
			return true;
		}
		int colon = authority.lastIndexOf(':');
		int length = (colon > authority.lastIndexOf(']')) ? colon : authority.length();
		boolean same = length == this.name.length() && authority.regionMatches(true, 0, this.name, 0, length);
		return same || this.contexts.contextFor(this.name) == this.contexts
			.contextFor(authority.substring(0, length).toLowerCase(Locale.ROOT));
	}

}
