package io.jhttp.server.net;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of a listener, for those who count.
 */
public final class EngineCounters implements Counters {

	private final AtomicInteger openConnections = new AtomicInteger();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder arrived = new LongAdder();

	private final LongAdder ended = new LongAdder();

	private final AtomicInteger queued = new AtomicInteger();

	private final LongAdder refused = new LongAdder();

	private final LongAdder[] shed = adders(ShedReason.values().length);

	private final LongAdder streamsOpened = new LongAdder();

	private final LongAdder streamsEnded = new LongAdder();

	private final LongAdder[] streamsReset = adders(StreamReset.values().length);

	private static LongAdder[] adders(int count) {
		LongAdder[] adders = new LongAdder[count];
		Arrays.setAll(adders, (i) -> new LongAdder());
		return adders;
	}

	void connectionOpened() {
		this.accepted.increment();
		this.openConnections.incrementAndGet();
	}

	void connectionClosed() {
		this.openConnections.decrementAndGet();
	}

	/**
	 * A request has arrived.
	 */
	public void requestArrived() {
		this.arrived.increment();
	}

	/**
	 * A request that arrived is over.
	 */
	public void requestEnded() {
		this.ended.increment();
	}

	/**
	 * A request waits for a worker.
	 */
	public void requestQueued() {
		this.queued.incrementAndGet();
	}

	/**
	 * A request that waited does so no more.
	 */
	public void requestStarted() {
		this.queued.decrementAndGet();
	}

	/**
	 * A request was refused before a handler saw it.
	 */
	public void requestRefused() {
		this.refused.increment();
	}

	/**
	 * A connection or a request was shed.
	 * @param reason why
	 */
	public void countShed(ShedReason reason) {
		this.shed[reason.ordinal()].increment();
	}

	/**
	 * A stream of HTTP/2 was opened.
	 */
	public void streamOpened() {
		this.streamsOpened.increment();
	}

	/**
	 * A stream that was opened has ended, and its handler has returned.
	 */
	public void streamEnded() {
		this.streamsEnded.increment();
	}

	/**
	 * A stream was reset.
	 * @param reason why
	 */
	public void streamReset(StreamReset reason) {
		this.streamsReset[reason.ordinal()].increment();
	}

	@Override
	public int openConnections() {
		return this.openConnections.get();
	}

	@Override
	public long activeRequests() {
		// In this order, a request that ends in between is not counted as negative.
		long ended = this.ended.sum();
		return this.arrived.sum() - ended;
	}

	@Override
	public int queuedRequests() {
		return this.queued.get();
	}

	@Override
	public long acceptedConnections() {
		return this.accepted.sum();
	}

	@Override
	public long requests() {
		return this.arrived.sum();
	}

	@Override
	public long refusedRequests() {
		return this.refused.sum();
	}

	@Override
	public long shed(ShedReason reason) {
		return this.shed[reason.ordinal()].sum();
	}

	@Override
	public long openStreams() {
		long ended = this.streamsEnded.sum();
		return this.streamsOpened.sum() - ended;
	}

	@Override
	public long streams() {
		return this.streamsOpened.sum();
	}

	@Override
	public long resetStreams(StreamReset reason) {
		return this.streamsReset[reason.ordinal()].sum();
	}

}
