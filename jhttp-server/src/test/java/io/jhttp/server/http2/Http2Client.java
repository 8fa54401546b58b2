package io.jhttp.server.http2;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client of several exchanges at once, for one thread. It takes 16 KiB of each response
 * and no more unless it says so, and acknowledges settings; nothing else by itself.
 */
public final class Http2Client implements Closeable {

	public static final int WINDOW = 16 * 1024;

	/** What has come of a response. */
	public static final class Response {

		private final StringBuilder heads = new StringBuilder();

		private final ByteArrayOutputStream content = new ByteArrayOutputStream();

		private String end = "";

		private int credit;

		/** All heads and trailers but for the date, each with an empty line behind it. */
		public String heads() {
			return this.heads.toString();
		}

		public String content() {
			return this.content.toString(StandardCharsets.ISO_8859_1);
		}

		public byte[] bytes() {
			return this.content.toByteArray();
		}

		public int length() {
			return this.content.size();
		}

		/** {@code END}, the name of an error, or nothing yet. */
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

	private final HpackDecoder decoder = new HpackDecoder();

	private final Map<Integer, Response> responses = new TreeMap<>();

	private final StringBuilder goAways = new StringBuilder();

	private int pings;

	private int pongs;

	/** The order in which frames with content have come. */
	private final StringBuilder order = new StringBuilder();

	public Http2Client(int port) throws IOException {
		this(new Socket(InetAddress.getLoopbackAddress(), port));
	}

	/** Begins on a connected socket. */
	public Http2Client(Socket socket) throws IOException {
		this(socket, settings(4, WINDOW));
	}

	/** Begins with entries of settings. */
	public Http2Client(Socket socket, byte[] settings) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(10_000);
		this.socket.setTcpNoDelay(true);
		this.input = new DataInputStream(socket.getInputStream());
		send(Http2Protocol.PREFACE, frame(FrameType.SETTINGS, 0, 0, settings),
				frame(FrameType.WINDOW_UPDATE, 0, 0, number(1 << 30)));
	}

	/** Entries of a SETTINGS frame: identifiers and values in turn. */
	public static byte[] settings(int... entries) {
		ByteBuffer bytes = ByteBuffer.allocate(entries.length * 3);
		for (int i = 0; i < entries.length; i += 2) {
			bytes.putShort((short) entries[i]).putInt(entries[i + 1]);
		}
		return bytes.array();
	}

	public static byte[] number(int number) {
		return ByteBuffer.allocate(4).putInt(number).array();
	}

	public static byte[] frame(int type, int flags, int stream, byte... payload) {
		return ByteBuffer.allocate(9 + payload.length)
			.put((byte) (payload.length >> 16))
			.putShort((short) payload.length)
			.put((byte) type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array();
	}

	/**
	 * A header block without a table: each line is a field, with its name before the
	 * first space.
	 */
	public static byte[] block(String fields) {
		HpackBuffer buffer = new HpackBuffer();
		buffer.begin(0);
		for (String line : fields.split("\n")) {
			int space = line.indexOf(' ');
			buffer.number(4, 0, 0);
			buffer.string(line.substring(0, space));
			buffer.string(line.substring(space + 1));
		}
		return Arrays.copyOf(buffer.encoded(), buffer.length());
	}

	/**
	 * A request: method and path, and behind line feeds fields with a colon. It has
	 * content if it has a field {@code Content}, which is not sent.
	 */
	public Http2Client head(int stream, String head) throws IOException {
		String[] lines = head.split("\n");
		String[] line = lines[0].split(" ");
		StringBuilder fields = new StringBuilder(
				":method " + line[0] + "\n:path " + line[1] + "\n:scheme http\n:authority localhost");
		boolean content = false;
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':', 1);
			String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
			content |= name.equals("content");
			if (!name.equals("content")) {
				fields.append('\n').append(name).append(' ').append(lines[i].substring(colon + 1).strip());
			}
		}
		return headers(stream, fields.toString(), !content);
	}

	/** A header block as it is. */
	public Http2Client headers(int stream, String fields, boolean ends) throws IOException {
		return send(frame(FrameType.HEADERS, ends ? 5 : 4, stream, block(fields)));
	}

	public Http2Client data(int stream, String content) throws IOException {
		byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
		for (int at = 0; at < bytes.length; at += 16384) {
			send(frame(FrameType.DATA, 0, stream, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 16384))));
		}
		return this;
	}

	public Http2Client end(int stream) throws IOException {
		return send(frame(FrameType.DATA, 1, stream));
	}

	public Http2Client reset(int stream) throws IOException {
		return send(frame(FrameType.RST_STREAM, 0, stream, number(ErrorCode.CANCEL.ordinal())));
	}

	public Http2Client credit(int stream, int more) throws IOException {
		return send(frame(FrameType.WINDOW_UPDATE, 0, stream, number(more)));
	}

	public Http2Client send(byte[]... frames) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] frame : frames) {
			all.writeBytes(frame);
		}
		this.socket.getOutputStream().write(all.toByteArray());
		return this;
	}

	public Response response(int stream) {
		return this.responses.computeIfAbsent(stream, (number) -> new Response());
	}

	/** Reads frames until something is so, and no further. */
	public Http2Client readUntil(Condition condition) throws IOException {
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

	/** What the server has said of the end of the connection: last stream and error. */
	public String goAways() {
		return this.goAways.toString();
	}

	/** How often the server has asked whether the client is there. */
	public int pings() {
		return this.pings;
	}

	public int pongs() {
		return this.pongs;
	}

	/** The numbers of the streams of frames with content, in order. */
	public String order() {
		return this.order.toString();
	}

	/** Reads until the server closes, and returns what it has said of that. */
	public String readToEnd() throws IOException {
		while (true) {
			int first = this.input.read();
			if (first < 0) {
				return goAways();
			}
			readFrame(first);
		}
	}

	private void readFrame() throws IOException {
		readFrame(this.input.readUnsignedByte());
	}

	private void readFrame(int first) throws IOException {
		int length = first << 16 | this.input.readUnsignedShort();
		int type = this.input.readUnsignedByte();
		int flags = this.input.readUnsignedByte();
		int number = this.input.readInt();
		byte[] payload = this.input.readNBytes(length);
		Response response = response(number);
		switch (type) {
			case FrameType.HEADERS -> {
				if ((flags & 4) == 0) {
					payload = readContinuations(payload);
				}
				readHead(response, payload);
			}
			case FrameType.DATA -> {
				response.content.writeBytes(payload);
				this.order.append(number).append(' ');
			}
			case FrameType.WINDOW_UPDATE -> response.credit += ByteBuffer.wrap(payload).getInt();
			case FrameType.RST_STREAM -> response.end = ErrorCode.values()[ByteBuffer.wrap(payload).getInt()].name();
			case FrameType.GOAWAY -> this.goAways.append(ByteBuffer.wrap(payload).getInt())
				.append(' ')
				.append(ErrorCode.values()[ByteBuffer.wrap(payload, 4, 4).getInt()])
				.append('\n');
			case FrameType.SETTINGS -> {
				if ((flags & 1) == 0) {
					send(frame(FrameType.SETTINGS, 1, 0));
				}
			}
			case FrameType.PING -> {
				this.pings += 1 - (flags & 1);
				this.pongs += flags & 1;
			}
			default -> throw new IOException("A frame of type " + type);
		}
		if ((type == FrameType.HEADERS || type == FrameType.DATA) && (flags & 1) != 0) {
			response.end = "END";
		}
	}

	private byte[] readContinuations(byte[] first) throws IOException {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.writeBytes(first);
		for (int flags = 0; (flags & 4) == 0;) {
			int length = this.input.readUnsignedByte() << 16 | this.input.readUnsignedShort();
			if (this.input.readUnsignedByte() != FrameType.CONTINUATION) {
				throw new IOException("A header block is not continued");
			}
			flags = this.input.readUnsignedByte();
			this.input.readInt();
			block.writeBytes(this.input.readNBytes(length));
		}
		return block.toByteArray();
	}

	private void readHead(Response response, byte[] block) throws IOException {
		try {
			this.decoder.decode(block, 0, block.length, (field) -> {
				if (field.name().equals(":status")) {
					response.heads.append(field.value()).append('\n');
				}
				else if (!field.name().equals("date")) {
					response.heads.append(field.name()).append(": ").append(field.value()).append('\n');
				}
			});
			response.heads.append('\n');
		}
		catch (ConnectionError ex) {
			throw new IOException(ex);
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
