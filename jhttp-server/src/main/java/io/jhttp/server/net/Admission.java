package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Predicate;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets accepted connections into a loop, as far as the limits allow.
 */
final class Admission {

	private static final Logger logger = LoggerFactory.getLogger(Admission.class);

	private final EventLoop loop;

	private final Selector selector;

	private final Counters counters;

	private final AddressLimit addressLimit;

	private final int most;

	private final @Nullable TlsSupport tls;

	Admission(EventLoop loop, Selector selector, SharedState shared) {
		this.loop = loop;
		this.selector = selector;
		this.counters = shared.counters();
		this.addressLimit = shared.addressLimit();
		this.most = loop.options().connectionLimits().connections();
		this.tls = shared.tls();
	}

	void admit(SocketChannel channel) {
		Connection connection;
		try {
			InetSocketAddress address = (InetSocketAddress) channel.getRemoteAddress();
			if (!isWelcome(address)) {
				channel.close();
				return;
			}
			connection = register(channel, address);
		}
		catch (IOException ex) {
			logger.debug("A connection was lost while it was accepted: {}", ex.getMessage());
			closeQuietly(channel);
			return;
		}
		this.loop.opened(connection);
		int open = this.counters.connectionOpened();
		boolean introduced = isIntroduced(connection.remoteAddress().getAddress());
		if (!introduced && !count(connection, open)) {
			return;
		}
		if (open > this.most && !this.loop.recycle()) {
			this.counters.gaveUp(ShedReason.TOO_MANY_CONNECTIONS);
			turnAway(connection, open, "There are too many connections.");
		}
		else if (introduced) {
			connection.expectIntroduction(this);
		}
		else {
			connection.startDeadline((this.tls != null) ? Deadlines.Kind.HANDSHAKE : Deadlines.Kind.IDLE);
		}
	}

	/** A proxy has said whose connection this is: only now can it be counted. */
	void introduced(Connection connection) {
		count(connection, this.counters.openConnections());
	}

	private boolean count(Connection connection, int open) {
		InetAddress host = connection.remoteAddress().getAddress();
		connection.countedHost(host);
		if (this.addressLimit.add(host)) {
			return true;
		}
		this.counters.gaveUp(ShedReason.TOO_MANY_FROM_ADDRESS);
		turnAway(connection, open, "There are too many connections from this address.");
		return false;
	}

	private boolean isIntroduced(InetAddress peer) {
		Predicate<InetAddress> introducedBy = this.loop.options().introducedBy();
		return introducedBy != null && introducedBy.test(peer);
	}

	/** A verifier that fails has not said yes. */
	private boolean isWelcome(InetSocketAddress address) {
		try {
			Predicate<InetSocketAddress> verifier = this.loop.options().verifier();
			return verifier == null || verifier.test(address);
		}
		catch (RuntimeException ex) {
			logger.error("Whether {} may connect cannot be said", address, ex);
			return false;
		}
	}

	private Connection register(SocketChannel channel, InetSocketAddress address) throws IOException {
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ);
		Connection connection = new Connection(this.loop, channel, key, address, this.tls);
		key.attach(connection);
		return connection;
	}

	/** A polite answer costs a connection for a while, so that too many get none. */
	private void turnAway(Connection connection, int open, String reason) {
		if (open > this.most + Math.max(8, this.most / 8)) {
			connection.close();
		}
		else {
			connection.turnAway(new HttpProblem(503, reason));
		}
	}

	void leave(Connection connection) {
		this.counters.connectionClosed();
		InetAddress counted = connection.countedHost();
		if (counted != null) {
			this.addressLimit.remove(counted);
		}
	}

	private static void closeQuietly(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed: {}", ex.getMessage());
		}
	}

}
