package io.jhttp.spring.boot.webflux.http;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpResponse;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBuffer;

/**
 * Writes buffers, and compresses them before if that was decided.
 */
final class BufferWriter implements PieceWriter<DataBuffer> {

	private final JhttpServerHttpResponse owner;

	private final boolean flushes;

	/**
	 * Creates a writer.
	 * @param flushes whether compression may hold nothing back
	 */
	BufferWriter(JhttpServerHttpResponse owner, boolean flushes) {
		this.owner = owner;
		this.flushes = flushes;
	}

	@Override
	public void write(DataBuffer piece, HttpResponse response) throws IOException {
		try {
			this.owner.tell(response);
			GzipEncoder encoder = this.owner.encoder();
			if (encoder != null) {
				write(encoder.encode(bytes(piece), this.flushes), response);
			}
			else {
				response.write(part(piece));
			}
		}
		finally {
			release(piece);
		}
	}

	static void write(byte[] content, HttpResponse response) throws IOException {
		response.write(ContentPart.of(content, 0, content.length));
	}

	/** A buffer on the heap is not copied: once released, nobody changes it. */
	private static ContentPart part(DataBuffer buffer) {
		if (buffer instanceof DefaultDataBuffer heap) {
			ByteBuffer bytes = heap.getNativeBuffer();
			if (bytes.hasArray()) {
				return ContentPart.of(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
			}
		}
		byte[] copy = bytes(buffer);
		return ContentPart.of(copy, 0, copy.length);
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		return bytes;
	}

	@Override
	public void release(DataBuffer piece) {
		DataBufferUtils.release(piece);
	}

}
