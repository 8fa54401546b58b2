package io.jhttp.server.http1;

/**
 * Tells content from framing in the bytes that follow a head. It copies nothing: the
 * caller asks how many bytes of content come next, takes them, and says so.
 *
 * <pre>
 * position = decoder.skipFraming(bytes, position, limit);
 * int content = (int) Math.min(decoder.contentAhead(), limit - position);
 * …                                   // content bytes stand at position
 * decoder.consumed(content);
 * position += content;
 * </pre>
 */
abstract sealed class BodyDecoder permits FixedLengthDecoder, ChunkedDecoder, RawDecoder {

	BodyDecoder() {
	}

	/**
	 * The decoder for the content of a request.
	 * @param head a complete head
	 * @return a decoder, finished from the start if there is no content
	 */
	static BodyDecoder of(Http1RequestHead head) {
		return head.isChunked() ? new ChunkedDecoder() : new FixedLengthDecoder(Math.max(0, head.contentLength()));
	}

	/**
	 * Consumes framing up to the next byte of content.
	 * @param bytes the buffer
	 * @param from the first byte that was not consumed yet
	 * @param limit behind the last byte that was read
	 * @return the position behind the framing: of content if {@link #contentAhead()} is
	 * positive, of the next message if {@link #isComplete()}, else {@code limit}
	 * @throws HttpProblem if the framing is malformed; the connection cannot be used any
	 * further then
	 */
	abstract int skipFraming(byte[] bytes, int from, int limit);

	/**
	 * How many bytes of content come next, before any more framing.
	 * @return zero if framing comes next or nothing
	 */
	abstract long contentAhead();

	/**
	 * Notes that content was taken.
	 * @param count at most {@link #contentAhead()}
	 */
	abstract void consumed(long count);

	/**
	 * Whether the message ends here.
	 * @return true when the last byte of it was consumed
	 */
	abstract boolean isComplete();

	/**
	 * Whether the message may end where the input does.
	 * @return false if that would truncate it
	 */
	boolean endsWithInput() {
		return false;
	}

}
