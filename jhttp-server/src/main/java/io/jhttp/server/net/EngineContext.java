package io.jhttp.server.net;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What the event loops of an engine have in common; each part is safe for all of them.
 *
 * @param options what the engine was started with
 * @param buffers for workers
 * @param dateLine the current {@code Date} line
 * @param counters what the engine counts
 * @param addressLimit connections by client address
 * @param workers the threads that run what may block
 * @param tls what connections are encrypted with, or null if they are not
 * @param acceptingLoops how many loops still watch the listener
 * @param acceptFailures tells of connections that cannot be accepted
 */
record EngineContext(EngineOptions options, DirectBuffers buffers, DateLine dateLine, EngineCounters counters,
		AddressLimit addressLimit, Workers workers, @Nullable TlsSupport tls, AtomicInteger acceptingLoops,
		AcceptFailures acceptFailures) {
}
