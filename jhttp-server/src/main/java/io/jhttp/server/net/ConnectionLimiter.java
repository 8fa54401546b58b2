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
 * Lets the accepted connections of a listener into a loop, as far as the limits allow.
 */
final class ConnectionLimiter {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLimiter.class);

	private final EventLoop loop;

	private final EngineContext context;

	private final Listener listener;

	private final LoopListeners listeners;

	private final List<ProtocolChoice> protocols;

	private final EngineCounters counters;

	private final boolean unix;

	/** Null if connections are not encrypted. */
	private final @Nullable Deadlines handshakes;

	/** How many connections there may be, of all listeners, with one of this one. */
	private final int maxConnections;

	/** One more than that is not even answered. */
	private final int maxAnswered;

	/**
	 * Creates a limiter for the connections of a listener in a loop.
	 * @param listener who has accepted them
	 * @param counters those of the listener
	 * @param unix whether its clients have no address
	 */
	ConnectionLimiter(EventLoop loop, EngineContext context, Listener listener, LoopListeners listeners,
			EngineCounters counters, boolean unix) {
		this.loop = loop;
		this.context = context;
		this.listener = listener;
		this.listeners = listeners;
		this.protocols = listener.protocols()
			.stream()
			.map((protocol) -> new ProtocolChoice(protocol, protocol.forLoop(loop)))
			.toList();
		this.counters = counters;
		this.unix = unix;
		this.handshakes = (listener.tls() != null) ? loop.addHandshakeDeadlines(listener.tls().handshakeTimeout())
				: null;
		int most = context.options().connectionLimits().connections();
		int room = Math.max(8, most / 8);
		// Operators get in when clients do not any more.
		this.maxConnections = most + (listener.stopsLast() ? 2 * room : 0);
		this.maxAnswered = this.maxConnections + room;
	}

	void admit(SocketChannel channel) {
		Connection connection;
		try {
			InetSocketAddress address = PeerAddress.of(channel.getRemoteAddress());
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
		this.listeners.opened();
		this.counters.connectionOpened();
		int open = this.context.openConnections().incrementAndGet();
		boolean proxied = isProxied(connection.remoteAddress());
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
		count(connection, this.context.openConnections().get());
	}

	private void begin(Connection connection) {
		TlsOptions tls = this.listener.tls();
		if (tls != null && this.handshakes != null) {
			TlsHandshake handshake = new TlsHandshake(connection, tls, this::choose, this.context.tls(),
					this.handshakes);
			connection.handler(handshake);
			handshake.startDeadline();
		}
		else {
			connection.begin();
			connection.startDeadline(DeadlineKind.IDLE);
		}
	}

	/** The first that the client offers, and what encrypts permits. */
	private @Nullable String choose(List<String> offered, String tlsProtocol, String cipherSuite) {
		for (ProtocolChoice choice : this.protocols) {
			Protocol protocol = choice.protocol();
			if (offered.contains(protocol.name()) && protocol.isPermitted(tlsProtocol, cipherSuite)) {
				return protocol.name();
			}
		}
		return null;
	}

	private boolean count(Connection connection, int open) {
		if (PeerAddress.isUnix(connection.remoteAddress())) {
			return true;
		}
		InetAddress host = connection.remoteAddress().getAddress();
		connection.countedHost(host);
		if (this.context.addressLimit().add(host)) {
			return true;
		}
		this.counters.countShed(ShedReason.TOO_MANY_FROM_ADDRESS);
		reject(connection, open, "There are too many connections from this address.");
		return false;
	}

	private boolean isProxied(InetSocketAddress peer) {
		Predicate<InetSocketAddress> proxies = this.listener.proxyProtocolFrom();
		return proxies != null && proxies.test(peer);
	}

	/** A verifier that fails has not said yes. */
	private boolean isWelcome(InetSocketAddress address) {
		try {
			Predicate<InetSocketAddress> verifier = this.loop.options().verifier();
			return verifier == null || verifier.test(address);
		}
		catch (RuntimeException ex) {
			logger.error("The connection verifier failed for {}; connection refused", address, ex);
			return false;
		}
	}

	private Connection register(SocketChannel channel, InetSocketAddress address) throws IOException {
		channel.configureBlocking(false);
		if (!this.unix) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		}
		SelectionKey key = channel.register(this.loop.selector(), SelectionKey.OP_READ);
		Connection connection = new Connection(this.loop, channel, key, address, this);
		key.attach(connection);
		return connection;
	}

	/** A polite response costs a connection for a while, so that too many get none. */
	private void reject(Connection connection, int open, String reason) {
		if (open > this.maxAnswered) {
			connection.close();
		}
		else {
			connection.reject(new HttpProblem(503, reason));
		}
	}

	String name() {
		return this.listener.name();
	}

	LoopListeners listeners() {
		return this.listeners;
	}

	EngineCounters counters() {
		return this.counters;
	}

	/** Whether its connections have no addresses. */
	boolean isUnix() {
		return this.unix;
	}

	List<ProtocolChoice> protocols() {
		return this.protocols;
	}

	/**
	 * Whether connections are to be encrypted, so that an unencrypted response means
	 * nothing.
	 */
	boolean encrypts() {
		return this.handshakes != null;
	}

	void leave(Connection connection) {
		this.listeners.closed();
		this.counters.connectionClosed();
		this.context.openConnections().decrementAndGet();
		InetAddress counted = connection.countedHost();
		if (counted != null) {
			this.context.addressLimit().remove(counted);
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
