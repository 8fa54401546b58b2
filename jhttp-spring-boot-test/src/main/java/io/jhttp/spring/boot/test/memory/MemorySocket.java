package io.jhttp.spring.boot.test.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client's end of a connection. Reading and writing wait.
 */
final class MemorySocket extends Socket {

	private final MemoryConnection connection;

	private final AtomicBoolean closed = new AtomicBoolean();

	private Runnable onClose = () -> {
	};

	MemorySocket(MemoryConnection connection) {
		this.connection = connection;
	}

	/** Before the client has the socket. */
	void onClose(Runnable task) {
		this.onClose = task;
	}

	@Override
	public InputStream getInputStream() {
		return new Input();
	}

	@Override
	public OutputStream getOutputStream() {
		return new Output();
	}

	@Override
	public void shutdownOutput() {
		this.connection.output().end();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.connection.close();
			this.onClose.run();
		}
	}

	@Override
	public boolean isClosed() {
		return this.closed.get();
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public boolean isBound() {
		return true;
	}

	@Override
	public InetAddress getInetAddress() {
		return this.connection.remote().getAddress();
	}

	@Override
	public InetAddress getLocalAddress() {
		return this.connection.local().getAddress();
	}

	@Override
	public int getPort() {
		return this.connection.remote().getPort();
	}

	@Override
	public int getLocalPort() {
		return this.connection.local().getPort();
	}

	@Override
	public SocketAddress getRemoteSocketAddress() {
		return this.connection.remote();
	}

	@Override
	public SocketAddress getLocalSocketAddress() {
		return this.connection.local();
	}

	/** There is nothing that would send at once, or later. */
	@Override
	public void setTcpNoDelay(boolean on) {
	}

	/** A test has a time limit of its own. */
	@Override
	public void setSoTimeout(int timeout) {
	}

	@Override
	public int getSoTimeout() {
		return 0;
	}

	private void requireOpen() throws SocketException {
		if (isClosed()) {
			throw new SocketException("Socket closed");
		}
	}

	private final class Input extends InputStream {

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			requireOpen();
			return MemorySocket.this.connection.input().readBlocking(ByteBuffer.wrap(target, offset, length));
		}

		@Override
		public int available() {
			return MemorySocket.this.connection.input().available();
		}

		@Override
		public void close() {
			MemorySocket.this.close();
		}

	}

	private final class Output extends OutputStream {

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] source, int offset, int length) throws IOException {
			requireOpen();
			MemorySocket.this.connection.output().writeFully(ByteBuffer.wrap(source, offset, length));
		}

		@Override
		public void close() {
			MemorySocket.this.close();
		}

	}

}
