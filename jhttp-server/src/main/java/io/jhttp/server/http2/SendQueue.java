package io.jhttp.server.http2;

import java.io.IOException;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/**
 * The streams that have something to send, by urgency (RFC 9218, section 10). Of the same
 * urgency, those that are incremental take turns frame by frame; another one is first
 * sent as far as it goes.
 */
final class SendQueue {

	private final @Nullable ArrayDeque<Http2Stream>[] levels = newLevels();

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static @Nullable ArrayDeque<Http2Stream>[] newLevels() {
		return new ArrayDeque[Priority.LEVELS];
	}

	/** A stream has something to send. */
	void add(Http2Stream stream) {
		if (!stream.isScheduled()) {
			stream.scheduled(true);
			level(stream.priority().urgency()).add(stream);
		}
	}

	private ArrayDeque<Http2Stream> level(int urgency) {
		ArrayDeque<Http2Stream> level = this.levels[urgency];
		if (level == null) {
			level = new ArrayDeque<>();
			this.levels[urgency] = level;
		}
		return level;
	}

	/** A stream is more urgent than it was, or less. */
	void prioritize(Http2Stream stream, Priority priority) {
		boolean scheduled = stream.isScheduled();
		remove(stream);
		stream.priority(priority);
		if (scheduled) {
			add(stream);
		}
	}

	void remove(Http2Stream stream) {
		if (stream.isScheduled()) {
			stream.scheduled(false);
			level(stream.priority().urgency()).remove(stream);
		}
	}

	/** The stream that is to send next, or null. */
	private @Nullable ArrayDeque<Http2Stream> next() {
		for (ArrayDeque<Http2Stream> level : this.levels) {
			if (level != null && !level.isEmpty()) {
				return level;
			}
		}
		return null;
	}

	boolean isEmpty() {
		return next() == null;
	}

	/**
	 * Sends frames, until the client takes no more, or there are none.
	 * @param window of the connection
	 * @param quota bytes that one connection may send before others have their turn
	 * @param sent is told of each stream that has sent a frame
	 * @throws IOException if the client is gone
	 */
	void send(FrameWriter writer, FlowWindow window, long quota, long now, Sent sent) throws IOException {
		long left = quota;
		for (ArrayDeque<Http2Stream> level = next(); level != null && writer.hasRoom() && left > 0; level = next()) {
			Http2Stream stream = level.element();
			int allowed = Math.min(window.available(), stream.window().available());
			int count;
			try {
				count = stream.output().send(writer, allowed, now);
			}
			catch (IOException ex) {
				sent.failed(stream, ex);
				continue;
			}
			if (count < 0) {
				level.remove();
				stream.scheduled(false);
				continue;
			}
			left -= count + FrameReader.HEADER;
			window.consume(count);
			stream.window().consume(count);
			if (count > 0) {
				sent.content(count, count == allowed);
			}
			if (stream.priority().incremental() && count > 0) {
				level.remove();
				level.add(stream);
			}
			sent.sent(stream);
		}
	}

	/**
	 * Is told of streams that have had their turn.
	 */
	interface Sent {

		void sent(Http2Stream stream) throws IOException;

		/**
		 * A frame with content was sent.
		 * @param cut whether the windows let no more through
		 */
		void content(int count, boolean cut);

		/**
		 * What was to be sent could not be read.
		 * @throws IOException if it is not the stream's own failure, but the connection's
		 */
		void failed(Http2Stream stream, IOException reason) throws IOException;

	}

}
