package io.jhttp.server;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.jhttp.server.exchange.HttpStream;
import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.exchange.Suspension;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that stays open without a thread: its handler has returned, and its
 * response comes later, from whichever thread has it. Either a handler
 * {@linkplain #resume goes on} on a worker, or content is {@linkplain #send sent} bit by
 * bit and then {@linkplain #complete completed}, while content of the request can be
 * {@linkplain #receive received}. The methods may be called by any thread at any time,
 * also before the handler has returned.
 *
 * @see HttpExchange#detach()
 */
public final class AsyncExchange {

	/**
	 * A part of what is done with an exchange. It is called on the event loop, and must
	 * not block.
	 */
	@FunctionalInterface
	public interface Step {

		/**
		 * Takes the step.
		 * @param exchange the exchange, valid until this method returns
		 * @throws IOException if the client is gone: the connection is closed
		 */
		void take(HttpExchange exchange) throws IOException;

	}

	/**
	 * Is given content of a request. It is called on the event loop, and must not block.
	 */
	public interface ContentReceiver {

		/**
		 * Takes the next piece.
		 * @param content at least one byte, the receiver's own; null at the end
		 */
		void received(byte @Nullable [] content);

		/**
		 * No further content comes: it is malformed, too large or late.
		 * @param problem the response that the request deserves
		 */
		void failed(HttpProblem problem);

	}

	private static final int LARGEST_PIECE = 16 * 1024;

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
	 * Does something with the exchange. Steps are taken in order, and wait for the client
	 * to take what earlier ones wrote, so that a step is also how to learn that there is
	 * room for more. They do not wait for each other's flushes: what several steps write
	 * without waiting for anything may leave together.
	 * @param step what to do; it is not taken if the client is gone before its turn
	 * @return false if the exchange has ended, or has been resumed, and nothing is done
	 */
	public boolean execute(Step step) {
		if (isOver()) {
			return false;
		}
		this.suspension.execute(() -> step.take(this.exchange));
		return true;
	}

	/**
	 * Asks for the next piece of the content of the request. What is not asked for waits,
	 * and then the client does. A piece may come while the client does not take the
	 * response. Nothing is given any more once the exchange is over: {@link #onGone}
	 * tells that.
	 * @param receiver is given the piece, before it or another may ask for the next one
	 */
	public void receive(ContentReceiver receiver) {
		this.suspension.executeReading(() -> read(receiver));
	}

	private void read(ContentReceiver receiver) throws IOException {
		HttpStream stream = this.exchange.stream();
		byte[] content = null;
		try {
			int known = stream.available();
			byte[] target = new byte[(known > 0) ? Math.min(known, LARGEST_PIECE) : LARGEST_PIECE / 2];
			int count = stream.read(target, 0, target.length);
			if (count == 0) {
				stream.onReadable(() -> receive(receiver));
				return;
			}
			if (count > 0) {
				content = (count < target.length) ? Arrays.copyOf(target, count) : target;
			}
		}
		catch (RequestContentException ex) {
			receiver.failed(ex.problem());
			return;
		}
		receiver.received(content);
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
			this.exchange.response().write(ContentPart.of(content, 0, content.length));
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
