package io.jhttp.server.framed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.Protocol;

/**
 * A protocol that carries several exchanges at once. A connection begins with
 * {@code FRM1}; what follows in both directions are frames: type, number of the exchange,
 * length, payload. The text of a head is a line for each field; a request has content if
 * it has a {@code Content} field.
 */
public final class FramedProtocol implements Protocol {

	/** As much content may be under way before the other side asks for more. */
	static final int CREDIT = 16 * 1024;

	private static final byte[] PREFACE = "FRM1".getBytes(StandardCharsets.US_ASCII);

	private static final int HEADER = 9;

	private final StreamHandler handler;

	public FramedProtocol(StreamHandler handler) {
		this.handler = handler;
	}

	@Override
	public String name() {
		return "frm1";
	}

	@Override
	public Match match(byte[] bytes, int from, int limit) {
		for (int i = 0; i < PREFACE.length; i++) {
			if (from + i == limit) {
				return Match.UNDECIDED;
			}
			if (bytes[from + i] != PREFACE[i]) {
				return Match.NO;
			}
		}
		return Match.YES;
	}

	@Override
	public LoopProtocol forLoop(EventLoop loop) {
		return (connection) -> new FramedConnection(connection, this.handler);
	}

	static int prefaceLength() {
		return PREFACE.length;
	}

	static byte[] frame(FrameType type, int stream, byte[] payload, int from, int length) {
		return ByteBuffer.allocate(HEADER + length)
			.put((byte) type.ordinal())
			.putInt(stream)
			.putInt(length)
			.put(payload, from, length)
			.array();
	}

}
