package io.jhttp.spring.boot.autoconfigure.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.jhttp.server.http.HttpProblem;

/**
 * Verifies passwords, within bounds: bcrypt is slow by intent, so that few are compared
 * at the same time, some wait, and others are refused.
 */
final class Verification {

	/**
	 * What became of credentials.
	 */
	enum Outcome {

		RIGHT,

		WRONG,

		/** As too many wrong ones have come from the address. */
		NOT_LOOKED_AT

	}

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final CurrentUsers users;

	private final int waiting;

	private final LongSupplier clock;

	private volatile Passwords passwords;

	private final WrongPasswords wrong;

	private final Semaphore turns = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

	/**
	 * Creates a verification.
	 * @param waiting how many threads may wait for their turn, each of which keeps a
	 * worker from other requests
	 * @param clock nanoseconds since any time
	 */
	Verification(CurrentUsers users, int waiting, LongSupplier clock) {
		this.users = users;
		this.waiting = waiting;
		this.clock = clock;
		this.passwords = new Passwords(users.get(), new KnownCredentials(clock));
		this.wrong = new WrongPasswords(clock);
	}

	/**
	 * What is known of passwords, which ends when the users change: also for what is
	 * compared at that moment.
	 */
	private record Passwords(Users users, KnownCredentials known) {
	}

	private Passwords passwords() {
		Users users = this.users.get();
		Passwords passwords = this.passwords;
		if (passwords.users() != users) {
			passwords = new Passwords(users, new KnownCredentials(this.clock));
			this.passwords = passwords;
		}
		return passwords;
	}

	/** Whether they were right a short time ago; this does not block. */
	boolean isKnown(BasicCredentials credentials) {
		return passwords().known().contains(credentials);
	}

	/**
	 * How many seconds passwords of an address are not looked at; this does not block.
	 */
	long secondsToWait(InetAddress address) {
		return this.wrong.seconds(address);
	}

	/**
	 * Verifies credentials, which takes a while.
	 * @throws HttpProblem 503 if too many others are verified
	 */
	Outcome verify(BasicCredentials credentials, InetAddress address) throws InterruptedException {
		long patience = (this.turns.getQueueLength() < this.waiting) ? PATIENCE.toMillis() : 0;
		if (!this.turns.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
			throw HttpProblem.busy();
		}
		try {
			return compare(credentials, address);
		}
		finally {
			this.turns.release();
		}
	}

	/** While it waited, another request may have had the same, or too many wrong ones. */
	private Outcome compare(BasicCredentials credentials, InetAddress address) {
		Passwords passwords = passwords();
		if (passwords.known().contains(credentials)) {
			return Outcome.RIGHT;
		}
		if (secondsToWait(address) > 0) {
			return Outcome.NOT_LOOKED_AT;
		}
		if (passwords.users().verify(credentials.user(), credentials.password())) {
			passwords.known().add(credentials);
			return Outcome.RIGHT;
		}
		this.wrong.add(address);
		return Outcome.WRONG;
	}

}
