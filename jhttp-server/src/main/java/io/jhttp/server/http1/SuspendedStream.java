package io.jhttp.server.http1;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jhttp.server.exchange.Suspension;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.LoopOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exchange that no thread is busy with. The event loop has its connection, and takes
 * the steps that are left to it.
 *
 * <pre>
 *             suspend            the handler returns            END
 *   handler ─────────▶ steps wait ────────────────▶ steps are taken ────▶ next request
 *                           ▲                        │   ▲       │
 *                           │         socket is full ▼   │       │ RESUME
 *                           │                    steps wait      ▼
 *                           └──────────── suspend ──────────── worker
 * </pre>
 */
final class SuspendedStream implements Suspension {

	private static final Logger logger = LoggerFactory.getLogger(SuspendedStream.class);

	/** What the last step has decided. */
	private enum Decision {

		NONE, END, RESUME

	}

	private final Http1Stream stream;

	private final EventLoop loop;

	private final SuspensionSlot slot;

	private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

	/** Whether a task that looks at the steps has been left to the loop. */
	private final AtomicBoolean lookPending = new AtomicBoolean();

	private final CompletableFuture<Void> gone = new CompletableFuture<>();

	private final CompletableFuture<Void> stopping = new CompletableFuture<>();

	/** The loop's alone. */
	private Decision decision = Decision.NONE;

	SuspendedStream(Http1Stream stream, EventLoop loop, SuspensionSlot slot) {
		this.stream = stream;
		this.loop = loop;
		this.slot = slot;
	}

	@Override
	public void execute(Step step) {
		this.steps.add(step);
		if (!this.lookPending.get() && this.lookPending.compareAndSet(false, true)) {
			this.loop.execute(this::look);
		}
	}

	@Override
	public boolean isGone() {
		return this.gone.isDone();
	}

	@Override
	public void onGone(Runnable task) {
		this.gone.thenRunAsync(task, this.loop.workers()::executeAlways);
	}

	@Override
	public void onStop(Runnable task) {
		this.stopping.thenRunAsync(task, this.loop.workers()::executeAlways);
	}

	@Override
	public void end() {
		this.decision = Decision.END;
	}

	@Override
	public void resume(Runnable task) {
		this.stream.resume(task, this::gone);
		this.decision = Decision.RESUME;
	}

	// On the loop

	Http1Stream stream() {
		return this.stream;
	}

	private void look() {
		this.lookPending.set(false);
		if (this.slot.isCurrent(this) && !this.slot.hasPendingOutput()) {
			take();
		}
	}

	/** Takes steps until there is no more, the socket is full or the exchange goes on. */
	void take() {
		LoopOutput output = this.slot.openOutput();
		this.stream.writeTo(output);
		try {
			while (this.decision == Decision.NONE && !this.slot.hasPendingOutput()) {
				Step step = this.steps.poll();
				if (step == null) {
					break;
				}
				step.take();
			}
			output.flush();
		}
		catch (IOException ex) {
			this.slot.fail(ex);
			return;
		}
		catch (RuntimeException | Error ex) {
			logger.error("A step of an exchange failed", ex);
			this.slot.fail(new IOException(ex));
			return;
		}
		finally {
			this.stream.writeTo(null);
		}
		switch (this.decision) {
			case NONE -> this.slot.afterSteps();
			case END -> this.slot.end(this.stream);
			case RESUME -> this.slot.resume(this.stream);
		}
	}

	void gone() {
		this.gone.complete(null);
	}

	void stop() {
		this.stopping.complete(null);
	}

}
