package io.jhttp.server.cgi;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
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

	private static final int RECEIVED_AT_ONCE = 16 * 1024;

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

	/** Waits until something comes, or for so long. */
	void await(Duration longest) throws IOException {
		this.selector.select(Math.max(1, longest.toMillis()));
		this.selector.selectedKeys().clear();
		if (!this.channel.isOpen()) {
			throw new EOFException("the fork server was ended");
		}
	}

	ByteBuffer received() {
		return this.received;
	}

	/** Sends all of it, by the thread that reads. */
	void send(ByteBuffer octets) throws IOException {
		while (this.channel.write(octets) == 0 || octets.hasRemaining()) {
			this.key.interestOps(SelectionKey.OP_WRITE);
			try {
				await(Duration.ofSeconds(1));
			}
			finally {
				this.key.interestOps(SelectionKey.OP_READ);
			}
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
	boolean isIntroducedBy(byte[] token, Duration longest) throws IOException {
		long deadline = System.nanoTime() + longest.toNanos();
		while (this.received.remaining() < token.length) {
			if (!receive()) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				await(Duration.ofNanos(left));
			}
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
