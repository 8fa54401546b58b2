package io.jhttp.server.net;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

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

	/**
	 * A Unix socket.
	 *
	 * @param path where clients find it
	 * @param permissions who may connect: those who may write
	 */
	record UnixSocket(Path path, Set<PosixFilePermission> permissions) implements ListenerAddress {

		/**
		 * Copies the permissions.
		 */
		public UnixSocket {
			permissions = Set.copyOf(permissions);
		}

		@Override
		public String toString() {
			return "unix:" + this.path;
		}

	}

	/**
	 * The listening socket that the process was started with, as its standard input.
	 */
	record Inherited() implements ListenerAddress {

		@Override
		public String toString() {
			return "the inherited socket";
		}

	}

}
