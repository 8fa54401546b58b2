package io.jhttp.server.http1;

import java.io.IOException;
import java.net.InetSocketAddress;

import javax.net.ssl.SSLSession;

import io.jhttp.server.exchange.OutcomeReport;
import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.ReceivedBytes;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of a connection share: the connection as handlers see it, and as a
 * source of content for a stream that is on the loop, which receives by itself.
 */
final class LoopSide implements StreamConnection, ContentSource {

	private final Connection connection;

	private final Http1Context context;

	private int requests;

	/** The client of an upgraded stream that is suspended has ended its side. */
	private boolean inputEnded;

	private @Nullable Object attachment;

	LoopSide(Connection connection, Http1Context context) {
		this.connection = connection;
		this.context = context;
	}

	Connection connection() {
		return this.connection;
	}

	EventLoop loop() {
		return this.connection.loop();
	}

	Http1Context context() {
		return this.context;
	}

	Http1Options options() {
		return this.context.options();
	}

	boolean hasPendingOutput() {
		return this.connection.hasPendingOutput();
	}

	void countRequest() {
		this.requests++;
	}

	/**
	 * Whether neither a stop nor the number of requests ends the connection.
	 */
	boolean mayStayOpen() {
		return !this.connection.isDraining()
				&& this.requests < loop().options().connectionLimits().requestsPerConnection();
	}

	/** How a response has ended. */
	void tell(OutcomeReport report, long unsent, @Nullable IOException failure, boolean aborted) {
		EngineClock clock = loop().options().clock();
		report.end(clock.nanoTime(), clock.currentTimeMillis(), unsent, failure, aborted);
	}

	void inputEnded() {
		this.inputEnded = true;
	}

	/** Whether nothing follows what has been received. */
	boolean isInputAtEnd() {
		return this.inputEnded || this.connection.transport().isAtEnd();
	}

	@Override
	public ReceivedBytes received() {
		return this.connection.received();
	}

	@Override
	public int read(byte[] target, int offset, int length) {
		return fill();
	}

	@Override
	public int fill() {
		return isInputAtEnd() ? -1 : 0;
	}

	@Override
	public String listener() {
		return this.connection.listener();
	}

	@Override
	public InetSocketAddress peerAddress() {
		return this.connection.peerAddress();
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.connection.remoteAddress();
	}

	@Override
	public boolean isClientKnown() {
		return this.connection.isClientKnown();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.connection.localAddress();
	}

	@Override
	public @Nullable SSLSession tlsSession() {
		return this.connection.transport().session();
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
	public void onEnd(Runnable task) {
		this.connection.onEnd(task);
	}

}
