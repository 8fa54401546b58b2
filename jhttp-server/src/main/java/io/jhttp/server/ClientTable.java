package io.jhttp.server;

import java.net.InetAddress;
import java.security.SecureRandom;

/**
 * What the clients of one limit have used up. It has a fixed size, whichever clients
 * come: one has one of eight places, which no client can know, and takes the one whose
 * owner has the least to pay back. Mostly that is nothing at all. A lock is shared by the
 * clients of some places only, and held for some comparisons.
 * <p>
 * A rate is kept as one number for each client (the generic cell rate algorithm): the
 * time when all that it has asked for is paid back.
 */
final class ClientTable {

	/** They take 2.6 MB. */
	static final int PLACES = 1 << 17;

	private static final int WAYS = 8;

	private static final int LOCKS = 512;

	private static final double NANOS_PER_SECOND = 1e9;

	/** Addresses of IPv4, among multicast prefixes of IPv6, which no client has. */
	private static final long IPV4 = 0xffff_ffff_0000_0000L;

	/** The result if there are too many requests at the same time. */
	static final long TOO_MANY = -1;

	private final long seed = new SecureRandom().nextLong();

	private final long origin;

	/** Between two requests, in the long run; 0 for any rate. */
	private final long interval;

	/** How much may be owed. */
	private final long tolerance;

	private final int concurrent;

	private final long[] clients = new long[PLACES];

	/** When each owes nothing any more. */
	private final long[] paidBack = new long[PLACES];

	/** How many requests each has that are not answered yet. */
	private final int[] running = new int[PLACES];

	private final Object[] locks = new Object[LOCKS];

	/**
	 * Creates an empty table.
	 * @param now nanoseconds of the clock that {@link #enter} is told
	 */
	ClientTable(ClientLimit limit, long now) {
		this.origin = now;
		this.interval = (limit.requestsPerSecond() == 0) ? 0
				: Math.max(1, Math.round(NANOS_PER_SECOND / limit.requestsPerSecond()));
		this.tolerance = this.interval * (limit.burst() - 1);
		this.concurrent = limit.concurrentRequests();
		for (int i = 0; i < LOCKS; i++) {
			this.locks[i] = new Object();
		}
	}

	/** What an address counts as. */
	static long client(InetAddress address) {
		byte[] bytes = address.getAddress();
		long client = 0;
		for (int i = 0; i < Math.min(8, bytes.length); i++) {
			client = client << 8 | (bytes[i] & 0xff);
		}
		return (bytes.length == 4) ? IPV4 | client : client;
	}

	/** The first of the places that a client may have. */
	private int first(long client) {
		long mixed = (client ^ this.seed) * 0x9e3779b97f4a7c15L;
		mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
		return (int) (mixed ^ mixed >>> 32) & (PLACES - WAYS);
	}

	private Object lock(int first) {
		return this.locks[first / WAYS % LOCKS];
	}

	/**
	 * Counts a request.
	 * @return 0 if the client may have it; otherwise the nanoseconds until it may have
	 * another one, or {@link #TOO_MANY}
	 */
	long enter(long client, long time) {
		long now = time - this.origin;
		int first = first(client);
		synchronized (lock(first)) {
			int place = find(first, client);
			if (place < 0) {
				place = replace(first, client, now);
			}
			return (place < 0) ? 0 : enterAt(place, now);
		}
	}

	private long enterAt(int place, long now) {
		if (this.concurrent > 0 && this.running[place] >= this.concurrent) {
			return TOO_MANY;
		}
		long due = Math.max(this.paidBack[place], now);
		if (due - now > this.tolerance) {
			return due - now - this.tolerance;
		}
		this.paidBack[place] = due + this.interval;
		if (this.concurrent > 0) {
			this.running[place]++;
		}
		return 0;
	}

	/** A request is over that was counted as concurrent. */
	void leave(long client) {
		int first = first(client);
		synchronized (lock(first)) {
			int place = find(first, client);
			if (place >= 0 && this.running[place] > 0) {
				this.running[place]--;
			}
		}
	}

	/** A free place has no owner that could be confused: it owes nothing. */
	private int find(int first, long client) {
		for (int place = first; place < first + WAYS; place++) {
			if (this.clients[place] == client) {
				return place;
			}
		}
		return -1;
	}

	/** If all have requests that are not answered, one more client is not counted. */
	private int replace(int first, long client, long now) {
		int cheapest = -1;
		for (int place = first; place < first + WAYS; place++) {
			if (this.running[place] == 0 && (cheapest < 0 || this.paidBack[place] < this.paidBack[cheapest])) {
				cheapest = place;
			}
		}
		if (cheapest >= 0) {
			this.clients[cheapest] = client;
			this.paidBack[cheapest] = now;
		}
		return cheapest;
	}

}
