package io.jhttp.spring.boot.autoconfigure.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where wrong passwords have come from. After some of them, an address has to wait before
 * another password of it is looked at, each time twice as long as before.
 */
final class WrongPasswords {

	private static final int FREE = 5;

	private static final int MAX_ADDRESSES = 10_000;

	private static final long FIRST_WAIT = Duration.ofSeconds(1).toNanos();

	private static final long MAX_WAIT = Duration.ofMinutes(1).toNanos();

	private static final long MEMORY = Duration.ofMinutes(15).toNanos();

	/** A client with one address of IPv6 has those of its network as well. */
	private static final int IPV6_NETWORK_BYTES = 8;

	private final LongSupplier clock;

	/** By address, that of the longest silence first. */
	private final Map<ByteBuffer, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Failures> eldest) {
			return size() > MAX_ADDRESSES;
		}

	};

	/**
	 * Creates a memory.
	 * @param clock nanoseconds since any time
	 */
	WrongPasswords(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * What has come from an address.
	 *
	 * @param count how many wrong passwords
	 * @param last when the last one came
	 */
	private record Failures(int count, long last) {

		long nanos() {
			int doublings = Math.min(this.count - FREE, 30);
			return (doublings < 0) ? 0 : Math.min(FIRST_WAIT << doublings, MAX_WAIT);
		}

	}

	private static ByteBuffer key(InetAddress address) {
		byte[] bytes = address.getAddress();
		return ByteBuffer.wrap((address instanceof Inet6Address) ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
	}

	/** How many seconds an address has to wait, 0 if it need not. */
	synchronized long seconds(InetAddress address) {
		Failures failures = this.byAddress.get(key(address));
		long left = (failures != null) ? failures.nanos() - (this.clock.getAsLong() - failures.last()) : 0;
		return (left > 0) ? Duration.ofNanos(left - 1).toSeconds() + 1 : 0;
	}

	synchronized void add(InetAddress address) {
		long now = this.clock.getAsLong();
		ByteBuffer key = key(address);
		Failures before = this.byAddress.get(key);
		int count = (before == null || now - before.last() > MEMORY) ? 0 : before.count();
		this.byAddress.put(key, new Failures(count + 1, now));
	}

}
