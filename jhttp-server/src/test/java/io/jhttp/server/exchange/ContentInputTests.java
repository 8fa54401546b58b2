package io.jhttp.server.exchange;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for how content is read.
 */
class ContentInputTests {

	private static final int LENGTH = 20_000;

	private final List<Integer> asked = new ArrayList<>();

	private int sent;

	private boolean over;

	private final ContentInput input = new ContentInput(
			(HttpStream) Proxy.newProxyInstance(HttpStream.class.getClassLoader(), new Class<?>[] { HttpStream.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "requireOpen" -> requireOpen();
						case "onEventLoop" -> false;
						case "available" -> LENGTH - this.sent;
						case "read" -> read((byte[]) arguments[0], (int) arguments[1], (int) arguments[2]);
						default -> throw new AssertionError(method);
					}));

	private Object requireOpen() {
		if (this.over) {
			throw new IllegalStateException("over");
		}
		return this;
	}

	private int read(byte[] target, int offset, int length) {
		requireOpen();
		this.asked.add(length);
		int count = Math.min(length, LENGTH - this.sent);
		for (int i = 0; i < count; i++) {
			target[offset + i] = (byte) this.sent++;
		}
		return (count > 0) ? count : -1;
	}

	@Test
	void singleBytesAreNotAskedForOneByOne() throws IOException {
		for (int i = 0; i < LENGTH; i++) {
			assertThat(this.input.read()).isEqualTo(i & 0xff);
		}
		assertThat(this.asked).containsExactly(8192, 8192, 8192);
		assertThat(this.input.read()).isEqualTo(-1);
	}

	@Test
	void manyBytesGoWhereTheyBelongAtOnce() throws IOException {
		assertThat(this.input.read(new byte[100])).isEqualTo(100);
		assertThat(this.asked).containsExactly(100);
	}

	@Test
	void bothWaysOfReadingTakeTurns() throws IOException {
		assertThat(this.input.read()).isZero();
		assertThat(this.input.available()).isEqualTo(LENGTH - 1);
		assertThat(this.input.readNBytes(10)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
		assertThat(this.input.read()).isEqualTo(11);
		byte[] rest = this.input.readAllBytes();
		assertThat(rest).hasSize(LENGTH - 12);
		assertThat(rest[0]).isEqualTo((byte) 12);
		assertThat(rest[rest.length - 1]).isEqualTo((byte) (LENGTH - 1));
		assertThat(this.input.read()).isEqualTo(-1);
	}

	@Test
	void whatHasComeIsRefusedOnceTheExchangeIsOver() throws IOException {
		assertThat(this.input.read()).isZero();
		this.over = true;
		assertThatIllegalStateException().isThrownBy(this.input::read);
		assertThatIllegalStateException().isThrownBy(() -> this.input.read(new byte[1]));
		this.over = false;
		assertThat(this.input.read()).isEqualTo(1);
	}

}
