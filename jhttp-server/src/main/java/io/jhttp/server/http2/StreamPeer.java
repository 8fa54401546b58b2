package io.jhttp.server.http2;

import java.net.InetSocketAddress;

import javax.net.ssl.SSLSession;

import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.net.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The connection as the handler of one stream sees it. Streams run at the same time, so
 * that what is kept with the connection over HTTP/1 is kept with the stream here, and
 * ends with it.
 */
final class StreamPeer implements StreamConnection {

	private final Connection shared;

	private volatile @Nullable Object attachment;

	/** What is to be run when the stream has ended. */
	private @Nullable Runnable endTask;

	StreamPeer(Connection shared) {
		this.shared = shared;
	}

	@Override
	public String listener() {
		return this.shared.listener();
	}

	@Override
	public InetSocketAddress peerAddress() {
		return this.shared.peerAddress();
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.shared.remoteAddress();
	}

	@Override
	public boolean isClientKnown() {
		return this.shared.isClientKnown();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.shared.localAddress();
	}

	@Override
	public @Nullable SSLSession tlsSession() {
		return this.shared.transport().session();
	}

	@Override
	public @Nullable Object attachment() {
		return this.attachment;
	}

	@Override
	public void attach(@Nullable Object attachment) {
		this.attachment = attachment;
	}

	@Override
	public synchronized void onEnd(Runnable task) {
		Runnable earlier = this.endTask;
		this.endTask = (earlier == null) ? task : () -> {
			earlier.run();
			task.run();
		};
	}

	synchronized @Nullable Runnable takeEndTask() {
		Runnable task = this.endTask;
		this.endTask = null;
		return task;
	}

}
