package io.jhttp.server.net;

/**
 * A protocol that the connections of a loop can choose.
 *
 * @param protocol how it is recognized
 * @param opens begins it
 */
record ProtocolChoice(Protocol protocol, Protocol.LoopProtocol opens) {
}
