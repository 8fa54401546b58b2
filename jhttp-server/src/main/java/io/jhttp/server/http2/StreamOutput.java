package io.jhttp.server.http2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.FileRegion;
import io.jhttp.server.net.Patience;
import org.jspecify.annotations.Nullable;

/**
 * The response of a stream, as far as it waits to be sent. The owner of the exchange adds
 * to it, and never touches the socket; the loop sends frame by frame, as the client's
 * windows and other streams let it.
 *
 * <pre>
 *         head           end
 *   INIT ──────▶ CONTENT ──▶ COMPLETE ──▶ SENT
 *     └─────────────┴── abort ──▶ ABORTED ──▶ SENT
 *   any ── the client is gone ──▶ BROKEN
 * </pre>
 */
final class StreamOutput {

	private enum Writing {

		INIT, CONTENT, COMPLETE, ABORTED, SENT, BROKEN

	}

	/** There is no frame at the moment. */
	static final int NOTHING = -1;

	/** The client has to open its windows first. */
	static final int BLOCKED = -2;

	/** As much is taken of a handler before it has to wait. */
	private static final int CAPACITY = 64 * 1024;

	/** A handler that waited goes on when no more than that is left. */
	private static final int LOW = CAPACITY / 2;

	private final int stream;

	private final ArrayDeque<OutgoingPart> parts = new ArrayDeque<>(4);

	private Writing writing = Writing.INIT;

	/** Whether the response to {@code HEAD}, or its status, has no content. */
	private boolean contentless;

	/** The response did not reach its end. */
	private boolean aborted;

	/** Bytes of content in the parts. */
	private long unsent;

	private long sent;

	private @Nullable IOException failure;

	private @Nullable Runnable waiting;

	private final Patience patience = new Patience();

	StreamOutput(int stream) {
		this.stream = stream;
	}

	// By the owner

	synchronized boolean isBegun() {
		return this.writing != Writing.INIT;
	}

	synchronized void interim(ResponseHead head) throws IOException {
		requirePresent();
		requireNotBegun();
		this.parts.add(new OutgoingPart.Head(head, -1));
	}

	synchronized void head(ResponseHead head, long length, boolean contentless) throws IOException {
		requirePresent();
		requireNotBegun();
		this.writing = Writing.CONTENT;
		this.contentless = contentless;
		this.parts.add(new OutgoingPart.Head(head, length));
	}

	private void requireNotBegun() {
		if (this.writing != Writing.INIT) {
			throw new IllegalStateException("The head of the response has left already");
		}
	}

	private void requirePresent() throws IOException {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	private void requireContent() throws IOException {
		requirePresent();
		if (this.writing != Writing.CONTENT || this.contentless) {
			throw new IllegalStateException("No content of the response can be written");
		}
	}

	/** Takes as many bytes as there is room for. */
	synchronized int write(byte[] bytes, int from, int length) throws IOException {
		requireContent();
		int count = (int) Math.min(length, CAPACITY - this.unsent);
		if (count <= 0) {
			return 0;
		}
		this.unsent += count;
		if (!(this.parts.peekLast() instanceof OutgoingPart.Content last && last.tryAdd(bytes, from, count))) {
			this.parts.add(OutgoingPart.Content.copy(bytes, from, count));
		}
		return count;
	}

	synchronized void writeShared(byte[] bytes, int from, int length) throws IOException {
		requireContent();
		this.unsent += length;
		this.parts.add(OutgoingPart.Content.shared(bytes, from, from + length));
	}

	synchronized void writeFile(FileRegion region) throws IOException {
		try {
			requireContent();
		}
		catch (IOException | RuntimeException ex) {
			region.close();
			throw ex;
		}
		this.unsent += region.remaining();
		this.parts.add(new OutgoingPart.File(region));
	}

	synchronized void end(List<Map.Entry<String, String>> trailers) throws IOException {
		requirePresent();
		if (this.writing == Writing.CONTENT) {
			this.writing = Writing.COMPLETE;
			if (!trailers.isEmpty() && !this.contentless) {
				this.parts.add(new OutgoingPart.Trailers(trailers));
			}
		}
	}

	/** What was written before is still sent, and then that the rest is not. */
	synchronized void abort() {
		this.aborted = true;
		if (this.writing != Writing.SENT && this.writing != Writing.BROKEN && this.writing != Writing.ABORTED) {
			this.writing = Writing.ABORTED;
			this.parts.add(new OutgoingPart.Reset());
		}
	}

	synchronized void requireOpen() throws IOException {
		requirePresent();
	}

	synchronized boolean isWritable() {
		return this.unsent <= LOW;
	}

	/** Tells once when there is room; the loop has to look. */
	synchronized void await(Runnable task) {
		this.waiting = task;
	}

	// By any thread

	synchronized boolean isAborted() {
		return this.aborted || this.writing == Writing.BROKEN;
	}

	synchronized long unsent() {
		return this.unsent;
	}

	/** How much content was sent, or left to the socket at least. */
	synchronized long written() {
		return this.sent;
	}

	synchronized @Nullable IOException failure() {
		return this.failure;
	}

	// On the loop

	/** Whether all of it was sent, or nothing can be. */
	synchronized boolean isDone() {
		return this.writing == Writing.SENT || this.writing == Writing.BROKEN;
	}

	/** Whether something is to be sent, if the windows let it. */
	synchronized boolean hasParts() {
		return !this.parts.isEmpty() || this.writing == Writing.COMPLETE;
	}

	/** Whether the handler has left nothing behind that ends the stream. */
	synchronized boolean isUnfinished() {
		return this.writing == Writing.INIT || this.writing == Writing.CONTENT;
	}

	/** The client is gone, or does not want it: nothing more can be sent. */
	synchronized void fail(IOException reason) {
		if (this.writing != Writing.SENT && this.failure == null) {
			this.writing = Writing.BROKEN;
			this.failure = reason;
			closeParts();
		}
	}

	private void closeParts() {
		for (OutgoingPart part : this.parts) {
			if (part instanceof OutgoingPart.File file) {
				file.region().close();
			}
		}
		this.parts.clear();
	}

	/** What waits for room that is there now, once. */
	synchronized @Nullable Runnable takeWaiting() {
		Runnable taken = (this.unsent <= LOW || this.failure != null) ? this.waiting : null;
		if (taken != null) {
			this.waiting = null;
		}
		return taken;
	}

	/**
	 * Sends a frame.
	 * @param allowed bytes of content that the windows let through
	 * @return how many were sent; {@link #NOTHING} or {@link #BLOCKED} without a frame
	 * @throws IOException if the client is gone, or a file is not what was promised
	 */
	synchronized int send(FrameWriter writer, int allowed, long now) throws IOException {
		OutgoingPart part = this.parts.peek();
		boolean last = this.writing == Writing.COMPLETE && this.parts.size() <= 1;
		if (part == null) {
			if (!last) {
				return NOTHING;
			}
			writer.end(this.stream);
			this.writing = Writing.SENT;
			return 0;
		}
		if (part instanceof OutgoingPart.Content || part instanceof OutgoingPart.File) {
			if (allowed <= 0) {
				this.patience.begin(now, this.sent);
				return BLOCKED;
			}
			this.patience.end(now);
		}
		if (part instanceof OutgoingPart.Content content) {
			return send(writer, content, Math.min(allowed, FrameReader.MAX_PAYLOAD), last);
		}
		if (part instanceof OutgoingPart.File file) {
			return send(writer, file.region(), Math.min(allowed, FrameReader.MAX_PAYLOAD), last);
		}
		if (part instanceof OutgoingPart.Head head) {
			writer.headers(this.stream, head.head(), head.length(), last);
		}
		else if (part instanceof OutgoingPart.Trailers trailers) {
			writer.trailers(this.stream, trailers.fields());
		}
		else {
			writer.reset(this.stream, ErrorCode.INTERNAL_ERROR);
			last = true;
		}
		return sent(0, true, last);
	}

	private int send(FrameWriter writer, OutgoingPart.Content content, int most, boolean last) throws IOException {
		int count = Math.min(content.limit - content.from, most);
		boolean done = content.from + count == content.limit;
		writer.data(this.stream, content.bytes, content.from, count, last && done);
		content.from += count;
		return sent(count, done, last);
	}

	private int send(FrameWriter writer, FileRegion region, int most, boolean last) throws IOException {
		int count = writer.data(this.stream, region, (int) Math.min(region.remaining(), most), last);
		if (region.isDone()) {
			region.close();
		}
		return sent(count, region.isDone(), last);
	}

	private int sent(int count, boolean done, boolean last) {
		this.unsent -= count;
		this.sent += count;
		if (done) {
			this.parts.remove();
			if (last) {
				this.writing = Writing.SENT;
			}
		}
		return count;
	}

	/**
	 * Whether the client takes too long to open its windows.
	 * @param impatient whether other requests wait for a worker that this one may have
	 */
	synchronized boolean isLate(long now, EngineOptions options, boolean impatient) {
		return this.patience.isOver(now, this.sent, options.pace().response(), options.timeouts().write().toNanos())
				|| (impatient && this.waiting != null && this.patience.isWorkersOver(now));
	}

}
