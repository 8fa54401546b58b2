package io.jhttp.server.net;

/**
 * What the event loops of an engine have in common; each part is safe for all of them.
 *
 * @param buffers for workers
 * @param dateLine the current {@code Date} line
 * @param counters what the engine counts
 * @param addressLimit connections by client address
 */
record SharedState(DirectBuffers buffers, DateLine dateLine, Counters counters, AddressLimit addressLimit) {
}
