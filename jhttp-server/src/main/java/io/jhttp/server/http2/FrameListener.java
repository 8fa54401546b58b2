package io.jhttp.server.http2;

import java.io.IOException;

/**
 * Is told what the frames of a client say. Their form is right; what they may say at that
 * time is up to the listener.
 */
interface FrameListener {

	/**
	 * Content of a request.
	 * @param stream number of the stream
	 * @param bytes where it stands, not to be kept
	 * @param from its first byte
	 * @param limit behind its last byte
	 * @param size what the frame takes of the windows, padding included
	 * @param endsStream whether it is the last frame of the request
	 */
	void onData(int stream, byte[] bytes, int from, int limit, int size, boolean endsStream)
			throws ConnectionError, StreamError, IOException;

	/** A frame has little content, and does not end its request. */
	void onSmallContent(boolean isEmpty);

	/**
	 * A header block: the head of a request, or trailers.
	 * @param stream number of the stream
	 * @param bytes where it stands, not to be kept
	 * @param from its first byte
	 * @param limit behind its last byte
	 * @param endsStream whether nothing follows
	 */
	void onHeaders(int stream, byte[] bytes, int from, int limit, boolean endsStream)
			throws ConnectionError, StreamError;

	/** A priority as RFC 7540 knows it, which means nothing any more. */
	void onPriority() throws ConnectionError;

	/** The client does not want a stream any more. */
	void onReset(int stream) throws ConnectionError;

	/** Entries, six bytes each. */
	void onSettings(byte[] bytes, int from, int limit) throws ConnectionError, IOException;

	void onSettingsAcknowledged() throws ConnectionError;

	/** Eight bytes from an index on. */
	void onPing(boolean acknowledges, byte[] bytes, int from) throws ConnectionError, IOException;

	void onGoAway();

	/** More can be sent; for stream 0, on the connection. */
	void onWindowUpdate(int stream, int increment) throws ConnectionError, StreamError;

	void onPriorityUpdate(int stream, String priority) throws ConnectionError;

	/** A frame of a type that is not known (RFC 9113, section 5.5). */
	void onUnknown() throws ConnectionError;

}
