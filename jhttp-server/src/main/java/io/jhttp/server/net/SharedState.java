package io.jhttp.server.net;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What the event loops of an engine have in common; each part is safe for all of them.
 *
 * @param buffers for workers
 * @param dateLine the current {@code Date} line
 * @param counters what the engine counts
 * @param addressLimit connections by client address
 * @param workerRoom a permit for each request that is with a worker, or waits for one
 * @param tls what connections are encrypted with, or null if they are not
 * @param listening how many loops still watch the listener
 */
record SharedState(DirectBuffers buffers, DateLine dateLine, Counters counters, AddressLimit addressLimit,
		Semaphore workerRoom, @Nullable TlsSupport tls, AtomicInteger listening) {
}
