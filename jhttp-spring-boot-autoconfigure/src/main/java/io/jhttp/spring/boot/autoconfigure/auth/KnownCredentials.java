package io.jhttp.spring.boot.autoconfigure.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were verified a short time ago, so that not every request costs what
 * bcrypt does. They are hashed with a key that only this process has.
 */
final class KnownCredentials {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int MAX = 1000;

	private static final long VALIDITY = Duration.ofMinutes(5).toNanos();

	private final SecretKeySpec key;

	private final LongSupplier clock;

	/** When they were verified, the earliest first. */
	private final Map<ByteBuffer, Long> verified = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
			return size() > MAX;
		}

	};

	/**
	 * Creates a memory.
	 * @param clock nanoseconds since any time
	 */
	KnownCredentials(LongSupplier clock) {
		byte[] random = new byte[32];
		new SecureRandom().nextBytes(random);
		this.key = new SecretKeySpec(random, ALGORITHM);
		this.clock = clock;
	}

	/** There is no colon in a name. */
	private ByteBuffer hash(BasicCredentials credentials) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			mac.update(credentials.user().getBytes(StandardCharsets.UTF_8));
			mac.update((byte) ':');
			return ByteBuffer.wrap(mac.doFinal(credentials.password()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has " + ALGORITHM, ex);
		}
	}

	boolean contains(BasicCredentials credentials) {
		ByteBuffer hash = hash(credentials);
		synchronized (this.verified) {
			Long since = this.verified.get(hash);
			if (since != null && this.clock.getAsLong() - since >= VALIDITY) {
				this.verified.remove(hash);
				return false;
			}
			return since != null;
		}
	}

	void add(BasicCredentials credentials) {
		ByteBuffer hash = hash(credentials);
		synchronized (this.verified) {
			this.verified.remove(hash);
			this.verified.put(hash, this.clock.getAsLong());
		}
	}

}
