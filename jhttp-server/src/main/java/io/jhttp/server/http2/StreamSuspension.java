package io.jhttp.server.http2;

import java.io.IOException;

import io.jhttp.server.exchange.StepQueue;
import io.jhttp.server.exchange.WatchedSuspension;
import io.jhttp.server.net.Workers;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that no thread is busy with. The loop takes the steps that are left to it,
 * those that write as long as there is room.
 */
final class StreamSuspension extends WatchedSuspension {

	private final Http2Stream stream;

	private final StepQueue steps = new StepQueue();

	// The loop's alone: what the last step has decided
	private boolean ended;

	private @Nullable Runnable resumed;

	StreamSuspension(Http2Stream stream, Workers workers) {
		super(workers::executeAlways);
		this.stream = stream;
	}

	@Override
	public void execute(Step step) {
		this.steps.add(step);
		this.stream.touch();
	}

	@Override
	public void executeReading(Step step) {
		this.steps.addReading(step);
		this.stream.touch();
	}

	@Override
	public void end() {
		this.ended = true;
	}

	@Override
	public void resume(Runnable task) {
		this.resumed = task;
	}

	// On the loop

	/**
	 * Takes steps.
	 * @return whether one of them has decided how the exchange goes on
	 */
	boolean take() throws IOException {
		while (!this.ended && this.resumed == null) {
			Step step = this.steps.next(!this.stream.isWritable());
			if (step == null) {
				return false;
			}
			step.take();
		}
		return this.ended || this.resumed != null;
	}

	/** What a worker is to do, or null if the exchange has ended. */
	@Nullable Runnable resumed() {
		return this.resumed;
	}

}
