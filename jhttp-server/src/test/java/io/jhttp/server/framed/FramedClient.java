package io.jhttp.server.framed;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client of several exchanges at once, for one thread. It says nothing by itself, such
 * as that it has room for more.
 */
public final class FramedClient implements Closeable {

	/** What has come of a response. */
	public static final class Response {

		private final StringBuilder heads = new StringBuilder();

		private final ByteArrayOutputStream content = new ByteArrayOutputStream();

		private String end = "";

		private int credit;

		/** All heads, each with an empty line behind it. */
		public String heads() {
			return this.heads.toString();
		}

		public String content() {
			return this.content.toString(StandardCharsets.ISO_8859_1);
		}

		public int length() {
			return this.content.size();
		}

		/** {@code END}, {@code RESET}, or nothing yet. */
		public String end() {
			return this.end;
		}

		/** How much room for more the server has told of. */
		public int credit() {
			return this.credit;
		}

	}

	/** What a test waits for. */
	@FunctionalInterface
	public interface Condition {

		boolean isMet();

	}

	private final Socket socket;

	private final DataInputStream input;

	private final Map<Integer, Response> responses = new TreeMap<>();

	/** Begins on a connected socket. */
	public FramedClient(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(20_000);
		this.input = new DataInputStream(socket.getInputStream());
		socket.getOutputStream().write("FRM1".getBytes(StandardCharsets.US_ASCII));
	}

	/** A head: the request line, and fields, each behind a line feed. */
	public FramedClient head(int stream, String head) throws IOException {
		return send(FrameType.HEAD, stream, head.getBytes(StandardCharsets.ISO_8859_1));
	}

	public FramedClient data(int stream, String content) throws IOException {
		return send(FrameType.DATA, stream, content.getBytes(StandardCharsets.ISO_8859_1));
	}

	public FramedClient end(int stream) throws IOException {
		return send(FrameType.END, stream, new byte[0]);
	}

	public FramedClient reset(int stream) throws IOException {
		return send(FrameType.RESET, stream, new byte[0]);
	}

	public FramedClient credit(int stream, int more) throws IOException {
		return send(FrameType.CREDIT, stream, ByteBuffer.allocate(4).putInt(more).array());
	}

	private FramedClient send(FrameType type, int stream, byte[] payload) throws IOException {
		this.socket.getOutputStream().write(FramedProtocol.frame(type, stream, payload, 0, payload.length));
		return this;
	}

	public Response response(int stream) {
		return this.responses.computeIfAbsent(stream, (number) -> new Response());
	}

	/** Reads frames until something is so, and no further. */
	public FramedClient readUntil(Condition condition) throws IOException {
		while (!condition.isMet()) {
			readFrame();
		}
		return this;
	}

	/** Reads frames until an exchange has ended. */
	public Response await(int stream) throws IOException {
		readUntil(() -> !response(stream).end.isEmpty());
		return response(stream);
	}

	private void readFrame() throws IOException {
		FrameType type = FrameType.values()[this.input.readByte()];
		Response response = response(this.input.readInt());
		byte[] payload = this.input.readNBytes(this.input.readInt());
		switch (type) {
			case HEAD -> response.heads.append(new String(payload, StandardCharsets.ISO_8859_1)).append("\n\n");
			case DATA -> response.content.writeBytes(payload);
			case CREDIT -> response.credit += ByteBuffer.wrap(payload).getInt();
			default -> response.end = type.name();
		}
	}

	/** Whether the server closes now, without another frame. */
	public boolean isClosedByServer() throws IOException {
		return this.input.read() < 0;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
