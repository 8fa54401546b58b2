package io.jhttp.server.http2;

import java.io.IOException;

import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.Patience;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request, as far as it has come and was not read: a ring that is never
 * larger than the window that the client was told. The loop fills it, and the owner of
 * the exchange reads it.
 *
 * <pre>
 *              end received
 *   RECEIVING ─────────────▶ COMPLETE
 *      │  │ response complete
 *      │  └────────────────▶ DISCARDED: what comes still has to keep its bounds
 *      ▼ malformed, too much, too late, or the client is gone
 *   BROKEN
 * </pre>
 */
final class StreamInput {

	private enum Receiving {

		RECEIVING, COMPLETE, DISCARDED, BROKEN

	}

	/** A worker has something to do with so much. */
	private static final int ENOUGH = 16 * 1024;

	private static final byte[] NOTHING = {};

	private static final int FIRST_CAPACITY = 1024;

	/** What the client has declared, or -1. */
	private final long declared;

	/** Bytes of content that may be read; its reader can change that. */
	private long maxContent;

	private final ReceiveBudget budget;

	private Receiving receiving = Receiving.RECEIVING;

	private byte[] ring = NOTHING;

	private int first;

	private int count;

	private long received;

	/** What the client may still send. */
	private int window = FlowWindow.DEFAULT;

	/** How much it may send when nothing waits to be read. */
	private int windowSize = FlowWindow.DEFAULT;

	/** Bytes that were read, and that the client was not told of. */
	private int consumed;

	private @Nullable IOException failure;

	private @Nullable Runnable waiting;

	private final Patience patience = new Patience();

	/** Whether the client may be silent, as something else than a request goes on. */
	private boolean untimed;

	/**
	 * Creates an input.
	 * @param declared length of the content, or -1 if it is not known
	 * @param maxContent how many bytes may be read
	 * @param budget bounds what all streams of the connection keep
	 */
	StreamInput(long declared, long maxContent, ReceiveBudget budget) {
		this.declared = declared;
		this.maxContent = maxContent;
		this.budget = budget;
	}

	// On the loop

	/**
	 * Content has come.
	 * @param size what it takes of the window
	 * @param ends whether it is the last
	 */
	synchronized void receive(int stream, byte[] bytes, int from, int limit, int size, boolean ends)
			throws StreamError {
		if (size > this.window) {
			throw new StreamError(stream, ErrorCode.FLOW_CONTROL_ERROR, "A stream has more content than asked for");
		}
		int length = limit - from;
		this.window -= size;
		this.received += length;
		boolean wrong = this.declared >= 0
				&& (this.received > this.declared || (ends && this.received < this.declared));
		if (wrong) {
			throw new StreamError(stream, ErrorCode.PROTOCOL_ERROR, "The content is not as long as declared");
		}
		if (this.receiving == Receiving.RECEIVING) {
			this.consumed += size - length;
			keep(bytes, from, length);
		}
		if (ends && this.receiving == Receiving.RECEIVING) {
			this.receiving = Receiving.COMPLETE;
		}
	}

	private void keep(byte[] bytes, int from, int length) {
		if (length == 0) {
			return;
		}
		if (this.count + length > this.ring.length) {
			int capacity = Math.max(FIRST_CAPACITY, Math.max(2 * this.ring.length, this.count + length));
			byte[] larger = new byte[Math.min(capacity, Math.max(this.windowSize, this.count + length))];
			copy(larger, 0, this.count);
			this.ring = larger;
			this.first = 0;
		}
		int end = (this.first + this.count) % this.ring.length;
		int before = Math.min(length, this.ring.length - end);
		System.arraycopy(bytes, from, this.ring, end, before);
		System.arraycopy(bytes, from + before, this.ring, 0, length - before);
		this.count += length;
	}

	private void copy(byte[] target, int offset, int length) {
		int before = Math.min(length, this.ring.length - this.first);
		System.arraycopy(this.ring, this.first, target, offset, before);
		System.arraycopy(this.ring, 0, target, offset + before, length - before);
	}

	/** Nothing more can be read. */
	synchronized void fail(IOException reason) {
		if (this.failure == null && this.receiving != Receiving.DISCARDED) {
			this.receiving = Receiving.BROKEN;
			this.failure = reason;
			release();
		}
	}

	/**
	 * The response is complete, and no content is of interest any more.
	 * @return whether the client can send all of it without being asked for more
	 */
	synchronized boolean discard(long now) {
		this.receiving = Receiving.DISCARDED;
		this.patience.begin(now, this.received);
		release();
		return (this.declared < 0) ? !isExhausted() : this.declared - this.received <= this.window;
	}

	/** Whether the client would have to be asked for more of what is discarded. */
	synchronized boolean isExhausted() {
		return this.window < FlowWindow.DEFAULT / 2;
	}

	private void release() {
		this.ring = NOTHING;
		this.first = 0;
		this.count = 0;
		this.budget.giveBack(this.windowSize - FlowWindow.DEFAULT);
		this.windowSize = FlowWindow.DEFAULT;
	}

	/**
	 * How much more the client may be told to send. If a reader has to wait for it, the
	 * window was too small, and grows.
	 * @return 0 if it is not worth a frame yet
	 */
	synchronized int takeCredit() {
		if (this.receiving != Receiving.RECEIVING || this.consumed < this.windowSize / 2) {
			return 0;
		}
		int growth = (this.count == 0) ? this.budget.take(this.windowSize) : 0;
		int credit = this.consumed + growth;
		this.windowSize += growth;
		this.window += credit;
		this.consumed = 0;
		return credit;
	}

	/** Whether a worker would have something to do. */
	synchronized boolean isEnough() {
		return this.receiving != Receiving.RECEIVING || this.count >= Math.min(this.declared, ENOUGH);
	}

	/** What waits for something that is there now, once. */
	synchronized @Nullable Runnable takeWaiting(long now) {
		Runnable taken = isReadable() ? this.waiting : null;
		if (taken != null) {
			this.waiting = null;
			this.patience.end(now);
		}
		return taken;
	}

	/** A worker is not asked for before there is content. */
	synchronized void gather(long now) {
		this.patience.begin(now, this.received);
	}

	synchronized void gathered(long now) {
		this.patience.end(now);
	}

	/**
	 * Whether the client takes too long.
	 * @param impatient whether other requests wait for a worker that this one may have
	 */
	synchronized boolean isLate(long now, EngineOptions options, boolean impatient) {
		return this.patience.isOver(now, this.received, options.pace().content(), options.timeouts().body().toNanos())
				|| (impatient && this.patience.isWorkersOver(now));
	}

	// By the owner

	/** What follows is no content, and never late. */
	synchronized void upgrade() {
		this.maxContent = Long.MAX_VALUE;
		this.untimed = true;
	}

	synchronized void limit(long maxContent) {
		this.maxContent = maxContent;
	}

	/** Whether more has come, or is declared to come, than may be read. */
	synchronized boolean isTooLarge() {
		return Math.max(this.received, this.declared) > this.maxContent;
	}

	private boolean isReadable() {
		return this.count > 0 || this.receiving != Receiving.RECEIVING;
	}

	synchronized int read(byte[] target, int offset, int length) throws IOException {
		if (this.failure == null && isTooLarge()) {
			fail(new RequestContentException(RequestRules.contentTooLarge(this.maxContent)));
		}
		if (this.failure != null) {
			throw this.failure;
		}
		if (this.count == 0) {
			return isReadable() ? -1 : 0;
		}
		int taken = Math.min(length, this.count);
		copy(target, offset, taken);
		this.first = (this.first + taken) % this.ring.length;
		this.count -= taken;
		this.consumed += taken;
		if (this.count == 0 && this.receiving == Receiving.COMPLETE) {
			this.ring = NOTHING;
			this.first = 0;
		}
		return taken;
	}

	/** Whether the loop should look, as the client can be asked for more. */
	synchronized boolean isCreditDue() {
		return this.receiving == Receiving.RECEIVING && this.consumed >= this.windowSize / 2;
	}

	synchronized int available() {
		return this.count;
	}

	synchronized boolean isRead() {
		return this.count == 0 && this.receiving == Receiving.COMPLETE;
	}

	/** Tells once when there is something to read; the loop has to look. */
	synchronized void await(Runnable task, long now) {
		this.waiting = task;
		if (!this.untimed) {
			this.patience.begin(now, this.received);
		}
	}

}
