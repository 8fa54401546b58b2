package io.jhttp.spring.boot.test.memory;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;

/**
 * The server's end of a connection. Reading and writing never wait.
 */
final class MemorySocketChannel extends SocketChannel implements MemorySelectable {

	private final MemoryConnection connection;

	/** Set by SO_LINGER with 0. */
	private volatile boolean endsByReset;

	MemorySocketChannel(MemoryNetwork network, MemoryConnection connection) {
		super(network);
		this.connection = connection;
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		requireOpen();
		return this.connection.input().read(target);
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
		long total = 0;
		for (int i = offset; i < offset + length; i++) {
			int count = targets[i].hasRemaining() ? read(targets[i]) : 0;
			if (count < 0) {
				return (total > 0) ? total : count;
			}
			total += count;
		}
		return total;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		requireOpen();
		return this.connection.output().write(source);
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
		long total = 0;
		for (int i = offset; i < offset + length; i++) {
			total += write(sources[i]);
		}
		return total;
	}

	private void requireOpen() throws ClosedChannelException {
		if (!isOpen()) {
			throw new ClosedChannelException();
		}
	}

	@Override
	public SocketChannel shutdownInput() {
		this.connection.input().discard();
		return this;
	}

	@Override
	public SocketChannel shutdownOutput() {
		this.connection.output().end();
		return this;
	}

	@Override
	public <T> SocketChannel setOption(SocketOption<T> name, T value) {
		if (name.equals(StandardSocketOptions.SO_LINGER)) {
			this.endsByReset = value.equals(0);
		}
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of(StandardSocketOptions.SO_LINGER);
	}

	/** For its addresses. */
	@Override
	public Socket socket() {
		return new MemorySocket(this.connection);
	}

	@Override
	public SocketAddress getRemoteAddress() {
		return this.connection.remote();
	}

	@Override
	public SocketAddress getLocalAddress() {
		return this.connection.local();
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public boolean isConnectionPending() {
		return false;
	}

	@Override
	public SocketChannel bind(SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean connect(SocketAddress remote) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean finishConnect() {
		return true;
	}

	@Override
	public int readyOperations() {
		return (this.connection.input().isReadable() ? SelectionKey.OP_READ : 0)
				| (this.connection.output().isWritable() ? SelectionKey.OP_WRITE : 0);
	}

	@Override
	public void watch(Runnable changed) {
		this.connection.input().watch(changed);
		this.connection.output().watch(changed);
	}

	@Override
	protected void implCloseSelectableChannel() {
		if (this.endsByReset) {
			this.connection.reset();
		}
		else {
			this.connection.close();
		}
	}

	@Override
	protected void implConfigureBlocking(boolean block) {
	}

}
