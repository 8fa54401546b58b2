package io.jhttp.server.net;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exchange that no thread is busy with. The event loop has its connection; whoever
 * wants to write, from any thread, leaves steps to it, which it takes in order.
 *
 * <pre>
 *             hold                returned                  end
 *   handler ────────▶ steps wait ──────────▶ steps are taken ────▶ next request
 *                                              │    ▲  ▲
 *                            socket is full    ▼    │  │ hold
 *                                        steps wait ┘  │
 *                                              resume ─┴──▶ worker
 * </pre>
 *
 * Steps wait as well while the client has not taken what earlier ones wrote.
 */
public final class HeldExchange {

	private static final Logger logger = LoggerFactory.getLogger(HeldExchange.class);

	private final Exchange exchange;

	private final Connection connection;

	private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

	/** Whether the loop has been asked to look at the steps. */
	private final AtomicBoolean expected = new AtomicBoolean();

	private final CompletableFuture<Void> gone = new CompletableFuture<>();

	private final CompletableFuture<Void> stopping = new CompletableFuture<>();

	/** What the last step has decided; the loop's alone. */
	private @Nullable Runnable end;

	HeldExchange(Exchange exchange, Connection connection) {
		this.exchange = exchange;
		this.connection = connection;
	}

	/**
	 * Writes a piece of the answer, or ends the exchange. It runs on the event loop and
	 * must not block: what the socket does not take waits.
	 */
	@FunctionalInterface
	public interface Step {

		/**
		 * Takes the step.
		 * @throws IOException if the client is gone, or the answer cannot be finished:
		 * the connection is cut
		 */
		void take() throws IOException;

	}

	/**
	 * Leaves a step to the event loop, from any thread.
	 * @param step is not taken if the client is gone before its turn
	 */
	public void execute(Step step) {
		this.steps.add(step);
		if (!this.expected.get() && this.expected.compareAndSet(false, true)) {
			this.connection.loop().execute(this::takeExpected);
		}
	}

	/**
	 * Whether the exchange can do nothing any more but end.
	 * @return true at the latest when a task runs that {@link #onGone} has got
	 */
	public boolean isGone() {
		return this.gone.isDone();
	}

	/**
	 * Runs a task, on a worker, when the client has closed its side of the connection, or
	 * the server has closed all of it. Input of a client that pipelines hides the first.
	 * @param task what to run; at once if that has happened
	 */
	public void onGone(Runnable task) {
		this.gone.thenRunAsync(task, this.connection.loop()::executeAfterEnd);
	}

	/**
	 * Runs a task, on a worker, when the server waits for this exchange to end, because
	 * it is being stopped.
	 * @param task what to run; at once if that has happened
	 */
	public void onStop(Runnable task) {
		this.stopping.thenRunAsync(task, this.connection.loop()::executeAfterEnd);
	}

	/**
	 * In a step: the answer is complete, or given up.
	 */
	public void end() {
		this.end = () -> this.connection.endHeld(this.exchange);
	}

	/**
	 * In a step: the exchange goes on on a worker.
	 * @param task what the worker does; it must not throw
	 */
	public void resume(Runnable task) {
		this.end = () -> {
			this.exchange.resume(task);
			this.connection.resumeHeld(this.exchange);
		};
	}

	// On the loop

	Exchange exchange() {
		return this.exchange;
	}

	private void takeExpected() {
		this.expected.set(false);
		if (this.connection.isHeldBy(this) && !this.connection.hasPendingOutput()) {
			take();
		}
	}

	/** Takes steps until there is no more, the socket is full or the exchange goes on. */
	void take() {
		LoopOutput output = this.connection.loop().output();
		output.open(this.connection);
		this.exchange.borrow(output);
		try {
			while (this.end == null && !this.connection.hasPendingOutput()) {
				Step step = this.steps.poll();
				if (step == null) {
					break;
				}
				step.take();
			}
			output.flush();
		}
		catch (IOException ex) {
			this.connection.giveUp(ex);
			return;
		}
		catch (RuntimeException | Error ex) {
			logger.error("A step of an exchange failed", ex);
			this.connection.close();
			return;
		}
		finally {
			this.exchange.borrow(null);
		}
		Runnable end = this.end;
		if (end != null) {
			end.run();
		}
		else {
			this.connection.afterSteps();
		}
	}

	void gone() {
		this.gone.complete(null);
	}

	void stop() {
		this.stopping.complete(null);
	}

}
