package io.jhttp.server.cgi;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of one script do not keep the thread that looks after all of them.
 */
class ScriptErrorsTests {

	@Test
	void theWatchDoesNotWaitForTheEndOfTheSource() throws Exception {
		CountDownLatch closing = new CountDownLatch(1);
		CountDownLatch looked = new CountDownLatch(1);
		InputStream source = new ByteArrayInputStream(new byte[0]) {

			@Override
			public void close() {
				closing.countDown();
				try {
					looked.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		};
		ScriptErrors errors = new ScriptErrors("x", source);
		Thread finisher = new Thread(errors::finish);
		finisher.start();
		closing.await();
		try {
			assertThat(CompletableFuture.runAsync(errors::take)).succeedsWithin(Duration.ofSeconds(10));
			assertThat(finisher.isAlive()).as("the source is still being closed").isTrue();
		}
		finally {
			looked.countDown();
			finisher.join();
		}
	}

}
