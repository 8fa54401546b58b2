package io.jhttp.server.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a listener, which all event loops accept from.
 */
final class ListeningSocket {

	private static final Logger logger = LoggerFactory.getLogger(ListeningSocket.class);

	private final ServerSocketChannel channel;

	private final Closeable closing;

	private final SocketAddress address;

	/** Null if it has none, or another process looks after it. */
	private final @Nullable UnixSocketFile file;

	/** How many loops still watch it. */
	private final AtomicInteger watching;

	private ListeningSocket(ServerSocketChannel channel, Closeable closing, SocketAddress address,
			@Nullable UnixSocketFile file, int loops) {
		this.channel = channel;
		this.closing = closing;
		this.address = address;
		this.file = file;
		this.watching = new AtomicInteger(loops);
	}

	static ListeningSocket open(Listener listener, EngineOptions options) throws IOException {
		ListenerAddress address = listener.address();
		try {
			if (address instanceof ListenerAddress.Port port) {
				return open(port, options);
			}
			return (address instanceof ListenerAddress.UnixSocket unix) ? open(unix, options) : inherited(options);
		}
		catch (IOException | RuntimeException ex) {
			throw new ListenException(listener, reason(address, ex), ex);
		}
	}

	private static ListeningSocket open(ListenerAddress.Port port, EngineOptions options) throws IOException {
		ServerSocketChannel channel = (port.family() != null)
				? options.channels().openServerSocketChannel(port.family())
				: options.channels().openServerSocketChannel();
		try {
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
			channel.bind(port.address(), options.backlog());
			channel.configureBlocking(false);
			return new ListeningSocket(channel, channel, channel.getLocalAddress(), null, options.eventLoops());
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private static ListeningSocket open(ListenerAddress.UnixSocket unix, EngineOptions options) throws IOException {
		ServerSocketChannel channel = options.channels().openServerSocketChannel(StandardProtocolFamily.UNIX);
		try {
			channel.configureBlocking(false);
			if (!options.usesSockets()) {
				channel.bind(UnixDomainSocketAddress.of(unix.path()), options.backlog());
				return new ListeningSocket(channel, channel, channel.getLocalAddress(), null, options.eventLoops());
			}
			UnixSocketFile file = UnixSocketFile.bind(channel, unix, options.backlog());
			return new ListeningSocket(channel, channel, file.address(), file, options.eventLoops());
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * The JDK makes one channel of it, and with that it would close the streams of the
	 * process, where its log may go. So it stays open, as it does in the process that has
	 * opened it: clients that connect meanwhile are served by the next one.
	 */
	private static ListeningSocket inherited(EngineOptions options) throws IOException {
		Channel channel = options.channels().inheritedChannel();
		if (!(channel instanceof ServerSocketChannel socket)) {
			throw new IOException((channel == null) ? "the standard input of the process is no socket"
					: "the standard input of the process is a socket that does not listen");
		}
		if (!socket.isOpen()) {
			throw new IOException("the application has closed it");
		}
		socket.configureBlocking(false);
		return new ListeningSocket(socket, () -> {
			// The system does when the process ends.
		}, socket.getLocalAddress(), null, options.eventLoops());
	}

	private static String reason(ListenerAddress address, Exception failure) {
		if (address instanceof ListenerAddress.Port port && port.address().isUnresolved()) {
			return "the host name is unknown";
		}
		return (failure instanceof UnsupportedAddressTypeException)
				? "the address is not of a family that is listened on" : String.valueOf(failure.getMessage());
	}

	ServerSocketChannel channel() {
		return this.channel;
	}

	/** With the real port, or a path. */
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

	/** Clients that have not connected yet do not find it any more. */
	void hide() {
		if (this.file != null) {
			this.file.remove();
		}
	}

	void close() {
		hide();
		try {
			this.closing.close();
		}
		catch (IOException ex) {
			logger.warn("Closing the listener on {} failed: {}", this.address, ex.getMessage());
		}
	}

}
