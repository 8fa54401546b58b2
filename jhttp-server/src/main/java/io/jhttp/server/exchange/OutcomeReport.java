package io.jhttp.server.exchange;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What is told of a response, once, when it has left or cannot. It belongs to the thread
 * that has the exchange.
 */
public final class OutcomeReport {

	/** Has no listener. */
	public static final OutcomeReport NONE = new OutcomeReport(0, null);

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
	 * @param arrivedAt when the request head was complete, in nanoseconds
	 * @param listener is told of the end, or null
	 */
	public OutcomeReport(long arrivedAt, @Nullable Consumer<ResponseOutcome> listener) {
		this.arrivedAt = arrivedAt;
		this.listener = listener;
	}

	/**
	 * Some of what was written has been lost with the client.
	 * @param bytes of content
	 */
	public void lost(long bytes) {
		if (this.listener != null) {
			this.lostBytes = bytes;
		}
	}

	/**
	 * The response was lost.
	 * @param reason why
	 */
	public void lost(IOException reason) {
		if (this.listener != null) {
			this.loss = reason;
		}
	}

	/**
	 * The protocol has answered in place of a handler.
	 * @param status of the response
	 * @param length of its content, in bytes
	 */
	public void rejected(int status, long length) {
		if (this.listener != null) {
			this.rejectedStatus = status;
			this.rejectedLength = length;
		}
	}

	/**
	 * The response has left, or has not.
	 * @param now in nanoseconds, by the clock of the arrival
	 * @param nowMillis the same time, in milliseconds since 1970
	 * @param unsent bytes that the socket has not taken
	 * @param failure why, or null if it has left
	 * @param aborted whether its handler has aborted it
	 */
	public void end(long now, long nowMillis, long unsent, @Nullable IOException failure, boolean aborted) {
		Consumer<ResponseOutcome> untold = this.listener;
		if (untold != null) {
			this.listener = null;
			long duration = Math.max(0, now - this.arrivedAt);
			long arrivalMillis = nowMillis - TimeUnit.NANOSECONDS.toMillis(duration);
			untold.accept(new ResponseOutcome(arrivalMillis, duration, unsent + this.lostBytes, this.rejectedStatus,
					this.rejectedLength, reason(failure, aborted)));
		}
	}

	private @Nullable IOException reason(@Nullable IOException failure, boolean aborted) {
		if (this.loss != null) {
			return this.loss;
		}
		return (failure == null && aborted)
				? new IOException("The response was aborted before its content was complete") : failure;
	}

}
