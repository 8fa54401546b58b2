package io.jhttp.server.net;

import java.net.InetSocketAddress;

import io.jhttp.server.http.HeadLimits;

/**
 * What an engine is started with.
 *
 * @param address where to listen; port 0 for any free one
 * @param backlog connections that the kernel may hold until they are accepted
 * @param eventLoops number of event loops, at least one
 * @param limits bounds of request heads
 * @param timeouts how long to wait for clients
 * @param serverField value of the {@code Server} field, empty for none
 * @param clock the engine's time
 */
public record EngineOptions(InetSocketAddress address, int backlog, int eventLoops, HeadLimits limits,
		Timeouts timeouts, String serverField, EngineClock clock) {
}
