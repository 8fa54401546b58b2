package io.jhttp.server.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.net.ShedReason;

/**
 * Takes frames apart (RFC 9113, sections 4 and 6), and puts header blocks together.
 *
 * <pre>
 *               settings             headers without end
 *   PREFACE ────────────▶ FRAMES ──────────────────────────▶ CONTINUATION
 *                           ▲                                    │
 *                           └─────── continuation with end ──────┘
 * </pre>
 */
final class FrameReader {

	static final int HEADER = 9;

	/** RFC 9113, section 6.5.2: as large as both sides accept without a word. */
	static final int MAX_PAYLOAD = 16_384;

	/** A frame with less content is small. */
	static final int SMALL_CONTENT = 128;

	/** A block that takes more than that is no honest one, unless more is accepted. */
	private static final int MAX_CONTINUATIONS = 16;

	private static final int END_STREAM = 0x1;

	private static final int ACK = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int PADDED = 0x8;

	private static final int PRIORITY = 0x20;

	private static final int PRIORITY_LENGTH = 5;

	private enum Expecting {

		PREFACE, FRAMES, CONTINUATION

	}

	private final int maxHeaderBlock;

	/** Bounds the frames of a block, as they may be empty (CVE-2024-24549). */
	private final int maxContinuations;

	private Expecting expecting = Expecting.PREFACE;

	// The frame
	private byte[] bytes = {};

	private int type;

	private int flags;

	private int stream;

	private int from;

	private int limit;

	private int length;

	/** What is still to come of a frame with content, which is told as it comes. */
	private int remaining;

	// The header block that is not complete
	private final ByteArrayOutputStream block = new ByteArrayOutputStream(0);

	private int blockStream;

	private boolean blockEndsStream;

	private int continuations;

	FrameReader(int maxHeaderBlock) {
		this.maxHeaderBlock = maxHeaderBlock;
		this.maxContinuations = Math.max(MAX_CONTINUATIONS, 2 * (maxHeaderBlock / MAX_PAYLOAD));
	}

	static int number(byte[] bytes, int at) {
		return (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8
				| (bytes[at + 3] & 0xff);
	}

	/** Whether the first frame of the client has come. */
	boolean hasBegun() {
		return this.expecting != Expecting.PREFACE;
	}

	/**
	 * Looks for a frame.
	 * @return false if it is not complete
	 */
	boolean find(byte[] bytes, int at, int end) throws ConnectionError {
		if (this.remaining > 0) {
			return findContent(bytes, at, end);
		}
		if (end - at < HEADER) {
			return false;
		}
		this.length = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
		this.type = bytes[at + 3] & 0xff;
		this.flags = bytes[at + 4] & 0xff;
		this.stream = number(bytes, at + 5) & 0x7fff_ffff;
		this.bytes = bytes;
		this.from = at + HEADER;
		this.limit = this.from + this.length;
		requireExpected();
		if (this.length > MAX_PAYLOAD) {
			throw ConnectionError.frameSize("A frame is larger than " + MAX_PAYLOAD + " bytes");
		}
		if (this.type == FrameType.DATA && (this.flags & PADDED) == 0 && this.from < Math.min(end, this.limit)) {
			this.remaining = this.length;
			return findContent(bytes, this.from, end);
		}
		return this.limit <= end;
	}

	private boolean findContent(byte[] bytes, int at, int end) {
		this.bytes = bytes;
		this.from = at;
		this.limit = Math.min(end, at + this.remaining);
		this.remaining -= this.limit - at;
		return this.limit > at;
	}

	/** Whether a head, or what is no content, has begun and is not complete. */
	boolean isWithinFrame(int received) {
		return this.expecting == Expecting.CONTINUATION || (received > 0 && this.remaining == 0);
	}

	/** Behind the frame that was found; to be asked before it is told. */
	int end() {
		return this.limit;
	}

	private void requireExpected() throws ConnectionError {
		boolean expected = switch (this.expecting) {
			case PREFACE -> this.type == FrameType.SETTINGS && (this.flags & ACK) == 0;
			case FRAMES -> this.type != FrameType.CONTINUATION;
			case CONTINUATION -> this.type == FrameType.CONTINUATION && this.stream == this.blockStream;
		};
		if (!expected) {
			throw ConnectionError.protocol("Another frame was expected");
		}
	}

	/** Tells what the frame says that was found. */
	void tell(FrameListener listener) throws ConnectionError, StreamError, IOException {
		int length = this.limit - this.from;
		switch (this.type) {
			case FrameType.DATA -> data(listener);
			case FrameType.HEADERS -> headers(listener);
			case FrameType.PRIORITY -> {
				requireStream(true);
				if (length != PRIORITY_LENGTH) {
					throw new StreamError(this.stream, ErrorCode.FRAME_SIZE_ERROR, "A PRIORITY frame has 5 bytes");
				}
				requireOtherDependency(this.from);
				listener.onPriority();
			}
			case FrameType.RST_STREAM -> {
				requireStream(true);
				requireLength(length == 4);
				listener.onReset(this.stream);
			}
			case FrameType.SETTINGS -> settings(listener, length);
			case FrameType.PUSH_PROMISE -> throw ConnectionError.protocol("A client cannot push");
			case FrameType.PING -> {
				requireStream(false);
				requireLength(length == 8);
				listener.onPing((this.flags & ACK) != 0, this.bytes, this.from);
			}
			case FrameType.GOAWAY -> {
				requireStream(false);
				requireLength(length >= 8);
				listener.onGoAway();
			}
			case FrameType.WINDOW_UPDATE -> windowUpdate(listener, length);
			case FrameType.CONTINUATION -> continuation(listener);
			case FrameType.PRIORITY_UPDATE -> {
				requireStream(false);
				requireLength(length >= 4);
				listener.onPriorityUpdate(number(this.bytes, this.from) & 0x7fff_ffff,
						new String(this.bytes, this.from + 4, length - 4, StandardCharsets.ISO_8859_1));
			}
			default -> listener.onUnknown();
		}
	}

	private void requireStream(boolean wanted) throws ConnectionError {
		if ((this.stream != 0) != wanted) {
			throw ConnectionError.protocol("A frame has a stream where it needs none, or none where it needs one");
		}
	}

	private static void requireLength(boolean right) throws ConnectionError {
		if (!right) {
			throw ConnectionError.frameSize("A frame has the wrong size");
		}
	}

	private void data(FrameListener listener) throws ConnectionError, StreamError, IOException {
		requireStream(true);
		int size = this.limit - this.from;
		removePadding();
		boolean complete = this.remaining == 0;
		boolean ends = complete && (this.flags & END_STREAM) != 0;
		int content = ((this.flags & PADDED) != 0) ? this.limit - this.from : this.length;
		if (complete && !ends && content < SMALL_CONTENT) {
			listener.onSmallContent(content == 0);
		}
		listener.onData(this.stream, this.bytes, this.from, this.limit, size, ends);
	}

	/** RFC 9113, section 6.1. */
	private void removePadding() throws ConnectionError {
		if ((this.flags & PADDED) == 0) {
			return;
		}
		requireLength(this.from < this.limit);
		int padding = this.bytes[this.from++] & 0xff;
		if (padding > this.limit - this.from) {
			throw ConnectionError.protocol("A frame has more padding than bytes");
		}
		this.limit -= padding;
	}

	private void headers(FrameListener listener) throws ConnectionError, StreamError {
		requireStream(true);
		removePadding();
		boolean prioritized = (this.flags & PRIORITY) != 0;
		int start = this.from + (prioritized ? PRIORITY_LENGTH : 0);
		requireLength(start <= this.limit);
		boolean endsStream = (this.flags & END_STREAM) != 0;
		if ((this.flags & END_HEADERS) == 0) {
			this.expecting = Expecting.CONTINUATION;
			this.blockStream = this.stream;
			this.blockEndsStream = endsStream;
			this.continuations = 0;
			append(start);
		}
		else {
			listener.onHeaders(this.stream, this.bytes, start, this.limit, endsStream);
		}
		if (prioritized) {
			requireOtherDependency(this.from);
		}
	}

	private void requireOtherDependency(int at) throws StreamError {
		if ((number(this.bytes, at) & 0x7fff_ffff) == this.stream) {
			throw new StreamError(this.stream, ErrorCode.PROTOCOL_ERROR, "A stream depends on itself");
		}
	}

	private void continuation(FrameListener listener) throws ConnectionError, StreamError {
		if (++this.continuations > this.maxContinuations) {
			throw ConnectionError.calm(ShedReason.HEADER_BLOCKS, "A header block has too many frames");
		}
		append(this.from);
		if ((this.flags & END_HEADERS) != 0) {
			this.expecting = Expecting.FRAMES;
			byte[] complete = this.block.toByteArray();
			this.block.reset();
			listener.onHeaders(this.blockStream, complete, 0, complete.length, this.blockEndsStream);
		}
	}

	private void append(int start) throws ConnectionError {
		if (this.block.size() + this.limit - start > this.maxHeaderBlock) {
			throw ConnectionError.calm(ShedReason.HEADER_BLOCKS, "A header block is too large");
		}
		this.block.write(this.bytes, start, this.limit - start);
	}

	private void settings(FrameListener listener, int length) throws ConnectionError, IOException {
		requireStream(false);
		this.expecting = Expecting.FRAMES;
		if ((this.flags & ACK) != 0) {
			requireLength(length == 0);
			listener.onSettingsAcknowledged();
		}
		else {
			requireLength(length % Settings.ENTRY == 0);
			listener.onSettings(this.bytes, this.from, this.limit);
		}
	}

	private void windowUpdate(FrameListener listener, int length) throws ConnectionError, StreamError {
		requireLength(length == 4);
		int increment = number(this.bytes, this.from) & 0x7fff_ffff;
		if (increment == 0) {
			if (this.stream == 0) {
				throw ConnectionError.protocol("A window update has an increment of 0");
			}
			throw new StreamError(this.stream, ErrorCode.PROTOCOL_ERROR, "A window update has an increment of 0");
		}
		listener.onWindowUpdate(this.stream, increment);
	}

}
