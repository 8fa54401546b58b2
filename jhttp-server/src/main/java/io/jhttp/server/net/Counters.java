package io.jhttp.server.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the engine counts. Gauges go up and down with connections and requests, so that
 * they are zero again when everything is over; totals only go up.
 */
public final class Counters {

	private final AtomicInteger openConnections = new AtomicInteger();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder arrived = new LongAdder();

	private final LongAdder ended = new LongAdder();

	private final AtomicInteger queued = new AtomicInteger();

	private final LongAdder refused = new LongAdder();

	private final LongAdder[] shed = new LongAdder[ShedReason.values().length];

	Counters() {
		for (int i = 0; i < this.shed.length; i++) {
			this.shed[i] = new LongAdder();
		}
	}

	int connectionOpened() {
		this.accepted.increment();
		return this.openConnections.incrementAndGet();
	}

	void connectionClosed() {
		this.openConnections.decrementAndGet();
	}

	void requestArrived() {
		this.arrived.increment();
	}

	void requestEnded() {
		this.ended.increment();
	}

	void requestQueued() {
		this.queued.incrementAndGet();
	}

	void requestStarted() {
		this.queued.decrementAndGet();
	}

	void refused() {
		this.refused.increment();
	}

	void gaveUp(ShedReason reason) {
		this.shed[reason.ordinal()].increment();
	}

	/**
	 * Connections that are open, idle ones included.
	 * @return a number that goes up and down
	 */
	public int openConnections() {
		return this.openConnections.get();
	}

	/**
	 * Requests that have arrived and are not answered yet, queued ones included.
	 * @return a number that goes up and down
	 */
	public long activeRequests() {
		// In this order, a request that ends in between is not counted as negative.
		long ended = this.ended.sum();
		return this.arrived.sum() - ended;
	}

	/**
	 * Requests that wait for a worker.
	 * @return a number that goes up and down
	 */
	public int queuedRequests() {
		return this.queued.get();
	}

	/**
	 * Connections that were accepted since the start.
	 * @return a total
	 */
	public long acceptedConnections() {
		return this.accepted.sum();
	}

	/**
	 * Requests that arrived since the start.
	 * @return a total
	 */
	public long requests() {
		return this.arrived.sum();
	}

	/**
	 * Requests that were refused before a handler saw them: malformed, late or too many.
	 * @return a total
	 */
	public long refusedRequests() {
		return this.refused.sum();
	}

	/**
	 * Connections and requests that were given up.
	 * @param reason why
	 * @return a total
	 */
	public long shed(ShedReason reason) {
		return this.shed[reason.ordinal()].sum();
	}

}
