package io.jhttp.server.framed;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jhttp.server.exchange.Suspension;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that no thread is busy with.
 */
final class FramedSuspension implements Suspension {

	private final FramedStream stream;

	private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Void> gone = new CompletableFuture<>();

	private final CompletableFuture<Void> stopping = new CompletableFuture<>();

	private boolean ended;

	private @Nullable Runnable resumed;

	FramedSuspension(FramedStream stream) {
		this.stream = stream;
	}

	@Override
	public void execute(Step step) {
		this.steps.add(step);
		this.stream.connectionOf().expectTurn();
	}

	/** On the loop: takes the steps that there is room for. */
	void take() throws IOException {
		while (!isDecided() && this.stream.isWritable()) {
			Step step = this.steps.poll();
			if (step == null) {
				return;
			}
			step.take();
		}
	}

	boolean isDecided() {
		return this.ended || this.resumed != null;
	}

	@Nullable Runnable resumed() {
		return this.resumed;
	}

	@Override
	public void end() {
		this.ended = true;
	}

	@Override
	public void resume(Runnable task) {
		this.resumed = task;
	}

	void gone() {
		this.gone.complete(null);
	}

	void stop() {
		this.stopping.complete(null);
	}

	@Override
	public boolean isGone() {
		return this.gone.isDone();
	}

	@Override
	public void onGone(Runnable task) {
		this.gone.thenRunAsync(task, this.stream.connectionOf().loop().workers()::executeAlways);
	}

	@Override
	public void onStop(Runnable task) {
		this.stopping.thenRunAsync(task, this.stream.connectionOf().loop().workers()::executeAlways);
	}

}
