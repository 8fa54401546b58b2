package io.jhttp.server.http2;

import java.io.IOException;

import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.StreamReset;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of the client mean for its streams and the connection, at the time when
 * they come.
 */
final class ClientFrames implements FrameListener {

	private final ConnectionStreams streams;

	private final StreamTable table;

	private final FrameWriter writer;

	private final Http2Options options;

	private final HpackDecoder decoder = new HpackDecoder();

	private final Settings settings = new Settings();

	/** What the client may still send on the connection. */
	private int window = ReceiveBudget.CONNECTION_WINDOW;

	private final AbuseScore score;

	private boolean acknowledged;

	/** How often the client has acknowledged a ping. */
	private int pongs;

	/** How many header blocks have come. */
	private int heads;

	/** The last stream whose priority came before it. */
	private int prioritized;

	private Priority expectedPriority = Priority.DEFAULT;

	/** No streams beyond that are begun any more. */
	private int lastAccepted = Integer.MAX_VALUE;

	ClientFrames(ConnectionStreams streams, Http2Options options) {
		this.streams = streams;
		this.table = streams.table();
		this.writer = streams.writer();
		this.score = streams.score();
		this.options = options;
	}

	/** Whether the client has acknowledged the settings of the server. */
	boolean isAcknowledged() {
		return this.acknowledged;
	}

	/** How often the client has acknowledged a ping. */
	int pongs() {
		return this.pongs;
	}

	/** How many header blocks have come, whatever became of them. */
	int heads() {
		return this.heads;
	}

	/** The client was told so. */
	void acceptNoMoreThan(int lastStream) {
		this.lastAccepted = lastStream;
	}

	// Content

	@Override
	public void onData(int number, byte[] bytes, int from, int limit, int size, boolean endsStream)
			throws ConnectionError, StreamError, IOException {
		creditConnection(size);
		Http2Stream stream = this.table.get(number);
		if (stream == null || stream.state() == StreamState.CLOSED) {
			onLate(number, "Content of a stream that has ended");
			return;
		}
		StreamInput input = stream.input();
		if (input == null || !stream.state().receives()) {
			throw new StreamError(number, ErrorCode.STREAM_CLOSED, "Content behind the end of a request");
		}
		input.receive(number, bytes, from, limit, size, endsStream);
		if (endsStream) {
			this.streams.endReceived(stream);
		}
		else if (stream.state() == StreamState.HALF_CLOSED_LOCAL && input.isExhausted()) {
			this.streams.resetUnread(stream);
		}
		stream.touch();
	}

	@Override
	public void onSmallContent(boolean isEmpty) {
		this.score.add(isEmpty ? Abuse.EMPTY_CONTENT : Abuse.SMALL_CONTENT);
	}

	/**
	 * What is discarded or waits for a reader only takes the window of its stream, so
	 * that it holds no other stream up.
	 */
	private void creditConnection(int size) throws ConnectionError, IOException {
		if (size > this.window) {
			throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "There is more content than asked for");
		}
		this.window -= size;
		if (this.window < ReceiveBudget.CONNECTION_WINDOW / 2) {
			int credit = ReceiveBudget.CONNECTION_WINDOW - this.window;
			this.window += credit;
			this.writer.windowUpdate(0, credit);
		}
	}

	/**
	 * A frame of a stream that is not open. Whether the client should have known is told
	 * by how it has ended.
	 */
	private void onLate(int number, String what) throws ConnectionError, StreamError {
		if (this.table.isIdle(number) || number % 2 == 0) {
			throw ConnectionError.protocol("A frame of a stream that has not begun");
		}
		switch (this.table.end(number)) {
			case SKIPPED -> throw ConnectionError.protocol("A frame of a stream that can never begin");
			case COMPLETE -> throw new ConnectionError(ErrorCode.STREAM_CLOSED, what);
			case RESET_BY_CLIENT -> throw new StreamError(number, ErrorCode.STREAM_CLOSED, what);
			case RESET_HERE, FORGOTTEN -> {
				// It may have been on its way.
				this.score.add(Abuse.CONTROL);
			}
		}
	}

	// Heads

	@Override
	public void onHeaders(int number, byte[] bytes, int from, int limit, boolean endsStream)
			throws ConnectionError, StreamError {
		this.heads++;
		RequestFields fields = new RequestFields(this.options);
		// Whatever becomes of it: what follows depends on it.
		this.decoder.decode(bytes, from, limit, fields);
		this.score.add(Abuse.EXCESSIVE_FIELDS, fields.excess());
		if (number % 2 == 0) {
			throw ConnectionError.protocol("Streams of a client have odd numbers");
		}
		Http2Stream known = this.table.get(number);
		if (known != null && known.state() != StreamState.CLOSED) {
			onTrailers(known, fields, endsStream);
		}
		else if (!this.table.isIdle(number)) {
			onLate(number, "A header block of a stream that has ended");
		}
		else if (number <= this.lastAccepted) {
			onRequest(number, fields, endsStream);
		}
		else {
			this.score.add(Abuse.CONTROL);
		}
	}

	private void onRequest(int number, RequestFields fields, boolean endsStream) throws StreamError {
		this.table.began(number);
		if (this.table.size() >= this.options.limits().concurrentStreams()) {
			throw new StreamError(number, ErrorCode.REFUSED_STREAM, "There are too many streams");
		}
		Http2RequestHead head = fields.head(number, endsStream);
		Priority priority = (number == this.prioritized) ? this.expectedPriority : head.priority();
		this.streams.open(number, head, fields.problem(), endsStream, this.settings.initialWindow(), priority);
	}

	/** RFC 9113, section 8.1: they end the request. */
	private void onTrailers(Http2Stream stream, RequestFields fields, boolean endsStream) throws StreamError {
		StreamInput input = stream.input();
		if (input == null || !stream.state().receives()) {
			throw new StreamError(stream.number(), ErrorCode.STREAM_CLOSED, "Headers behind the end of a request");
		}
		if (!endsStream) {
			throw new StreamError(stream.number(), ErrorCode.PROTOCOL_ERROR, "Trailers do not end the stream");
		}
		fields.requireTrailers(stream.number());
		input.receive(stream.number(), new byte[0], 0, 0, 0, true);
		this.streams.endReceived(stream);
		stream.touch();
	}

	// Other frames

	@Override
	public void onPriority() {
		// They mean nothing any more (RFC 9113, section 5.3.2).
		this.score.add(Abuse.CONTROL);
	}

	/** RFC 9218, section 7.1. */
	@Override
	public void onPriorityUpdate(int number, String priority) throws ConnectionError {
		if (number % 2 == 0) {
			throw ConnectionError.protocol("A priority of a stream that can never begin");
		}
		this.score.add(Abuse.CONTROL);
		Http2Stream stream = this.table.get(number);
		if (stream != null) {
			this.streams.prioritize(stream, Priority.of(priority));
		}
		else if (this.table.isIdle(number)) {
			this.prioritized = number;
			this.expectedPriority = Priority.of(priority);
		}
	}

	@Override
	public void onReset(int number) throws ConnectionError {
		if (this.table.isIdle(number) || number % 2 == 0) {
			throw ConnectionError.protocol("A stream is reset that has not begun");
		}
		Http2Stream stream = this.table.get(number);
		if (stream != null && stream.state() != StreamState.CLOSED) {
			this.streams.resetByClient(stream);
			this.score.add(Abuse.RESET);
		}
		else {
			this.score.add(Abuse.CONTROL);
		}
	}

	@Override
	public void onSettings(byte[] bytes, int from, int limit) throws ConnectionError, IOException {
		this.score.add(Abuse.SETTINGS);
		int before = this.settings.initialWindow();
		this.settings.apply(bytes, from, limit);
		this.writer.encoder().maxTableSize(this.settings.headerTableSize());
		int change = this.settings.initialWindow() - before;
		if (change != 0) {
			for (Http2Stream stream : this.table.all()) {
				if (!stream.window().tryAdd(change)) {
					throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
				}
				this.streams.windowOpened(stream);
			}
		}
		this.writer.settingsAcknowledged();
	}

	@Override
	public void onSettingsAcknowledged() {
		if (this.acknowledged) {
			this.score.add(Abuse.CONTROL);
		}
		this.acknowledged = true;
	}

	@Override
	public void onPing(boolean acknowledges, byte[] bytes, int from) throws IOException {
		this.score.add(Abuse.PING);
		if (acknowledges) {
			this.pongs++;
		}
		else {
			this.writer.ping(true, bytes, from);
		}
	}

	/** The client begins no streams any more, and closes the connection when it likes. */
	@Override
	public void onGoAway() {
		// Nothing is to be done for it.
		this.score.add(Abuse.CONTROL);
	}

	@Override
	public void onWindowUpdate(int number, int increment) throws ConnectionError, StreamError {
		this.score.windowOpened();
		if (number == 0) {
			if (!this.streams.window().tryAdd(increment)) {
				throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
			}
			this.streams.windowOpened();
			return;
		}
		if (this.table.isIdle(number) || number % 2 == 0) {
			throw ConnectionError.protocol("A window of a stream that has not begun");
		}
		Http2Stream stream = this.table.get(number);
		if (stream != null) {
			if (!stream.window().tryAdd(increment)) {
				throw new StreamError(number, ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
			}
			this.streams.windowOpened(stream);
		}
	}

	@Override
	public void onUnknown() {
		// RFC 9113, section 5.5.
		this.score.add(Abuse.CONTROL);
	}

	/** Ends a stream by which the client has broken a rule. */
	void onError(StreamError error) throws IOException {
		boolean refused = error.code() == ErrorCode.REFUSED_STREAM;
		StreamReset counted = refused ? StreamReset.REFUSED : StreamReset.PROTOCOL_ERROR;
		this.score.add(refused ? Abuse.REFUSED : Abuse.RESET);
		@Nullable Http2Stream stream = this.table.get(error.stream());
		if (stream != null) {
			this.streams.reset(stream, error.code(), counted, new ClientGoneException(error.detail()));
		}
		else {
			this.streams.connection().counters().streamReset(counted);
			this.writer.reset(error.stream(), error.code());
			this.table.ended(error.stream(), StreamTable.End.RESET_HERE);
		}
	}

}
