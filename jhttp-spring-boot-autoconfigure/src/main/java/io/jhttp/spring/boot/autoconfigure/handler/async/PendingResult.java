package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * An exchange without a thread that waits for a result: the first of result, timeout and
 * end of the connection counts.
 */
final class PendingResult {

	private static final Log logger = LogFactory.getLog(PendingResult.class);

	private final CompletionStage<?> stage;

	private final ReturnValue content;

	private final FailureResponse failures;

	private PendingResult(CompletionStage<?> stage, ReturnValue content, FailureResponse failures) {
		this.stage = stage;
		this.content = content;
		this.failures = failures;
	}

	/** Answers with the result, on a worker, when it is there. */
	static void await(CompletionStage<?> stage, ReturnValue content, Duration timeout, HttpExchange exchange) {
		PendingResult pending = new PendingResult(stage, content, AsyncResults.failures(exchange));
		AsyncExchange detached = exchange.detach();
		CompletableFuture<Void> timer = new CompletableFuture<Void>().completeOnTimeout(null, timeout.toNanos(),
				TimeUnit.NANOSECONDS);
		// Whatever depends on a result that is cancelled must not hold up other timers.
		timer.thenRunAsync(() -> {
			if (detached.resume((later) -> pending.answer(new AsyncRequestTimeoutException(), later))) {
				pending.discard();
			}
		});
		detached.onGone(() -> {
			timer.cancel(false);
			pending.discard();
		});
		stage.whenComplete((value, failure) -> {
			timer.cancel(false);
			detached.resume((later) -> pending.answer(value, failure, later));
		});
	}

	/**
	 * The client does not wait for it any more, also if it cannot be cancelled, and comes
	 * later.
	 */
	static void discard(CompletionStage<?> stage, ReturnValue content) {
		cancel(stage);
		stage.whenComplete((value, failure) -> content.discard(value));
	}

	private void discard() {
		discard(this.stage, this.content);
	}

	private void answer(@Nullable Object value, @Nullable Throwable failure, HttpExchange exchange) throws Exception {
		if (failure != null) {
			answer(unwrapped(failure), exchange);
			return;
		}
		try {
			this.content.write(value, exchange);
		}
		catch (Exception ex) {
			this.content.discard(value);
			answer(ex, exchange);
		}
	}

	private void answer(Throwable failure, HttpExchange exchange) throws Exception {
		if (failure instanceof Exception exception) {
			this.failures.answer(exception, exchange);
		}
		else if (failure instanceof Error error) {
			throw error;
		}
		else {
			throw new IllegalStateException(failure);
		}
	}

	static Throwable unwrapped(Throwable failure) {
		Throwable unwrapped = failure;
		while ((unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException)
				&& unwrapped.getCause() != null) {
			unwrapped = unwrapped.getCause();
		}
		return unwrapped;
	}

	private static void cancel(CompletionStage<?> stage) {
		try {
			Future<?> future = (stage instanceof Future<?> same) ? same : stage.toCompletableFuture();
			future.cancel(true);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("A result that no client waits for cannot be cancelled: " + ex.getMessage());
		}
	}

}
