package io.jhttp.server.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * The ends of connections as addresses of IP. One of a Unix socket has none, and gets the
 * unspecified address, which no client can have, and port 0.
 */
public final class PeerAddress {

	/** How nginx writes it. */
	private static final String UNIX_NAME = "unix:";

	/** Known by its identity: what a proxy has said can have the same numbers. */
	private static final InetSocketAddress UNIX = unix();

	private PeerAddress() {
	}

	private static InetSocketAddress unix() {
		try {
			return new InetSocketAddress(InetAddress.getByAddress(UNIX_NAME, new byte[4]), 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The address of IP that stands for an end.
	 * @param end address or path, or null for one without
	 * @return the address, or the one that stands for Unix sockets
	 */
	public static InetSocketAddress of(@Nullable SocketAddress end) {
		return (end instanceof InetSocketAddress address) ? address : UNIX;
	}

	/**
	 * Whether an address stands for an end of a Unix socket.
	 * @param address the address
	 * @return false for one of IP
	 */
	public static boolean isUnix(InetSocketAddress address) {
		return address == UNIX;
	}

	/**
	 * Writes an address.
	 * @param address the address
	 * @return its numbers, or {@code unix:}
	 */
	public static String text(InetSocketAddress address) {
		return isUnix(address) ? UNIX_NAME : address.getAddress().getHostAddress();
	}

}
