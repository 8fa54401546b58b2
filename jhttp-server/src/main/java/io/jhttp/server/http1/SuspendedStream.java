package io.jhttp.server.http1;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jhttp.server.exchange.StepQueue;
import io.jhttp.server.exchange.WatchedSuspension;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.LoopOutput;
import io.jhttp.server.net.Patience;
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
 *
 * A step that reads is taken even while the socket is full.
 */
final class SuspendedStream extends WatchedSuspension {

	private static final Logger logger = LoggerFactory.getLogger(SuspendedStream.class);

	/** What the last step has decided. */
	private enum Decision {

		NONE, END, RESUME

	}

	/** Then other connections have their turn, and what was written leaves. */
	private static final int STEPS_PER_TURN = 64;

	private final Http1Stream stream;

	private final EventLoop loop;

	private final SuspensionSlot slot;

	private final StepQueue steps = new StepQueue();

	/** Whether a task that looks at the steps has been left to the loop. */
	private final AtomicBoolean lookPending = new AtomicBoolean();

	private final Patience patience = new Patience();

	/** The loop's alone. */
	private Decision decision = Decision.NONE;

	SuspendedStream(Http1Stream stream, EventLoop loop, SuspensionSlot slot) {
		super(loop.workers()::executeAlways);
		this.stream = stream;
		this.loop = loop;
		this.slot = slot;
	}

	@Override
	public void execute(Step step) {
		this.steps.add(step);
		expectLook();
	}

	@Override
	public void executeReading(Step step) {
		this.steps.addReading(step);
		expectLook();
	}

	private void expectLook() {
		if (!this.lookPending.get() && this.lookPending.compareAndSet(false, true)) {
			this.loop.execute(this::look);
		}
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

	/** How long content was waited for. */
	Patience patience() {
		return this.patience;
	}

	private void look() {
		this.lookPending.set(false);
		if (this.slot.isCurrent(this)) {
			take();
		}
	}

	/** Takes steps until there is no more, the socket is full or the exchange goes on. */
	void take() {
		boolean wasFull = this.slot.hasPendingOutput();
		LoopOutput output = this.slot.openOutput();
		this.stream.writeTo(output);
		try {
			// Steps that come meanwhile are seen here.
			this.lookPending.set(true);
			takeSteps();
			this.lookPending.set(false);
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
			case NONE -> this.slot.afterSteps(wasFull, this.steps);
			case END -> this.slot.end(this.stream);
			case RESUME -> this.slot.resume(this.stream);
		}
	}

	private void takeSteps() throws IOException {
		for (int taken = 0; this.decision == Decision.NONE && taken < STEPS_PER_TURN; taken++) {
			Step step = this.steps.next(this.slot.hasPendingOutput());
			if (step == null) {
				return;
			}
			step.take();
		}
	}

}
