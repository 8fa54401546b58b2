package io.jhttp.server.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * The socket itself. Files go from the page cache by {@code sendfile}.
 */
final class PlainTransport implements Transport {

	/**
	 * As much as the system moves in one go, through a pipe of this size: between two
	 * such moves the loop can be interrupted, for as long as it takes to write a file
	 * anew.
	 */
	private static final int MAX_AT_ONCE = 64 * 1024;

	private static final long BUDGET = 1024 * 1024;

	private final SocketChannel channel;

	PlainTransport(SocketChannel channel) {
		this.channel = channel;
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		return this.channel.read(target);
	}

	@Override
	public boolean readsExactly() {
		return true;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		return this.channel.write(source);
	}

	@Override
	public long writeFile(FileChannel file, long position, long count) throws IOException {
		return file.transferTo(position, count, this.channel);
	}

	@Override
	public int maxTransfer() {
		return MAX_AT_ONCE;
	}

	@Override
	public long writeQuota() {
		return BUDGET;
	}

	@Override
	public boolean isAtEnd() {
		return false;
	}

	@Override
	public boolean hasPartialRecord() {
		return false;
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public void reset() throws IOException {
		this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
	}

	@Override
	public void beforeClose() {
	}

	@Override
	public boolean reaches(String authority) {
		return true;
	}

	@Override
	public @Nullable SSLSession session() {
		return null;
	}

}
