package io.jhttp.server.cgi.process;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * The server's side of a connection to a fork server. One thread reads, any thread may
 * send a command.
 */
final class ForkServerConnection implements AutoCloseable {

	private static final int RECEIVED_AT_ONCE = 64 * 1024;

	private final SocketChannel channel;

	private final Selector selector;

	private final SelectionKey key;

	/** What has come and was not read yet. */
	private final ByteBuffer received = ByteBuffer.allocate(RECEIVED_AT_ONCE).limit(0);

	ForkServerConnection(SocketChannel channel) throws IOException {
		this.channel = channel;
		this.selector = Selector.open();
		try {
			channel.configureBlocking(false);
			this.key = channel.register(this.selector, SelectionKey.OP_READ);
		}
		catch (IOException ex) {
			this.selector.close();
			throw ex;
		}
	}

	/**
	 * Receives what has come, without waiting.
	 * @return false if nothing has
	 * @throws EOFException if the fork server has gone
	 */
	boolean receive() throws IOException {
		this.received.compact();
		try {
			int count = this.channel.read(this.received);
			if (count < 0) {
				throw new EOFException("the fork server has gone");
			}
			return count > 0;
		}
		finally {
			this.received.flip();
		}
	}

	/**
	 * Waits until something comes, or for so long.
	 * @throws IOException if the connection is closed meanwhile, or the thread is
	 * interrupted, which could not wait any more
	 */
	void await(Duration longest) throws IOException {
		try {
			this.selector.select(Math.max(1, longest.toMillis()));
			this.selector.selectedKeys().clear();
		}
		catch (ClosedSelectorException ex) {
			throw closed(ex);
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedIOException("interrupted while a fork server was to answer");
		}
	}

	private static IOException closed(RuntimeException cause) {
		return new IOException("the fork server was ended", cause);
	}

	ByteBuffer received() {
		return this.received;
	}

	/** Sends all of it, by the thread that reads. */
	void send(ByteBuffer octets) throws IOException {
		while (this.channel.write(octets) == 0 || octets.hasRemaining()) {
			expect(SelectionKey.OP_WRITE);
			await(Duration.ofSeconds(1));
			expect(SelectionKey.OP_READ);
		}
	}

	private void expect(int operation) throws IOException {
		try {
			this.key.interestOps(operation);
		}
		catch (CancelledKeyException ex) {
			throw closed(ex);
		}
	}

	/** From any thread: sends a command, which always finds room. */
	void command(byte command) {
		try {
			this.channel.write(ByteBuffer.wrap(new byte[] { command }));
		}
		catch (IOException ex) {
			// Whoever reads sees it too.
		}
	}

	/**
	 * Receives a token, and compares it.
	 * @param longest how long it may take
	 */
	boolean isIntroducedBy(byte[] token, Duration longest) {
		long deadline = System.nanoTime() + longest.toNanos();
		try {
			while (this.received.remaining() < token.length) {
				if (!receive()) {
					long left = deadline - System.nanoTime();
					if (left <= 0) {
						return false;
					}
					await(Duration.ofNanos(left));
				}
			}
		}
		catch (IOException ex) {
			// It was somebody else, and has gone.
			return false;
		}
		byte[] introduction = new byte[token.length];
		this.received.get(introduction);
		return MessageDigest.isEqual(introduction, token);
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	public void close() {
		closeQuietly(this.selector);
		closeQuietly(this.channel);
	}

	private static void closeQuietly(Closeable resource) {
		try {
			resource.close();
		}
		catch (IOException ex) {
			// Nothing is lost with it.
		}
	}

}
