package io.jhttp.server.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the event loops of an engine have in common; each part is safe for all of them.
 *
 * @param options what the engine was started with
 * @param buffers for workers
 * @param dateLine the current {@code Date} line
 * @param counters what the engine counts, of all listeners
 * @param openConnections how many there are, of all listeners
 * @param addressLimit connections by client address
 * @param workers the threads that run what may block
 * @param tls what encrypted connections share
 * @param acceptFailures tells of connections that cannot be accepted
 */
record EngineContext(EngineOptions options, DirectBuffers buffers, DateLine dateLine, Counters counters,
		AtomicInteger openConnections, AddressLimit addressLimit, Workers workers, TlsSupport tls,
		AcceptFailures acceptFailures) {
}
