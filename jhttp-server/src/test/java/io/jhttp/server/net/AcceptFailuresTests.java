package io.jhttp.server.net;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptFailuresTests {

	private static final String WORSE = "WARN Connections cannot be accepted at the moment: Too many open files";

	private static final String BETTER = "INFO Connections can be accepted again";

	private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptFailures.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final AcceptFailures failures = new AcceptFailures();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	private List<String> logged() {
		return this.appender.list.stream()
			.map((event) -> event.getLevel() + " " + event.getFormattedMessage())
			.toList();
	}

	private void fail(long seconds) {
		this.failures.failed(new IOException("Too many open files"), TimeUnit.SECONDS.toNanos(seconds));
	}

	private void recover(long seconds) {
		this.failures.recover(TimeUnit.SECONDS.toNanos(seconds));
	}

	@Test
	void aShortageIsToldOfOnceHoweverManyConnectionsItCosts() {
		for (int second = 0; second < 100; second++) {
			fail(second);
			recover(second);
		}
		assertThat(logged()).containsExactly(WORSE);
	}

	/** Accepting works in between, but not for long. */
	@Test
	void itIsOverWhenNothingHasFailedForTenSeconds() {
		fail(0);
		recover(9);
		fail(9);
		recover(18);
		assertThat(logged()).containsExactly(WORSE);
		recover(19);
		recover(20);
		assertThat(logged()).containsExactly(WORSE, BETTER);
		fail(21);
		assertThat(logged()).containsExactly(WORSE, BETTER, WORSE);
	}

	@Test
	void aLoopWakesUpToTellThatItIsOver() {
		assertThat(this.failures.untilRecovery(0)).isEqualTo(Long.MAX_VALUE);
		fail(5);
		assertThat(this.failures.untilRecovery(TimeUnit.SECONDS.toNanos(7))).isEqualTo(TimeUnit.SECONDS.toNanos(8));
		recover(15);
		assertThat(this.failures.untilRecovery(TimeUnit.SECONDS.toNanos(15))).isEqualTo(Long.MAX_VALUE);
	}

}
