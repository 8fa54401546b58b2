package io.jhttp.server.net;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LoopThread}.
 */
@Timeout(30)
class LoopThreadTests {

	@Test
	void aLoopThatCannotBeMadeListensNoMoreAndNobodyWaitsForIt() throws Exception {
		Engine engine = open(null);
		engine.start();
		engine.checkDeadlines();
		engine.drain(Duration.ZERO).get(10, TimeUnit.SECONDS);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(engine).close());
		engine.close();
	}

	@Test
	void anEngineThatIsClosedAtOnceListensNoMore() throws Exception {
		Engine engine = open(timeouts());
		engine.start();
		engine.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(engine).close());
	}

	@Test
	void anEngineThatIsDrainedAtOnceListensNoMore() throws Exception {
		Engine engine = open(timeouts());
		engine.start();
		engine.drain(Duration.ZERO).get(10, TimeUnit.SECONDS);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(engine).close());
		engine.close();
	}

	@Test
	void aClientThatConnectsBeforeTheLoopIsMadeIsServed() throws Exception {
		Engine engine = open(timeouts());
		try (Socket early = connect(engine)) {
			early.setSoTimeout(10_000);
			early.getOutputStream().write("bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			engine.start();
			assertThat(new String(early.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 400");
		}
		finally {
			engine.close();
		}
	}

	private static Socket connect(Engine engine) throws Exception {
		return new Socket(InetAddress.getLoopbackAddress(), engine.address().getPort());
	}

	private static Timeouts timeouts() {
		Duration duration = Duration.ofSeconds(10);
		return new Timeouts(duration, duration, duration, duration, duration);
	}

	/** Without timeouts no loop can be made. */
	private static Engine open(Timeouts timeouts) throws Exception {
		EngineOptions options = new EngineOptions(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true, 16,
				null, 2, new HeadLimits(8192, 8192, 100), HttpVersion.HTTP_1_1, false, 1024, 1,
				new ConnectionLimits(16, 0, 100, 4), timeouts, new Pace(0, 0), new byte[0], null, EngineClock.SYSTEM,
				null, false);
		return Engine.open(options, Runnable::run, (exchange) -> {
			throw new IllegalStateException("No request is expected");
		});
	}

}
