package io.jhttp.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.jhttp.server.exchange.Suspension;

/**
 * An exchange that stays open without a thread: its handler has returned, and its
 * response comes later, from whichever thread has it. Either a handler
 * {@linkplain #resume goes on} on a worker, or content is {@linkplain #send sent} bit by
 * bit and then {@linkplain #complete completed}. The methods may be called by any thread
 * at any time, also before the handler has returned.
 *
 * @see HttpExchange#detach()
 */
public final class AsyncExchange {

	private final HttpExchange exchange;

	private final Suspension suspension;

	/** Resumed, completed or aborted: the first of these counts. */
	private final AtomicBoolean decided = new AtomicBoolean();

	private final AtomicLong unsent = new AtomicLong();

	AsyncExchange(HttpExchange exchange, Suspension suspension) {
		this.exchange = exchange;
		this.suspension = suspension;
	}

	/**
	 * Goes on with a handler, on a worker. What has been sent before is before its
	 * response.
	 * @param handler may answer, or detach the exchange again
	 * @return false if the exchange has ended, or has been resumed, and nothing is done
	 */
	public boolean resume(HttpHandler handler) {
		if (!decide()) {
			return false;
		}
		this.suspension.execute(() -> this.exchange.resume(this.suspension, handler));
		return true;
	}

	/**
	 * Sends a piece of content, and does not wait for the client to take it: the caller
	 * has to look at {@link #unsent}. The head of the response must have left, such as by
	 * {@code response().output().flush()}.
	 * @param content bytes that do not change any more
	 * @return false if the exchange has ended, or has been resumed, and nothing is done
	 * @throws IllegalStateException if the head has not left yet
	 */
	public boolean send(byte[] content) {
		if (isOver()) {
			return false;
		}
		if (!this.exchange.response().hasLeft()) {
			throw new IllegalStateException("The head of the response must have left before content is sent");
		}
		this.unsent.addAndGet(content.length);
		this.suspension.execute(() -> {
			this.unsent.addAndGet(-content.length);
			this.exchange.response().write(content);
		});
		return true;
	}

	/**
	 * How much content waits for the client to take what was sent before it. The last 64
	 * KiB or so are not counted: the system has them, or is about to.
	 * @return a number of bytes
	 */
	public long unsent() {
		return this.unsent.get();
	}

	/**
	 * Completes the response, after what has been sent.
	 * @return false if the exchange has ended, or has been resumed, and nothing is done
	 */
	public boolean complete() {
		if (!decide()) {
			return false;
		}
		this.suspension.execute(() -> {
			this.exchange.response().complete();
			this.suspension.end();
		});
		return true;
	}

	/**
	 * Ends the response so that the client sees that it is not complete: the connection
	 * is closed, after what has been sent.
	 * @return false if the exchange has ended, or has been resumed, and nothing is done
	 */
	public boolean abort() {
		if (!decide()) {
			return false;
		}
		this.suspension.execute(() -> {
			this.exchange.stream().abort();
			this.suspension.end();
		});
		return true;
	}

	/**
	 * Whether nothing can be done any more.
	 * @return true if it was resumed, completed or aborted, or the client is gone
	 */
	public boolean isOver() {
		return this.suspension.isGone() || this.decided.get();
	}

	/**
	 * Runs a task, on a worker, when the client has left before the response was
	 * complete, the server has aborted it, or its handler has failed. A client that has
	 * closed its side of the connection counts as gone, unless it has sent another
	 * request already.
	 * @param task what to run; it may block
	 */
	public void onGone(Runnable task) {
		this.suspension.onGone(this.exchange.scoped(task));
	}

	/**
	 * Runs a task, on a worker, when the server is being stopped, and waits for this
	 * exchange: what has no end by itself should be completed then.
	 * @param task what to run; it may block
	 */
	public void onServerStop(Runnable task) {
		this.suspension.onStop(this.exchange.scoped(task));
	}

	private boolean decide() {
		return !this.suspension.isGone() && this.decided.compareAndSet(false, true);
	}

}
