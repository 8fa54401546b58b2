package io.jhttp.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.PeerAddress;
import io.jhttp.server.net.ShedReason;

/**
 * All limits for each client.
 */
final class ClientLimits {

	/** What a client is told that has asked for too much. */
	static final String REFUSAL = "There are too many requests of this client.";

	private final List<Limited> limits = new ArrayList<>();

	private final EngineClock clock;

	/** Unknown to clients, some of whom choose their names. */
	private final byte[] key = new byte[32];

	/**
	 * A limit, and what its clients have used up.
	 */
	private record Limited(ClientLimit limit, ClientTable clients) {
	}

	ClientLimits(List<ClientLimit> limits, EngineClock clock) {
		this.clock = clock;
		limits.forEach((limit) -> this.limits.add(new Limited(limit, new ClientTable(limit, clock.nanoTime()))));
		new SecureRandom().nextBytes(this.key);
	}

	/**
	 * Counts a request of an address, before its handler. It does not block.
	 * @return 0 if its client may have it; otherwise the seconds after which it may try
	 * again
	 */
	long admit(HttpExchange exchange) {
		InetSocketAddress address = exchange.request().remoteAddress();
		return PeerAddress.isUnix(address) ? 0 : admit(exchange, ClientTable.client(address.getAddress()));
	}

	/** The same for a user, whatever the address. */
	long admit(HttpExchange exchange, String user) {
		return admit(exchange, client(user));
	}

	private long client(String user) {
		try {
			MessageDigest hash = MessageDigest.getInstance("SHA-256");
			hash.update(this.key);
			return ByteBuffer.wrap(hash.digest(user.getBytes(StandardCharsets.UTF_8))).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
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
				exchange.countRefused(
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
