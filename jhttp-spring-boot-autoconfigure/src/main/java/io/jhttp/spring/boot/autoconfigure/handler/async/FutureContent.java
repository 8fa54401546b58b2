package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * A result that does not tell when it is there: the worker of the method waits for it.
 */
final class FutureContent implements ReturnValue {

	private final ReturnValue content;

	private final Duration timeout;

	FutureContent(ReturnValue content, Duration timeout) {
		this.content = content;
		this.timeout = timeout;
	}

	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws Exception {
		this.content.write((value instanceof Future<?> future) ? get(future) : null, exchange);
	}

	@Override
	public void discard(@Nullable Object value) {
		if (value instanceof Future<?> future) {
			future.cancel(true);
		}
	}

	private @Nullable Object get(Future<?> future) throws Exception {
		try {
			return future.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			future.cancel(true);
			throw new AsyncRequestTimeoutException();
		}
		catch (ExecutionException ex) {
			Throwable cause = PendingResult.unwrapped(ex);
			if (cause instanceof Error error) {
				throw error;
			}
			throw (cause instanceof Exception exception) ? exception : ex;
		}
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.content.canWriteAs(mediaType);
	}

}
