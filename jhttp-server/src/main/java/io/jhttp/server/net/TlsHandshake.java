package io.jhttp.server.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import javax.net.ssl.SSLEngine;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a connection that is to be encrypted.
 *
 * <pre>
 *   ClientHello incomplete ──▶ engine ──▶ key operation, on another thread ──▶ done
 *        │                        ▲                     │
 *        │ plain HTTP             └─────────────────────┘
 *        ▼
 *   400, unencrypted
 * </pre>
 *
 * An engine takes memory, so there is none before a client has said what it wants. All of
 * it happens on the loop, but for {@link TlsTransport#runKeyOperations()}.
 */
final class TlsHandshake implements ConnectionHandler {

	private static final Logger logger = LoggerFactory.getLogger(TlsHandshake.class);

	private static final int MAX_READ = 16 * 1024;

	private static final HttpProblem PLAIN_HTTP = new HttpProblem(400,
			"This port speaks HTTPS: the address has to begin with https://");

	private final Connection connection;

	private final TlsOptions options;

	private final TlsContext.ApplicationProtocols protocols;

	private final TlsSupport tls;

	/** Those of the listener. */
	private final Deadlines deadlines;

	private final ReceivedBytes received = new ReceivedBytes();

	private @Nullable TlsTransport transport;

	private boolean busy;

	TlsHandshake(Connection connection, TlsOptions options, TlsContext.ApplicationProtocols protocols, TlsSupport tls,
			Deadlines deadlines) {
		this.connection = connection;
		this.options = options;
		this.protocols = protocols;
		this.tls = tls;
		this.deadlines = deadlines;
	}

	void startDeadline() {
		this.deadlines.start(this.connection, this.connection.loop().now());
	}

	/** Whether the client has said anything. */
	private boolean hasBegun() {
		return this.transport != null || !this.received.isEmpty();
	}

	@Override
	public void onReady(int operations) {
		if (this.busy) {
			this.connection.removeInterest(operations);
			return;
		}
		this.connection.removeInterest(SelectionKey.OP_WRITE);
		try {
			TlsTransport begun = this.transport;
			if (begun != null) {
				proceed(begun);
			}
			else {
				ClientHello hello = readHello();
				if (hello != null) {
					begin(hello);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			fail(ex);
		}
	}

	private @Nullable ClientHello readHello() throws IOException {
		ByteBuffer input = this.connection.loop().input().clear().limit(MAX_READ);
		int count = this.connection.channel().read(input);
		if (count < 0) {
			throw new EOFException("The client left before the TLS handshake");
		}
		this.received.append(input.flip());
		if (this.received.isEmpty()) {
			return null;
		}
		byte first = this.received.array()[this.received.position()];
		if (ClientHello.isPlainHttp(first)) {
			this.connection.rejectPlain(PLAIN_HTTP);
			return null;
		}
		if (!ClientHello.isHandshake(first)) {
			throw new IOException("The client does not speak TLS");
		}
		return ClientHello.read(this.received.array(), this.received.position(), this.received.limit());
	}

	private void begin(ClientHello hello) throws IOException {
		ReachedName name = new ReachedName(hello.serverName(), this.options.contexts());
		TlsTransport begun = new TlsTransport(this.connection.channel(), newEngine(hello), name, this.tls.buffers(),
				this.received);
		this.transport = begun;
		begun.beginHandshake();
		proceed(begun);
	}

	private SSLEngine newEngine(ClientHello hello) throws IOException {
		try {
			return this.options.contexts().contextFor(hello.serverName()).newEngine(this.protocols);
		}
		catch (RuntimeException ex) {
			// Not the client's fault, so the operator has to learn of it.
			logger.error("There is no TLS context for a client that wants to reach '{}'", hello.serverName(), ex);
			throw new IOException("There is no TLS context", ex);
		}
	}

	private void proceed(TlsTransport begun) throws IOException {
		switch (begun.shakeHands()) {
			case INPUT -> this.connection.addInterest(SelectionKey.OP_READ);
			case OUTPUT -> {
				this.connection.removeInterest(SelectionKey.OP_READ);
				this.connection.addInterest(SelectionKey.OP_WRITE);
			}
			case KEY_OPERATION -> operate(begun);
			case NOTHING_MORE -> this.connection.encrypted(begun, begun.applicationProtocol());
		}
	}

	/** Many at once wait for each other, and clients that left are not waited for. */
	private void operate(TlsTransport begun) throws IOException {
		this.busy = true;
		boolean accepted = this.tls.tryOperate(() -> {
			if (this.connection.isOpen()) {
				begun.runKeyOperations();
				this.connection.execute(() -> operated(begun));
			}
		});
		if (!accepted) {
			this.connection.counters().countShed(ShedReason.HANDSHAKE);
			throw new IOException("Too many TLS handshakes are going on");
		}
	}

	private void operated(TlsTransport begun) {
		this.busy = false;
		if (!this.connection.isOpen()) {
			return;
		}
		startDeadline();
		this.connection.addInterest(SelectionKey.OP_READ);
		try {
			proceed(begun);
		}
		catch (IOException | RuntimeException ex) {
			fail(ex);
		}
	}

	/** The time in which the client waits for the server is not the client's. */
	@Override
	public void onTimeout(DeadlineKind kind) {
		if (this.busy) {
			startDeadline();
			return;
		}
		this.connection.counters().countShed(ShedReason.HANDSHAKE);
		this.connection.close();
	}

	@Override
	public boolean isIdle() {
		return true;
	}

	@Override
	public void drain() {
		onReady(SelectionKey.OP_READ);
		if (this.connection.isOpen() && this.connection.isHandledBy(this) && !hasBegun()) {
			this.connection.close();
		}
	}

	@Override
	public void reject(HttpProblem problem) {
		this.connection.close();
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		this.connection.release();
	}

	private void fail(Exception reason) {
		if (this.transport != null) {
			this.transport.beforeClose();
		}
		this.connection.close((reason instanceof IOException failure) ? failure : new IOException(reason));
	}

}
