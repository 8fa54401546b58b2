package io.jhttp.spring.boot.test.memory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Where connections arrive.
 */
final class MemoryServerSocketChannel extends ServerSocketChannel implements MemorySelectable {

	private final MemoryNetwork network;

	/** One of each event loop. */
	private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

	private final Queue<MemoryConnection> waiting = new ArrayDeque<>();

	private volatile @Nullable InetSocketAddress address;

	private int backlog;

	MemoryServerSocketChannel(MemoryNetwork network) {
		super(network);
		this.network = network;
	}

	@Override
	public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
		this.backlog = (backlog > 0) ? backlog : 50;
		this.address = this.network.listen(this, (local != null) ? local : new InetSocketAddress(0));
		return this;
	}

	/** By a client. */
	MemorySocket connect(InetSocketAddress client) throws ConnectException {
		InetSocketAddress bound = getLocalAddress();
		if (bound == null) {
			throw new ConnectException("Connection refused");
		}
		InetAddress host = bound.getAddress();
		InetSocketAddress local = new InetSocketAddress(
				host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, bound.getPort());
		MemoryConnection connection = new MemoryConnection(new MemoryPipe(), new MemoryPipe(), local, client);
		synchronized (this.waiting) {
			if (!isOpen() || this.waiting.size() >= this.backlog) {
				throw new ConnectException("Connection refused");
			}
			this.waiting.add(connection);
		}
		this.watchers.forEach(Runnable::run);
		return new MemorySocket(connection.reversed());
	}

	@Override
	public @Nullable SocketChannel accept() throws IOException {
		if (!isOpen()) {
			throw new ClosedChannelException();
		}
		synchronized (this.waiting) {
			MemoryConnection connection = this.waiting.poll();
			return (connection != null) ? new MemorySocketChannel(this.network, connection) : null;
		}
	}

	@Override
	public @Nullable InetSocketAddress getLocalAddress() {
		return this.address;
	}

	@Override
	public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of();
	}

	@Override
	public ServerSocket socket() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int readyOperations() {
		synchronized (this.waiting) {
			return this.waiting.isEmpty() ? 0 : SelectionKey.OP_ACCEPT;
		}
	}

	@Override
	public void watch(Runnable changed) {
		this.watchers.add(changed);
	}

	@Override
	protected void implCloseSelectableChannel() {
		InetSocketAddress bound = this.address;
		if (bound != null) {
			this.network.leave(bound.getPort());
		}
		synchronized (this.waiting) {
			this.waiting.forEach(MemoryConnection::reset);
			this.waiting.clear();
		}
	}

	@Override
	protected void implConfigureBlocking(boolean block) {
	}

}
