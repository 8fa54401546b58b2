package io.jhttp.server.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.FileRegion;
import io.jhttp.server.net.LoopOutput;

/**
 * Writes frames to the output of the loop, which is directed to the connection. What the
 * client does not take at once is kept, so that each frame is written as a whole.
 */
final class FrameWriter {

	private static final int END_STREAM = 0x1;

	private static final int ACK = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final byte[] NOTHING = {};

	/** A frame that only fills up the output is not smaller than that. */
	private static final int MIN_FILLING = 4 * 1024;

	private final Connection connection;

	private final LoopOutput output;

	private final Http2Context context;

	private final HpackEncoder encoder;

	/** A frame header, and what short frames have behind it. */
	private final byte[] frame = new byte[FrameReader.HEADER + 8];

	FrameWriter(Connection connection, Http2Context context) {
		this.connection = connection;
		this.output = connection.loop().output();
		this.context = context;
		this.encoder = new HpackEncoder(context.fieldNames(), context.buffer());
	}

	HpackEncoder encoder() {
		return this.encoder;
	}

	/** Whether a frame can be written without being kept. */
	boolean hasRoom() {
		return !this.connection.hasPendingOutput();
	}

	private static void header(byte[] target, int at, int length, int type, int flags, int stream) {
		target[at] = (byte) (length >> 16);
		target[at + 1] = (byte) (length >> 8);
		target[at + 2] = (byte) length;
		target[at + 3] = (byte) type;
		target[at + 4] = (byte) flags;
		number(target, at + 5, stream);
	}

	private static void number(byte[] target, int at, int number) {
		target[at] = (byte) (number >> 24);
		target[at + 1] = (byte) (number >> 16);
		target[at + 2] = (byte) (number >> 8);
		target[at + 3] = (byte) number;
	}

	private void write(int length, int type, int flags, int stream, byte[] payload) throws IOException {
		header(this.frame, 0, length, type, flags, stream);
		this.output.writeAll(this.frame, FrameReader.HEADER);
		this.output.writeAll(payload, payload.length);
	}

	private void writeNumber(int type, int stream, int number) throws IOException {
		header(this.frame, 0, 4, type, 0, stream);
		number(this.frame, FrameReader.HEADER, number);
		this.output.writeAll(this.frame, FrameReader.HEADER + 4);
	}

	/** What the server wants, and how much content it takes on the connection. */
	void preface(int connectionWindow) throws IOException {
		int[] settings = this.context.settings();
		byte[] payload = new byte[settings.length / 2 * Settings.ENTRY];
		for (int i = 0; i < settings.length / 2; i++) {
			payload[i * Settings.ENTRY + 1] = (byte) settings[2 * i];
			number(payload, i * Settings.ENTRY + 2, settings[2 * i + 1]);
		}
		write(payload.length, FrameType.SETTINGS, 0, 0, payload);
		windowUpdate(0, connectionWindow - FlowWindow.DEFAULT);
	}

	void settingsAcknowledged() throws IOException {
		write(0, FrameType.SETTINGS, ACK, 0, NOTHING);
	}

	void ping(boolean acknowledges, byte[] bytes, int from) throws IOException {
		header(this.frame, 0, 8, FrameType.PING, acknowledges ? ACK : 0, 0);
		System.arraycopy(bytes, from, this.frame, FrameReader.HEADER, 8);
		this.output.writeAll(this.frame, FrameReader.HEADER + 8);
	}

	void reset(int stream, ErrorCode code) throws IOException {
		writeNumber(FrameType.RST_STREAM, stream, code.ordinal());
	}

	void windowUpdate(int stream, int increment) throws IOException {
		writeNumber(FrameType.WINDOW_UPDATE, stream, increment);
	}

	void goAway(int lastStream, ErrorCode code, String detail) throws IOException {
		byte[] text = detail.getBytes(StandardCharsets.US_ASCII);
		byte[] payload = new byte[8 + text.length];
		number(payload, 0, lastStream);
		number(payload, 4, code.ordinal());
		System.arraycopy(text, 0, payload, 8, text.length);
		write(payload.length, FrameType.GOAWAY, 0, 0, payload);
	}

	/** The head of a response. */
	void headers(int stream, ResponseHead head, long length, boolean endsStream) throws IOException {
		this.encoder.begin(FrameReader.HEADER);
		this.encoder.status(head.status());
		if (head.status() >= 200 && !head.isBare()) {
			if (!this.context.server().isEmpty() && head.get("Server") == null) {
				this.encoder.field("Server", this.context.server());
			}
			if (head.get("Date") == null) {
				this.encoder.field("Date", this.context.date());
			}
		}
		if (head.constant() != null) {
			for (Map.Entry<String, String> field : head.constant().headers()) {
				this.encoder.field(field.getKey(), field.getValue());
			}
		}
		for (int i = 0; i < head.fieldCount(); i++) {
			this.encoder.field(head.fieldName(i), head.fieldValue(i));
		}
		long stated = HttpStatus.statedLength(head.status(), length);
		if (stated >= 0) {
			this.encoder.field("Content-Length", Long.toString(stated));
		}
		block(stream, endsStream);
	}

	/** Fields behind the content. */
	void trailers(int stream, List<Map.Entry<String, String>> trailers) throws IOException {
		this.encoder.begin(FrameReader.HEADER);
		trailers.forEach((field) -> this.encoder.field(field.getKey(), field.getValue()));
		block(stream, true);
	}

	private void block(int stream, boolean endsStream) throws IOException {
		byte[] block = this.context.buffer().encoded();
		int length = this.context.buffer().length() - FrameReader.HEADER;
		int flags = endsStream ? END_STREAM : 0;
		int count = Math.min(length, FrameReader.MAX_PAYLOAD);
		header(block, 0, count, FrameType.HEADERS, flags | ((count == length) ? END_HEADERS : 0), stream);
		this.output.writeAll(block, FrameReader.HEADER + count);
		for (int at = count; at < length; at += count) {
			count = Math.min(length - at, FrameReader.MAX_PAYLOAD);
			header(this.frame, 0, count, FrameType.CONTINUATION, (at + count == length) ? END_HEADERS : 0, stream);
			this.output.writeAll(this.frame, FrameReader.HEADER);
			this.output.writeShared(block.clone(), FrameReader.HEADER + at, count);
		}
	}

	/** Content, of bytes that do not change any more. */
	void data(int stream, byte[] bytes, int from, int length, boolean endsStream) throws IOException {
		header(this.frame, 0, length, FrameType.DATA, endsStream ? END_STREAM : 0, stream);
		this.output.writeAll(this.frame, FrameReader.HEADER);
		this.output.writeShared(bytes, from, length);
	}

	/** The end of the content. */
	void end(int stream) throws IOException {
		data(stream, NOTHING, 0, 0, true);
	}

	/**
	 * Content of a file, which is read to where it leaves from: the bytes of a frame are
	 * there before the frame is promised. It fills the output, so that fewer writes and
	 * records of TLS carry it.
	 * @param most bytes that may be sent
	 * @param last whether the stream ends with the region
	 * @return how many bytes were sent, 0 if there is no room
	 */
	int data(int stream, FileRegion region, int most, boolean last) throws IOException {
		ByteBuffer buffer = this.output.scratch();
		if (buffer.remaining() < FrameReader.HEADER + Math.min(most, MIN_FILLING)) {
			this.output.flush();
			if (!hasRoom()) {
				return 0;
			}
		}
		int start = buffer.position();
		int limit = buffer.limit();
		int count = 0;
		try {
			buffer.position(start + FrameReader.HEADER).limit(Math.min(limit, start + FrameReader.HEADER + most));
			count = region.read(buffer);
		}
		finally {
			buffer.limit(limit).position(start);
		}
		header(this.frame, 0, count, FrameType.DATA, (last && region.isDone()) ? END_STREAM : 0, stream);
		buffer.put(this.frame, 0, FrameReader.HEADER).position(start + FrameReader.HEADER + count);
		return count;
	}

	void flush() throws IOException {
		this.output.flush();
	}

}
