package io.jhttp.server.net;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each client address has, if that is limited.
 */
final class AddressLimit {

	private final int most;

	private final ConcurrentHashMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

	/**
	 * Creates a limit.
	 * @param most connections of one address, 0 for any number
	 */
	AddressLimit(int most) {
		this.most = most;
	}

	/** Counts a connection, and tells whether its address may have it. */
	boolean add(InetAddress address) {
		return this.most == 0 || this.open.merge(address, 1, Integer::sum) <= this.most;
	}

	void remove(InetAddress address) {
		if (this.most > 0) {
			this.open.computeIfPresent(address, (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

}
