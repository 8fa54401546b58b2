package io.jhttp.server.http1;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.jhttp.server.exchange.ResponseOutcome;
import io.jhttp.server.net.EngineClock;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a response, once, when it has left or cannot. It belongs to the thread
 * that has the exchange.
 */
final class OutcomeReport {

	/** Has no listener. */
	static final OutcomeReport NONE = new OutcomeReport(EngineClock.SYSTEM, 0, null);

	private final EngineClock clock;

	private final long arrivedAt;

	/** Null once it was told. */
	private @Nullable Consumer<ResponseOutcome> listener;

	/** Bytes of the response that were written and are lost. */
	private long lostBytes;

	private @Nullable IOException loss;

	private int rejectedStatus;

	private long rejectedLength;

	/**
	 * Creates a report.
	 * @param arrivedAt when the request head was complete, in nanoseconds of the clock
	 * @param listener is told of the end, or null
	 */
	OutcomeReport(EngineClock clock, long arrivedAt, @Nullable Consumer<ResponseOutcome> listener) {
		this.clock = clock;
		this.arrivedAt = arrivedAt;
		this.listener = listener;
	}

	void lost(long bytes) {
		if (this.listener != null) {
			this.lostBytes = bytes;
		}
	}

	void lost(IOException reason) {
		if (this.listener != null) {
			this.loss = reason;
		}
	}

	/** The protocol has answered in place of a handler. */
	void rejected(int status, long length) {
		if (this.listener != null) {
			this.rejectedStatus = status;
			this.rejectedLength = length;
		}
	}

	/**
	 * The response has left, or has not.
	 * @param unsent bytes that the socket has not taken
	 * @param failure why, or null if it has left
	 * @param aborted whether its handler has aborted it
	 */
	void end(long unsent, @Nullable IOException failure, boolean aborted) {
		Consumer<ResponseOutcome> untold = this.listener;
		if (untold != null) {
			this.listener = null;
			long duration = Math.max(0, this.clock.nanoTime() - this.arrivedAt);
			long arrivalMillis = this.clock.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(duration);
			untold.accept(new ResponseOutcome(arrivalMillis, duration, unsent + this.lostBytes, this.rejectedStatus,
					this.rejectedLength, reason(failure, aborted)));
		}
	}

	private @Nullable IOException reason(@Nullable IOException failure, boolean aborted) {
		if (this.loss != null) {
			return this.loss;
		}
		return (failure == null && aborted)
				? new IOException("The response was given up before its content was complete") : failure;
	}

}
