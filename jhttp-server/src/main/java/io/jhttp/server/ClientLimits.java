package io.jhttp.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.PeerAddress;
import io.jhttp.server.net.ShedReason;

/**
 * All limits for each client.
 */
final class ClientLimits {

	private final List<Limited> limits = new ArrayList<>();

	private final EngineClock clock;

	private final BiConsumer<String, ShedReason> counter;

	/**
	 * A limit, and what its clients have used up.
	 */
	private record Limited(ClientLimit limit, ClientTable clients) {
	}

	/**
	 * Creates limits.
	 * @param counter told of each request that is refused, with the name of its listener
	 */
	ClientLimits(List<ClientLimit> limits, EngineClock clock, BiConsumer<String, ShedReason> counter) {
		this.clock = clock;
		this.counter = counter;
		limits.forEach((limit) -> this.limits.add(new Limited(limit, new ClientTable(limit, clock.nanoTime()))));
	}

	/**
	 * Counts a request, on the event loop and before its handler.
	 * @return 0 if its client may have it; otherwise the seconds after which it may try
	 * again
	 */
	long admit(HttpExchange exchange) {
		InetSocketAddress address = exchange.request().remoteAddress();
		return PeerAddress.isUnix(address) ? 0 : admit(exchange, ClientTable.client(address.getAddress()));
	}

	private long admit(HttpExchange exchange, long client) {
		List<ClientTable> entered = List.of();
		for (Limited each : this.limits) {
			if (!each.limit().appliesTo().test(exchange.request())) {
				continue;
			}
			long wait = each.clients().enter(client, this.clock.nanoTime());
			if (wait != 0) {
				leave(entered, client);
				this.counter.accept(exchange.request().listener(),
						(wait == ClientTable.TOO_MANY) ? ShedReason.CLIENT_CONCURRENCY : ShedReason.CLIENT_RATE);
				return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait + TimeUnit.SECONDS.toNanos(1) - 1));
			}
			if (each.limit().concurrentRequests() > 0) {
				entered = with(entered, each.clients());
			}
		}
		if (!entered.isEmpty()) {
			List<ClientTable> all = entered;
			exchange.onEnd((ended) -> leave(all, client));
		}
		return 0;
	}

	private static List<ClientTable> with(List<ClientTable> tables, ClientTable one) {
		if (tables.isEmpty()) {
			return List.of(one);
		}
		List<ClientTable> all = new ArrayList<>(tables);
		all.add(one);
		return all;
	}

	private static void leave(List<ClientTable> tables, long client) {
		tables.forEach((table) -> table.leave(client));
	}

}
