package io.jhttp.server.handler;

import java.io.IOException;
import java.io.OutputStream;

import io.jhttp.server.HttpResponse;
import io.jhttp.server.exchange.ContentOutput;

/**
 * The content of a response as Python's {@code wfile} takes it: what is written leaves
 * with the write. A response that is small, and whose length is known, leaves as a whole
 * when its handler returns: a client that has it sooner may ask again before the
 * connection is back at its loop, which costs more.
 */
final class HandlerOutput extends OutputStream {

	private final OutputStream content;

	/** In bytes, or -1. */
	private final long length;

	/** How many bytes may wait; negative if that is the server's to decide. */
	private final int bufferSize;

	private long unsent;

	private HandlerOutput(OutputStream content, long length, int bufferSize) {
		this.content = content;
		this.length = length;
		this.bufferSize = bufferSize;
	}

	static HandlerOutput of(HttpResponse response, int bufferSize) {
		String length = response.header("Content-Length");
		return new HandlerOutput(response.output(), (length != null) ? Long.parseLong(length) : -1, bufferSize);
	}

	@Override
	public void write(int b) throws IOException {
		this.content.write(b);
		afterWrite(1);
	}

	@Override
	public void write(byte[] bytes, int from, int count) throws IOException {
		this.content.write(bytes, from, count);
		afterWrite(count);
	}

	private void afterWrite(int count) throws IOException {
		this.unsent += count;
		boolean whole = this.length >= 0 && this.length <= ContentOutput.MAX_GATHERED;
		if (!whole && this.bufferSize >= 0 && this.unsent > this.bufferSize) {
			flush();
		}
	}

	@Override
	public void flush() throws IOException {
		this.unsent = 0;
		this.content.flush();
	}

	@Override
	public void close() throws IOException {
		this.content.close();
	}

	/** The same without a flush after each write, for content that has no pauses. */
	OutputStream withoutPauses() {
		return this.content;
	}

}
