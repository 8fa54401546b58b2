package io.jhttp.server.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is started with.
 *
 * @param address where to listen; port 0 for any free one
 * @param reuseAddress whether the port can be had again while old connections time out
 * @param backlog connections that the kernel may hold until they are accepted
 * @param verifier says whether an address may connect, called on the event loops; or null
 * if each may
 * @param eventLoops number of event loops, at least one
 * @param headLimits bounds of request heads
 * @param version the highest version that is answered in, 1.0 or 1.1
 * @param http09 whether simple requests of HTTP/0.9 are answered
 * @param maxContent octets of content that a request may have
 * @param concurrentHandlers requests that may be with workers or wait for them
 * @param connectionLimits bounds of connections
 * @param timeouts how long to wait for clients
 * @param pace how slow clients may be
 * @param serverLine the {@code Server} line with its line end, empty for none
 * @param tls how connections are encrypted, or null if they are not
 * @param clock the engine's time
 * @param introducedBy whose connections begin with a header of the PROXY protocol, called
 * on the event loops; or null if none do
 * @param listening whether somebody wants to know how exchanges end
 */
public record EngineOptions(InetSocketAddress address, boolean reuseAddress, int backlog,
		@Nullable Predicate<InetSocketAddress> verifier, int eventLoops, HeadLimits headLimits, HttpVersion version,
		boolean http09, long maxContent, int concurrentHandlers, ConnectionLimits connectionLimits, Timeouts timeouts,
		Pace pace, byte[] serverLine, @Nullable TlsOptions tls, EngineClock clock,
		@Nullable Predicate<InetAddress> introducedBy, boolean listening) {

	int pipeliningDepth() {
		return this.connectionLimits.pipeliningDepth();
	}

	int requestsPerConnection() {
		return this.connectionLimits.requestsPerConnection();
	}

}
