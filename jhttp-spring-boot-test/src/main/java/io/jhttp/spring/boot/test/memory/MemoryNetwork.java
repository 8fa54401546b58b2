package io.jhttp.spring.boot.test.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes channels that are connected in memory. Ports are those of this network only.
 */
public final class MemoryNetwork extends SelectorProvider {

	private static final int FIRST_FREE_PORT = 10_000;

	/** As systems choose them for clients. */
	private static final int FIRST_CLIENT_PORT = 49_152;

	private final TreeMap<Integer, MemoryServerSocketChannel> listening = new TreeMap<>();

	private final AtomicInteger clientPorts = new AtomicInteger();

	/** Which have not been closed by their side. */
	private final Set<MemorySocket> clients = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a network that nothing listens on.
	 */
	public MemoryNetwork() {
	}

	/**
	 * Connects to what listens on a port.
	 * @param port the port
	 * @return a connected socket
	 * @throws ConnectException if nothing listens there, or it accepts no further
	 * connection
	 */
	public Socket connect(int port) throws ConnectException {
		MemoryServerSocketChannel listener;
		synchronized (this.listening) {
			listener = this.listening.get(port);
		}
		if (listener == null) {
			throw new ConnectException("Nothing listens on port " + port);
		}
		int own = FIRST_CLIENT_PORT + Math.floorMod(this.clientPorts.getAndIncrement(), 65_536 - FIRST_CLIENT_PORT);
		MemorySocket client = listener.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), own));
		this.clients.add(client);
		client.onClose(() -> this.clients.remove(client));
		return client;
	}

	/** Closes what clients have left open. */
	public void disconnectClients() {
		this.clients.forEach(MemorySocket::close);
	}

	/**
	 * Takes the port of an address, or a free one if it has none.
	 * @return the address with the real port
	 */
	InetSocketAddress listen(MemoryServerSocketChannel channel, SocketAddress address) throws BindException {
		InetSocketAddress wanted = (address instanceof InetSocketAddress ip) ? ip
				: new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		synchronized (this.listening) {
			int port = wanted.getPort();
			if (port == 0) {
				port = FIRST_FREE_PORT;
				while (this.listening.containsKey(port)) {
					port++;
				}
			}
			if (this.listening.putIfAbsent(port, channel) != null) {
				throw new BindException("Address already in use");
			}
			return new InetSocketAddress(wanted.getAddress(), port);
		}
	}

	void leave(int port) {
		synchronized (this.listening) {
			this.listening.remove(port);
		}
	}

	@Override
	public AbstractSelector openSelector() {
		return new MemorySelector(this);
	}

	@Override
	public ServerSocketChannel openServerSocketChannel() {
		return new MemoryServerSocketChannel(this);
	}

	@Override
	public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
		return new MemoryServerSocketChannel(this);
	}

	/** Connected to nothing. */
	@Override
	public SocketChannel openSocketChannel() {
		return new MemorySocketChannel(this, MemoryConnection.NONE);
	}

	/** As if the process had been given a socket that listens. */
	@Override
	public Channel inheritedChannel() throws IOException {
		return openServerSocketChannel().bind(null);
	}

	@Override
	public DatagramChannel openDatagramChannel() {
		throw new UnsupportedOperationException();
	}

	@Override
	public DatagramChannel openDatagramChannel(ProtocolFamily family) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Pipe openPipe() {
		throw new UnsupportedOperationException();
	}

}
