package io.jhttp.spring.boot.test.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * The content of a response, as it arrives. With its end, the connection ends.
 */
final class ResponseContent extends InputStream {

	/** In place of a length: in chunks. */
	static final long CHUNKED = -1;

	/** In place of a length: until the server closes the connection. */
	static final long UNTIL_CLOSE = -2;

	private final InputStream input;

	private final Socket socket;

	private final boolean chunked;

	/** How many bytes the chunk, or all of the content, has left. */
	private long left;

	private boolean atEnd;

	ResponseContent(InputStream input, Socket socket, long length) throws IOException {
		this.input = input;
		this.socket = socket;
		this.chunked = length == CHUNKED;
		this.left = (length == UNTIL_CLOSE) ? Long.MAX_VALUE : Math.max(0, length);
		if (length == 0) {
			end();
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (this.left == 0 && this.chunked && !this.atEnd) {
			nextChunk();
		}
		if (this.atEnd) {
			return -1;
		}
		int count = this.input.read(target, offset, (int) Math.min(length, this.left));
		if (count < 0) {
			if (this.left > Long.MAX_VALUE / 2) {
				end();
				return -1;
			}
			throw new EOFException("The response has ended too early: " + this.left + " bytes are missing");
		}
		this.left -= count;
		if (this.left == 0) {
			if (this.chunked) {
				ResponseReader.line(this.input);
			}
			else {
				end();
			}
		}
		return count;
	}

	/** Trailer fields are left out, as Spring's clients have no place for them. */
	private void nextChunk() throws IOException {
		String size = ResponseReader.line(this.input);
		this.left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
		if (this.left == 0) {
			while (!ResponseReader.line(this.input).isEmpty()) {
				// The next one.
			}
			end();
		}
	}

	@Override
	public int available() throws IOException {
		return this.atEnd ? 0 : (int) Math.min(this.input.available(), this.left);
	}

	private void end() throws IOException {
		this.atEnd = true;
		this.left = 0;
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.atEnd = true;
		this.socket.close();
	}

}
