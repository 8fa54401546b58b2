package io.jhttp.server.http2;

/**
 * What the client wants of this connection (RFC 9113, section 6.5.2).
 */
final class Settings {

	static final int ENTRY = 6;

	static final int MAX_CONCURRENT_STREAMS = 3;

	static final int MAX_HEADER_LIST_SIZE = 6;

	/** RFC 8441, section 3. */
	static final int ENABLE_CONNECT_PROTOCOL = 8;

	/** RFC 9218, section 2.1. */
	static final int NO_RFC7540_PRIORITIES = 9;

	private static final int HEADER_TABLE_SIZE = 1;

	private static final int ENABLE_PUSH = 2;

	private static final int INITIAL_WINDOW_SIZE = 4;

	private static final int MAX_FRAME_SIZE = 5;

	private static final int MAX_MAX_FRAME_SIZE = (1 << 24) - 1;

	private int headerTableSize = HeaderTable.DEFAULT_SIZE;

	private int initialWindow = FlowWindow.DEFAULT;

	/**
	 * Applies the entries of a frame, in order.
	 * @throws ConnectionError if a value is not allowed
	 */
	void apply(byte[] bytes, int from, int limit) throws ConnectionError {
		for (int at = from; at < limit; at += ENTRY) {
			int identifier = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
			apply(identifier, FrameReader.number(bytes, at + 2) & 0xffff_ffffL);
		}
	}

	private void apply(int identifier, long value) throws ConnectionError {
		switch (identifier) {
			case HEADER_TABLE_SIZE -> this.headerTableSize = (int) Math.min(value, Integer.MAX_VALUE);
			case ENABLE_PUSH, NO_RFC7540_PRIORITIES -> require(value <= 1, ErrorCode.PROTOCOL_ERROR);
			case INITIAL_WINDOW_SIZE -> {
				require(value <= Integer.MAX_VALUE, ErrorCode.FLOW_CONTROL_ERROR);
				this.initialWindow = (int) value;
			}
			case MAX_FRAME_SIZE ->
				// Frames as large as each client takes are sent.
				require(value >= FrameReader.MAX_PAYLOAD && value <= MAX_MAX_FRAME_SIZE, ErrorCode.PROTOCOL_ERROR);
			default -> {
				// Of no interest here, or not known (RFC 9113, section 6.5.2).
			}
		}
	}

	private static void require(boolean allowed, ErrorCode code) throws ConnectionError {
		if (!allowed) {
			throw new ConnectionError(code, "A setting has a value that is not allowed");
		}
	}

	int headerTableSize() {
		return this.headerTableSize;
	}

	/** How much content of a new stream the client takes. */
	int initialWindow() {
		return this.initialWindow;
	}

}
