package io.jhttp.spring.boot.autoconfigure.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

	@Test
	void thousandCredentialsAreKnown() {
		for (int i = 0; i <= 1000; i++) {
			this.known.add(credentials("ann" + i, "secret"));
		}
		assertThat(this.known.contains(credentials("ann0", "secret"))).isFalse();
		assertThat(this.known.contains(credentials("ann1", "secret"))).isTrue();
	}

}
