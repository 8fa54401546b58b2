package io.jhttp.server.net;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;

import org.jspecify.annotations.Nullable;

/**
 * Where a listener is found.
 */
public sealed interface ListenerAddress {

	/**
	 * A port.
	 *
	 * @param address interface and port; 0 for any free one
	 * @param family the family of the socket, or null for every one that the address has
	 */
	record Port(InetSocketAddress address, @Nullable ProtocolFamily family) implements ListenerAddress {

		@Override
		public String toString() {
			return this.address.getHostString() + " port " + this.address.getPort();
		}

	}

}
