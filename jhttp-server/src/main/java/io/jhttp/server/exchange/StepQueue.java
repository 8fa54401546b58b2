package io.jhttp.server.exchange;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jhttp.server.exchange.Suspension.Step;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a suspended exchange, which any thread leaves to the event loop.
 */
public final class StepQueue {

	private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

	/** One that reads and does not write. */
	private volatile @Nullable Step reading;

	/**
	 * Adds a step.
	 * @param step to be taken after those that were added before
	 */
	public void add(Step step) {
		this.steps.add(step);
	}

	/**
	 * Adds a step that reads and does not write, if there is none.
	 * @param step to be taken before others
	 */
	public void addReading(Step step) {
		this.reading = step;
	}

	/**
	 * Whether there is a step.
	 * @param full whether none that writes is to be taken
	 * @return true if {@link #next} would have one
	 */
	public boolean hasNext(boolean full) {
		return this.reading != null || !(full || this.steps.isEmpty());
	}

	/**
	 * On the loop: takes the next step out.
	 * @param full whether none that writes is to be taken
	 * @return a step, or null if there is none
	 */
	public @Nullable Step next(boolean full) {
		Step step = this.reading;
		if (step != null) {
			this.reading = null;
			return step;
		}
		return full ? null : this.steps.poll();
	}

}
