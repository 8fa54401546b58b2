package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * A result that tells when it is there: no thread waits for it.
 */
final class StageContent implements ReturnValue {

	private final ReturnValue content;

	private final Duration timeout;

	StageContent(ReturnValue content, Duration timeout) {
		this.content = content;
		this.timeout = timeout;
	}

	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws Exception {
		if (!(value instanceof CompletionStage<?> stage)) {
			this.content.write(null, exchange);
			return;
		}
		boolean here = !exchange.onEventLoop() || !this.content.mayBlock();
		CompletableFuture<?> there = here ? completed(stage) : null;
		if (there != null) {
			this.content.write(there.join(), exchange);
			return;
		}
		PendingResult.await(stage, this.content, this.timeout, exchange);
	}

	/** Subclasses may refuse to be asked, such as the JDK's own minimal stage. */
	private static @Nullable CompletableFuture<?> completed(CompletionStage<?> stage) {
		return (stage.getClass() == CompletableFuture.class && stage instanceof CompletableFuture<?> future
				&& future.isDone() && !future.isCompletedExceptionally()) ? future : null;
	}

	@Override
	public void discard(@Nullable Object value) {
		if (value instanceof CompletionStage<?> stage) {
			PendingResult.discard(stage, this.content);
		}
	}

	/** What blocks is written on a worker. */
	@Override
	public boolean mayBlock() {
		return false;
	}

	@Override
	public boolean isAsynchronous() {
		return true;
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.content.canWriteAs(mediaType);
	}

}
