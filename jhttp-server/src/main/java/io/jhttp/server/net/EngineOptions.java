package io.jhttp.server.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What an engine is started with.
 *
 * @param address where to listen; port 0 for any free one
 * @param family the family of the socket, or null for every one that the address has
 * @param reuseAddress whether the port can be had again while old connections time out
 * @param backlog connections that the kernel may hold until they are accepted
 * @param verifier says whether an address may connect, called on the event loops; or null
 * if each may
 * @param eventLoops number of event loops, at least one
 * @param concurrentHandlers requests that may be with workers or wait for them
 * @param connectionLimits bounds of connections
 * @param timeouts how long to wait for clients
 * @param pace how slow clients may be
 * @param tls how connections are encrypted, or null if they are not
 * @param clock the engine's time
 * @param proxyProtocolFrom whose connections begin with a header of the PROXY protocol,
 * called on the event loops; or null if none do
 */
public record EngineOptions(InetSocketAddress address, @Nullable ProtocolFamily family, boolean reuseAddress,
		int backlog, @Nullable Predicate<InetSocketAddress> verifier, int eventLoops, int concurrentHandlers,
		ConnectionLimits connectionLimits, Timeouts timeouts, Pace pace, @Nullable TlsOptions tls, EngineClock clock,
		@Nullable Predicate<InetAddress> proxyProtocolFrom) {
}
