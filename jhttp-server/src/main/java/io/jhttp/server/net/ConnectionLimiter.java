package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Predicate;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets accepted connections into a loop, as far as the limits allow.
 */
final class ConnectionLimiter {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLimiter.class);

	private final EventLoop loop;

	private final List<ProtocolChoice> protocols;

	private final EngineCounters counters;

	private final AddressLimit addressLimit;

	private final int maxConnections;

	private final @Nullable TlsSupport tls;

	ConnectionLimiter(EventLoop loop, EngineContext context, List<ProtocolChoice> protocols) {
		this.loop = loop;
		this.protocols = protocols;
		this.counters = context.counters();
		this.addressLimit = context.addressLimit();
		this.maxConnections = context.options().connectionLimits().connections();
		this.tls = context.tls();
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
		this.loop.opened();
		int open = this.counters.connectionOpened();
		boolean proxied = isProxied(connection.remoteAddress().getAddress());
		if (!proxied && !count(connection, open)) {
			return;
		}
		if (open > this.maxConnections && !this.loop.recycle()) {
			this.counters.countShed(ShedReason.TOO_MANY_CONNECTIONS);
			reject(connection, open, "There are too many connections.");
		}
		else if (proxied) {
			connection.handler(new ProxyProtocolReader(connection, this));
			connection.startDeadline(DeadlineKind.HEAD);
		}
		else {
			begin(connection);
		}
	}

	/** A proxy has said whose connection this is: only now can it be counted. */
	void introduced(Connection connection) {
		begin(connection);
		count(connection, this.counters.openConnections());
	}

	private void begin(Connection connection) {
		if (this.tls != null) {
			connection.handler(new TlsHandshake(connection, this.tls));
			connection.startDeadline(DeadlineKind.HANDSHAKE);
		}
		else {
			connection.begin();
			connection.startDeadline(DeadlineKind.IDLE);
		}
	}

	private boolean count(Connection connection, int open) {
		InetAddress host = connection.remoteAddress().getAddress();
		connection.countedHost(host);
		if (this.addressLimit.add(host)) {
			return true;
		}
		this.counters.countShed(ShedReason.TOO_MANY_FROM_ADDRESS);
		reject(connection, open, "There are too many connections from this address.");
		return false;
	}

	private boolean isProxied(InetAddress peer) {
		Predicate<InetAddress> proxies = this.loop.options().proxyProtocolFrom();
		return proxies != null && proxies.test(peer);
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
		SelectionKey key = channel.register(this.loop.selector(), SelectionKey.OP_READ);
		Connection connection = new Connection(this.loop, channel, key, address, this);
		key.attach(connection);
		return connection;
	}

	/** A polite answer costs a connection for a while, so that too many get none. */
	private void reject(Connection connection, int open, String reason) {
		if (open > this.maxConnections + Math.max(8, this.maxConnections / 8)) {
			connection.close();
		}
		else {
			connection.reject(new HttpProblem(503, reason));
		}
	}

	List<ProtocolChoice> protocols() {
		return this.protocols;
	}

	/**
	 * Whether connections are to be encrypted, so that an unencrypted answer means
	 * nothing.
	 */
	boolean encrypts() {
		return this.tls != null;
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
