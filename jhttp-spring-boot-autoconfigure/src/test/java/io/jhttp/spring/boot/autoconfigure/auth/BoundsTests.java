package io.jhttp.spring.boot.autoconfigure.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.auth.Verification.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WrongPasswords} and {@link KnownCredentials}: what they remember, and
 * for how long.
 */
class BoundsTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

	private final WrongPasswords wrong = new WrongPasswords(this.now::get);

	private final KnownCredentials known = new KnownCredentials(this.now::get);

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private static InetAddress address(String text) throws Exception {
		return InetAddress.getByName(text);
	}

	private static BasicCredentials credentials(String user, String password) {
		return new BasicCredentials(user, password.getBytes());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void addressWaitsAfterFiveWrongPasswordsAndTwiceAsLongAfterEachMore() throws Exception {
		InetAddress address = address("203.0.113.1");
		for (int i = 0; i < 4; i++) {
			this.wrong.add(address);
			assertThat(this.wrong.seconds(address)).isZero();
		}
		long[] expected = { 1, 2, 4, 8, 16, 32, 60, 60 };
		for (long seconds : expected) {
			this.wrong.add(address);
			assertThat(this.wrong.seconds(address)).isEqualTo(seconds);
			pass(Duration.ofSeconds(seconds).minusNanos(1));
			assertThat(this.wrong.seconds(address)).isOne();
			pass(Duration.ofNanos(1));
			assertThat(this.wrong.seconds(address)).isZero();
		}
		assertThat(this.wrong.seconds(address("203.0.113.2"))).isZero();
	}

	@Test
	void wrongPasswordsAreForgottenAfterAQuarterOfAnHour() throws Exception {
		InetAddress address = address("203.0.113.1");
		for (int i = 0; i < 10; i++) {
			this.wrong.add(address);
		}
		pass(Duration.ofMinutes(15).plusNanos(1));
		this.wrong.add(address);
		assertThat(this.wrong.seconds(address)).isZero();
	}

	@Test
	void addressesOfOneNetworkOfIpv6AreOne() throws Exception {
		for (int i = 0; i < 5; i++) {
			this.wrong.add(address("2001:db8:0:1::" + i));
		}
		assertThat(this.wrong.seconds(address("2001:db8:0:1:ffff::1"))).isOne();
		assertThat(this.wrong.seconds(address("2001:db8:0:2::1"))).isZero();
	}

	@Test
	void tenThousandAddressesAreRemembered() throws Exception {
		InetAddress first = address("203.0.113.1");
		for (int i = 0; i < 5; i++) {
			this.wrong.add(first);
		}
		for (int i = 0; i < 9_999; i++) {
			this.wrong.add(InetAddress.getByAddress(new byte[] { 10, 0, (byte) (i >> 8), (byte) i }));
		}
		assertThat(this.wrong.seconds(first)).isOne();
		for (int i = 0; i < 10_000; i++) {
			this.wrong.add(InetAddress.getByAddress(new byte[] { 10, 1, (byte) (i >> 8), (byte) i }));
		}
		assertThat(this.wrong.seconds(first)).isZero();
	}

	@Test
	void credentialsAreKnownForFiveMinutes() {
		this.known.add(credentials("ann", "secret"));
		pass(Duration.ofMinutes(5).minusNanos(1));
		assertThat(this.known.contains(credentials("ann", "secret"))).isTrue();
		assertThat(this.known.contains(credentials("ann", "Secret"))).isFalse();
		assertThat(this.known.contains(credentials("an", "nsecret"))).isFalse();
		pass(Duration.ofNanos(1));
		assertThat(this.known.contains(credentials("ann", "secret"))).isFalse();
	}

	/** So that some are left for requests that need no password. */
	@Test
	@Timeout(60)
	void fewWorkersWaitForOthersToVerifyAPassword() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		int turns = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
		CountDownLatch taken = new CountDownLatch(turns);
		AtomicBoolean blocked = new AtomicBoolean();
		// It is asked for while a password is verified, if one of the address was wrong.
		Verification verification = new Verification(new CurrentUsers(null, Users::new), 0, () -> {
			if (blocked.get()) {
				taken.countDown();
				await(release);
			}
			return this.now.get();
		});
		InetAddress address = address("203.0.113.1");
		assertThat(verification.verify(credentials("ann", "a"), address)).isEqualTo(Outcome.WRONG);
		blocked.set(true);
		ExecutorService workers = Executors.newFixedThreadPool(turns);
		try {
			for (int i = 0; i < turns; i++) {
				workers.submit(() -> verification.verify(credentials("ann", "a"), address));
			}
			taken.await();
			long start = System.nanoTime();
			assertThatExceptionOfType(HttpProblem.class)
				.isThrownBy(() -> verification.verify(credentials("ann", "a"), address("203.0.113.2")))
				.satisfies((problem) -> assertThat(problem.status()).isEqualTo(503));
			// Those that may wait have five seconds.
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
		}
		finally {
			release.countDown();
			workers.shutdown();
		}
	}

	@Test
	void thousandCredentialsAreKnown() {
		for (int i = 0; i <= 1000; i++) {
			this.known.add(credentials("ann" + i, "secret"));
		}
		assertThat(this.known.contains(credentials("ann0", "secret"))).isFalse();
		assertThat(this.known.contains(credentials("ann1", "secret"))).isTrue();
	}

}
