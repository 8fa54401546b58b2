package io.jhttp.server.http2;

import java.util.List;
import java.util.Map;

import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.FileRegion;

/**
 * A piece of a response that waits for its frames.
 */
sealed interface OutgoingPart {

	/**
	 * A head, which does not change any more.
	 *
	 * @param head status and fields
	 * @param length of the content, or -1 if it is not known
	 */
	record Head(ResponseHead head, long length) implements OutgoingPart {
	}

	/**
	 * Bytes of the content.
	 */
	final class Content implements OutgoingPart {

		private static final int ROOM = 4 * 1024;

		final byte[] bytes;

		/** Whether there may be room for more behind the limit. */
		private final boolean extensible;

		int from;

		int limit;

		private Content(byte[] bytes, int from, int limit, boolean extensible) {
			this.bytes = bytes;
			this.extensible = extensible;
			this.from = from;
			this.limit = limit;
		}

		/** Bytes between two indexes that do not change any more. */
		static Content shared(byte[] bytes, int from, int limit) {
			return new Content(bytes, from, limit, false);
		}

		/** A copy of bytes. Small pieces that follow find room in it. */
		static Content copy(byte[] bytes, int from, int length) {
			byte[] copy = new byte[Math.max(length, ROOM)];
			System.arraycopy(bytes, from, copy, 0, length);
			return new Content(copy, 0, length, true);
		}

		/** Adds bytes, if there is room for them. */
		boolean tryAdd(byte[] more, int at, int length) {
			boolean fits = this.extensible && this.bytes.length - this.limit >= length;
			if (fits) {
				System.arraycopy(more, at, this.bytes, this.limit, length);
				this.limit += length;
			}
			return fits;
		}

	}

	/**
	 * A part of a file.
	 *
	 * @param region is closed when it has been sent, or is discarded
	 */
	record File(FileRegion region) implements OutgoingPart {
	}

	/**
	 * Fields behind the content: the end of the stream.
	 *
	 * @param fields names and values
	 */
	record Trailers(List<Map.Entry<String, String>> fields) implements OutgoingPart {
	}

	/**
	 * The handler has aborted the response: the end of the stream.
	 */
	record Reset() implements OutgoingPart {
	}

}
