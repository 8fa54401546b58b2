package io.jhttp.server.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The listeners of one event loop that stop together, and the end of their connections.
 */
final class LoopListeners {

	/** A request may be on its way when the server begins to stop. */
	static final long DRAIN_GRACE = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * <pre>
	 *  ALWAYS ──drain──▶ UNTIL (a delay is over) ──▶ NO_MORE
	 * </pre>
	 */
	private enum Accepting {

		ALWAYS, UNTIL, NO_MORE

	}

	private final Selector selector;

	private final Consumer<SelectionKey> ready;

	/** No list: each turn of the loop goes through them, and iterators take memory. */
	private Listening[] listeners = {};

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private int openConnections;

	private Accepting accepting = Accepting.ALWAYS;

	/** When they stop to accept, if they are to. */
	private long acceptsUntil;

	private long nextSweep;

	private volatile boolean draining;

	/**
	 * Creates listeners.
	 * @param selector of the loop
	 * @param ready takes each key that it has selected
	 */
	LoopListeners(Selector selector, Consumer<SelectionKey> ready) {
		this.selector = selector;
		this.ready = ready;
	}

	/** Before the loop begins. */
	void add(Listening listener) {
		this.listeners = Arrays.copyOf(this.listeners, this.listeners.length + 1);
		this.listeners[this.listeners.length - 1] = listener;
	}

	void opened() {
		this.openConnections++;
	}

	void closed() {
		this.openConnections--;
	}

	/** Whether connections end with their next response; true for ever from then on. */
	boolean isDraining() {
		return this.draining;
	}

	/** From any thread: what follows is up to the loop. */
	CompletableFuture<Void> announceDrain() {
		this.draining = true;
		return this.drained;
	}

	/** The shortest delay counts. */
	void drain(long until) {
		boolean sooner = this.accepting == Accepting.UNTIL && until - this.acceptsUntil < 0;
		if (sooner || this.accepting == Accepting.ALWAYS) {
			this.accepting = Accepting.UNTIL;
			this.acceptsUntil = until;
		}
	}

	/** Nanoseconds until {@link #onTime} has something to do. */
	long untilDue(long now) {
		long nanos = Long.MAX_VALUE;
		for (Listening listener : this.listeners) {
			nanos = Math.min(nanos, listener.untilDue(now));
		}
		if (this.accepting != Accepting.ALWAYS) {
			nanos = Math.min(nanos, ((this.accepting == Accepting.UNTIL) ? this.acceptsUntil : this.nextSweep) - now);
		}
		return nanos;
	}

	/** Does what is due. */
	void onTime(long now) throws IOException {
		for (Listening listener : this.listeners) {
			listener.onTime(now);
		}
		if (this.accepting == Accepting.UNTIL && now - this.acceptsUntil >= 0) {
			this.accepting = Accepting.NO_MORE;
			this.nextSweep = now + DRAIN_GRACE;
			leave();
		}
		if (this.accepting == Accepting.NO_MORE) {
			continueDraining(now);
		}
	}

	private void continueDraining(long now) {
		if (now - this.nextSweep >= 0) {
			this.nextSweep = now + DRAIN_GRACE / 2;
			forEachMember((member) -> member.guard(member::drain));
		}
		if (this.openConnections == 0) {
			this.drained.complete(null);
		}
	}

	/**
	 * The system goes on listening until the last selector has let go of a listener, and
	 * then resets connections that were not accepted. So the last loop closes it, after
	 * it has accepted all of them.
	 */
	private void leave() throws IOException {
		Arrays.stream(this.listeners).forEach(Listening::cancel);
		this.selector.selectNow(this.ready);
		Arrays.stream(this.listeners).forEach(Listening::leave);
	}

	private void forEachMember(Consumer<LoopMember> action) {
		for (SelectionKey key : List.copyOf(this.selector.keys())) {
			if (key.attachment() instanceof LoopMember member && member.listeners() == this) {
				action.accept(member);
			}
		}
	}

	/** Closes everything at once. */
	void close() {
		forEachMember((member) -> member.guard(member::close));
		Arrays.stream(this.listeners).forEach(Listening::close);
	}

	/** The loop has ended: there is nothing to wait for. */
	void terminated() {
		this.drained.complete(null);
	}

}
