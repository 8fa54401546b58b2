package io.jhttp.server.net;

import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What an engine is started with, whatever it listens on.
 *
 * @param reuseAddress whether a port can be bound again while old connections time out
 * @param backlog connections that the kernel may hold for a listener until they are
 * accepted
 * @param verifier says whether an address may connect, called on the event loops; or null
 * if each may
 * @param eventLoops number of event loops, at least one
 * @param concurrentHandlers requests that may be with workers or wait for them
 * @param connectionLimits bounds of connections
 * @param timeouts how long to wait for clients
 * @param pace how slow clients may be
 * @param clock the engine's time
 * @param channels makes selectors and channels
 */
public record EngineOptions(boolean reuseAddress, int backlog, @Nullable Predicate<InetSocketAddress> verifier,
		int eventLoops, int concurrentHandlers, ConnectionLimits connectionLimits, Timeouts timeouts, Pace pace,
		EngineClock clock, SelectorProvider channels) {

	/** Whether channels are sockets of the system. */
	boolean usesSockets() {
		return this.channels == SelectorProvider.provider();
	}

}
