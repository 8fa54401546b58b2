package io.jhttp.server.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Where an engine listens, and what is spoken there.
 *
 * @param name what messages, counters and requests call it
 * @param address where it listens
 * @param tls how its connections are encrypted, or null if they are not
 * @param proxyProtocolFrom whose connections begin with a header of the PROXY protocol,
 * called on the event loops; or null if none do
 * @param protocols what its connections can speak; the last one takes what no other does
 * @param stopsLast whether it goes on while the connections of other listeners drain, and
 * has room when they have none
 */
public record Listener(String name, ListenerAddress address, @Nullable TlsOptions tls,
		@Nullable Predicate<InetSocketAddress> proxyProtocolFrom, List<Protocol> protocols, boolean stopsLast) {
}
