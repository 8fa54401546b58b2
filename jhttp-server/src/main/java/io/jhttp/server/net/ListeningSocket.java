package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a listener, which all event loops accept from.
 */
final class ListeningSocket {

	private static final Logger logger = LoggerFactory.getLogger(ListeningSocket.class);

	private final ServerSocketChannel channel;

	private final SocketAddress address;

	/** How many loops still watch it. */
	private final AtomicInteger watching;

	private ListeningSocket(ServerSocketChannel channel, SocketAddress address, int loops) {
		this.channel = channel;
		this.address = address;
		this.watching = new AtomicInteger(loops);
	}

	static ListeningSocket open(Listener listener, EngineOptions options) throws IOException {
		ListenerAddress.Port port = (ListenerAddress.Port) listener.address();
		ServerSocketChannel channel = open(port);
		try {
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
			channel.bind(port.address(), options.backlog());
			return new ListeningSocket(channel, channel.getLocalAddress(), options.eventLoops());
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw new ListenException(listener, reason(port.address(), ex), ex);
		}
	}

	private static ServerSocketChannel open(ListenerAddress.Port port) throws IOException {
		return (port.family() != null) ? ServerSocketChannel.open(port.family()) : ServerSocketChannel.open();
	}

	private static String reason(InetSocketAddress address, Exception failure) {
		if (address.isUnresolved()) {
			return "the host name is unknown";
		}
		return (failure instanceof UnsupportedAddressTypeException)
				? "the address is not of a family that is listened on" : String.valueOf(failure.getMessage());
	}

	ServerSocketChannel channel() {
		return this.channel;
	}

	/** With the real port. */
	SocketAddress address() {
		return this.address;
	}

	/** Whether the loop that leaves is the last that watches. */
	boolean leave() {
		return this.watching.decrementAndGet() == 0;
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.warn("Closing the listener on {} failed: {}", this.address, ex.getMessage());
		}
	}

}
