package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.FileRegion;
import io.jhttp.server.net.Output;

/**
 * The response to a request: its head, and its content in the framing that the client
 * understands.
 *
 * <pre>
 *        head          end
 *  INIT ──────▶ CONTENT ──▶ COMPLETE
 *    └─────────────┴─── abort ──▶ ABORTED
 * </pre>
 */
final class Http1Response {

	private enum Writing {

		INIT, CONTENT, COMPLETE, ABORTED

	}

	/** How a client knows where the content ends. */
	private enum Framing {

		/** There is none. */
		NO_CONTENT,

		/** By its length. */
		LENGTH,

		/** By the last chunk. */
		CHUNKED,

		/** By the end of the connection. */
		CONNECTION

	}

	private enum KeepAlive {

		ENDS, STAYS

	}

	private static final byte[] NOTHING = {};

	private static final byte[] LINE_END = { '\r', '\n' };

	private Writing writing = Writing.INIT;

	private Framing framing = Framing.NO_CONTENT;

	private KeepAlive keepAlive = KeepAlive.ENDS;

	/** What is left of a chunk whose size has been written. */
	private long chunkRemaining;

	/** Whether the final head may have left: nothing interim may follow it. */
	boolean isBegun() {
		return this.writing != Writing.INIT;
	}

	boolean isAborted() {
		return this.writing == Writing.ABORTED;
	}

	void abort() {
		this.writing = Writing.ABORTED;
	}

	/**
	 * Whether the connection can be used for another request, as far as this is asked.
	 */
	boolean keepsConnection() {
		return this.keepAlive == KeepAlive.STAYS && this.writing != Writing.ABORTED;
	}

	void endConnection() {
		this.keepAlive = KeepAlive.ENDS;
	}

	/** Whether only a reset can tell the client that the content is not complete. */
	boolean endsWithConnection() {
		return this.framing == Framing.CONNECTION;
	}

	/** Whether HTTP/1.1 is spoken in both directions. */
	private static boolean isHttp11(Http1RequestHead request, ResponseHead head) {
		return request.version() == HttpVersion.HTTP_1_1 && head.version() == HttpVersion.HTTP_1_1;
	}

	/** Whether the connection would stay open if nothing else is against it. */
	private static boolean isKeepAliveWanted(Http1RequestHead request, ResponseHead head, long length) {
		boolean delimited = length >= 0 || HttpStatus.forbidsContent(head.status()) || isHttp11(request, head);
		Boolean wanted = head.persistent();
		return delimited && ((wanted != null) ? wanted : head.version() == HttpVersion.HTTP_1_1);
	}

	/**
	 * Writes the head.
	 * @param request what is answered
	 * @param mayKeepAlive whether the connection could be used for another request
	 * @return whether content is to be written
	 */
	boolean writeHead(Http1RequestHead request, ResponseHead head, long length, boolean mayKeepAlive,
			ResponseHeadEncoder encoder, byte[] serverLine, byte[] dateLine, Output output) throws IOException {
		if (this.writing != Writing.INIT) {
			throw new IllegalStateException("The head of the response has left already");
		}
		this.writing = Writing.CONTENT;
		boolean forbidden = HttpStatus.forbidsContent(head.status());
		boolean carriesContent = !forbidden && !request.methodIs("HEAD");
		boolean chunked = length < 0 && !forbidden && isHttp11(request, head);
		if (carriesContent) {
			this.framing = (length >= 0) ? Framing.LENGTH : chunked ? Framing.CHUNKED : Framing.CONNECTION;
		}
		this.keepAlive = (mayKeepAlive && isKeepAliveWanted(request, head, length)) ? KeepAlive.STAYS : KeepAlive.ENDS;
		if (request.version() == HttpVersion.HTTP_0_9) {
			return carriesContent;
		}
		ResponseHeadEncoder.Persistence persistence = ResponseHeadEncoder.Persistence.CLOSE;
		if (this.keepAlive == KeepAlive.STAYS) {
			persistence = isHttp11(request, head) ? ResponseHeadEncoder.Persistence.IMPLIED
					: ResponseHeadEncoder.Persistence.KEEP_ALIVE;
		}
		int count = encoder.encode(head, serverLine, dateLine, HttpStatus.statedLength(head.status(), length),
				chunked ? ResponseHeadEncoder.Framing.CHUNKED : ResponseHeadEncoder.Framing.LENGTH, persistence);
		output.writeAll(encoder.encoded(), count);
		return carriesContent;
	}

	/** Writes an interim head. */
	static void writeInterim(ResponseHead head, ResponseHeadEncoder encoder, Output output) throws IOException {
		int count = encoder.encode(head, NOTHING, NOTHING, -1, ResponseHeadEncoder.Framing.LENGTH,
				ResponseHeadEncoder.Persistence.IMPLIED);
		output.writeAll(encoder.encoded(), count);
		output.flush();
	}

	/** Writes the head of an upgrade: what follows has no framing. */
	void upgrade(ResponseHead head, ResponseHeadEncoder encoder, byte[] serverLine, byte[] dateLine, Output output)
			throws IOException {
		if (this.writing != Writing.INIT) {
			throw new IllegalStateException("The head of the response has left already");
		}
		this.writing = Writing.CONTENT;
		this.framing = Framing.CONNECTION;
		int count = encoder.encode(head, serverLine, dateLine, -1, ResponseHeadEncoder.Framing.LENGTH,
				ResponseHeadEncoder.Persistence.UPGRADE);
		output.writeAll(encoder.encoded(), count);
		output.flush();
	}

	/** Writes content, and returns how much of it was taken. */
	int write(byte[] bytes, int from, int length, Output output) throws IOException {
		beginChunk(length, output);
		int taken = output.write(bytes, from, length);
		endChunk(taken, output);
		return taken;
	}

	void writeShared(byte[] bytes, int from, int length, Output output) throws IOException {
		beginChunk(length, output);
		output.writeShared(bytes, from, length);
		endChunk(length, output);
	}

	void writeFile(FileRegion region, long length, Output output) throws IOException {
		try {
			beginChunk(length, output);
		}
		catch (IOException | RuntimeException | Error ex) {
			region.close();
			throw ex;
		}
		output.write(region);
		endChunk(length, output);
	}

	private void beginChunk(long length, Output output) throws IOException {
		if (this.writing != Writing.CONTENT || this.framing == Framing.NO_CONTENT) {
			throw new IllegalStateException("No content of the response can be written");
		}
		if (this.framing == Framing.CHUNKED && this.chunkRemaining == 0) {
			byte[] size = (Long.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			output.writeAll(size, size.length);
			this.chunkRemaining = length;
		}
	}

	private void endChunk(long taken, Output output) throws IOException {
		if (this.framing == Framing.CHUNKED) {
			this.chunkRemaining -= taken;
			if (this.chunkRemaining == 0) {
				output.writeAll(LINE_END, LINE_END.length);
			}
		}
	}

	void end(List<Map.Entry<String, String>> trailers, Output output) throws IOException {
		if (this.writing != Writing.CONTENT) {
			return;
		}
		this.writing = Writing.COMPLETE;
		if (this.framing == Framing.CHUNKED) {
			StringBuilder end = new StringBuilder("0\r\n");
			for (Map.Entry<String, String> trailer : trailers) {
				end.append(trailer.getKey()).append(": ").append(trailer.getValue()).append("\r\n");
			}
			byte[] bytes = end.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
			output.writeAll(bytes, bytes.length);
		}
	}

}
