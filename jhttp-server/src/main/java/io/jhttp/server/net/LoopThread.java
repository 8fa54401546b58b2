package io.jhttp.server.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of an event loop, which makes the loop as well: what can fail for want of a
 * port or of descriptors is done before, and a start does not wait for the rest.
 */
final class LoopThread implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LoopThread.class);

	private final Engine engine;

	private final SelectionKey listening;

	private final Thread thread;

	private final CompletableFuture<EventLoop> made = new CompletableFuture<>();

	LoopThread(Engine engine, SelectionKey listening, String name) {
		this.engine = engine;
		this.listening = listening;
		this.thread = new Thread(this, name);
	}

	void start() {
		this.thread.start();
	}

	@Override
	public void run() {
		EventLoop loop;
		try {
			loop = this.engine.loop(this.listening);
		}
		catch (RuntimeException | Error ex) {
			logger.error("An event loop of the HTTP server could not be made; the server listens no more", ex);
			stopListening();
			this.made.cancel(false);
			return;
		}
		this.made.complete(loop);
		loop.run();
	}

	/** Clients that are refused look elsewhere; those that nobody accepts would wait. */
	private void stopListening() {
		try {
			this.listening.channel().close();
			this.listening.selector().close();
		}
		catch (IOException ex) {
			logger.error("Closing the listener failed", ex);
		}
	}

	CompletableFuture<Void> drain(long delayNanos) {
		return this.made.handle((loop, failure) -> loop)
			.thenCompose((loop) -> (loop != null) ? loop.drain(delayNanos) : CompletableFuture.completedFuture(null));
	}

	void stop() {
		this.made.thenAccept(EventLoop::stop);
	}

	void wakeUp() {
		this.made.thenAccept(EventLoop::wakeUp);
	}

	/** Waits for the end of the loop, unless this is the loop. */
	void join() {
		boolean interrupted = false;
		while (this.thread.isAlive() && this.thread != Thread.currentThread()) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
