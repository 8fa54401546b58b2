package io.jhttp.server.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A suspension that tells, once, that the client has gone, and that the server stops: who
 * asks too late is told at once.
 */
public abstract class WatchedSuspension implements Suspension {

	private final Executor executor;

	private final CompletableFuture<Void> gone = new CompletableFuture<>();

	private final CompletableFuture<Void> stopping = new CompletableFuture<>();

	/**
	 * Creates a suspension.
	 * @param executor runs what is told, as it may block
	 */
	protected WatchedSuspension(Executor executor) {
		this.executor = executor;
	}

	@Override
	public final boolean isGone() {
		return this.gone.isDone();
	}

	@Override
	public final void onGone(Runnable task) {
		this.gone.thenRunAsync(task, this.executor);
	}

	@Override
	public final void onStop(Runnable task) {
		this.stopping.thenRunAsync(task, this.executor);
	}

	/** The client has gone, or the exchange cannot go on. */
	public final void gone() {
		this.gone.complete(null);
	}

	/** The server stops. */
	public final void stop() {
		this.stopping.complete(null);
	}

}
