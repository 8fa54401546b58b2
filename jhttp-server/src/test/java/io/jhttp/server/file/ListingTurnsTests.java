package io.jhttp.server.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Few long listings at once.
 */
class ListingTurnsTests {

	private static final int LONG = ListingTurns.SHORT + 1;

	@Test
	void aLongListingIsRefusedIfThereIsNoRoomInTimeAndAShortOneIsNot() throws IOException {
		ListingTurns turns = new ListingTurns(1, Duration.ZERO);
		ListingTurns.Turn first = turns.turn();
		first.require(LONG);
		first.require(2 * LONG);
		turns.turn().require(ListingTurns.SHORT);
		assertThatIOException().isThrownBy(() -> turns.turn().require(LONG))
			.withMessage("Too many listings of more than 1000 entries are under way");
		first.close();
		first.close();
		ListingTurns.Turn next = turns.turn();
		next.require(LONG);
		assertThatIOException().isThrownBy(() -> turns.turn().require(LONG));
	}

	@Test
	void aLongListingWaitsForTheOneBefore() throws Exception {
		ListingTurns turns = new ListingTurns(1, Duration.ofMinutes(1));
		ListingTurns.Turn first = turns.turn();
		first.require(LONG);
		CompletableFuture<Void> second = waiting(turns);
		while (turns.waiting() == 0) {
			Thread.onSpinWait();
		}
		assertThat(second).isNotDone();
		first.close();
		second.get(30, TimeUnit.SECONDS);
	}

	@Test
	void sixteenWaitAndMoreAreRefusedAtOnce() throws Exception {
		ListingTurns turns = new ListingTurns(1, Duration.ofMinutes(1));
		ListingTurns.Turn first = turns.turn();
		first.require(LONG);
		List<CompletableFuture<Void>> others = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			others.add(waiting(turns));
		}
		while (turns.waiting() < 16) {
			Thread.onSpinWait();
		}
		assertThatIOException().isThrownBy(() -> turns.turn().require(LONG));
		first.close();
		for (CompletableFuture<Void> other : others) {
			other.get(30, TimeUnit.SECONDS);
		}
	}

	private static CompletableFuture<Void> waiting(ListingTurns turns) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try (ListingTurns.Turn turn = turns.turn()) {
				turn.require(LONG);
				done.complete(null);
			}
			catch (IOException ex) {
				done.completeExceptionally(new ExecutionException(ex));
			}
		});
		thread.start();
		return done;
	}

}
