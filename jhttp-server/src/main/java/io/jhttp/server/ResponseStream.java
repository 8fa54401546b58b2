package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Content that is written bit by bit. It is gathered until its length is known, or until
 * there is too much of it: then it leaves in chunks (RFC 9112, section 7.1), or up to the
 * end of the connection for a client of HTTP/1.0.
 */
final class ResponseStream extends OutputStream {

	private static final int FIRST_CAPACITY = 512;

	private static final int CAPACITY = 8192;

	private static final byte[] LINE_END = { '\r', '\n' };

	private final HttpResponse response;

	private byte[] gathered = {};

	private int length;

	private long written;

	private boolean closed;

	ResponseStream(HttpResponse response) {
		this.response = response;
	}

	@Override
	public void write(int octet) throws IOException {
		requireOpen();
		count(1);
		if (this.length == CAPACITY) {
			emit();
		}
		ensure(1);
		this.gathered[this.length++] = (byte) octet;
	}

	@Override
	public void write(byte[] octets, int from, int count) throws IOException {
		Objects.checkFromIndexSize(from, count, octets.length);
		requireOpen();
		count(count);
		if (count > CAPACITY - this.length) {
			emit();
		}
		if (count > CAPACITY) {
			emit(octets, from, count);
			return;
		}
		ensure(count);
		System.arraycopy(octets, from, this.gathered, this.length, count);
		this.length += count;
	}

	private void count(int more) throws IOException {
		long declared = this.response.declaredLength();
		if (declared >= 0 && this.written + more > declared) {
			throw new IOException("More content was written than the declared length of " + declared + " bytes");
		}
		this.written += more;
	}

	private void ensure(int more) {
		int needed = this.length + more;
		if (needed > this.gathered.length) {
			int capacity = Math.max(Math.max(FIRST_CAPACITY, 2 * this.gathered.length), needed);
			this.gathered = Arrays.copyOf(this.gathered, Math.min(CAPACITY, capacity));
		}
	}

	/** Lets go of what is gathered. */
	void emit() throws IOException {
		emit(this.gathered, 0, this.length);
		this.length = 0;
	}

	private void emit(byte[] octets, int from, int count) throws IOException {
		if (!this.response.isCommitted()) {
			this.response.commit(this.response.declaredLength());
		}
		if (!this.response.carriesContent() || count == 0) {
			return;
		}
		this.response.countContent(count);
		if (this.response.isChunked()) {
			byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			this.response.exchange().write(size, 0, size.length);
			this.response.exchange().write(octets, from, count);
			this.response.exchange().write(LINE_END, 0, LINE_END.length);
		}
		else {
			this.response.exchange().write(octets, from, count);
		}
	}

	@Override
	public void flush() throws IOException {
		requireOpen();
		emit();
		this.response.exchange().flush();
	}

	/**
	 * Refuses further content. The answer is finished when its handler has returned: one
	 * that fails after this, as with try-with-resources, must not look complete.
	 */
	@Override
	public void close() {
		this.closed = true;
	}

	/** Sends what is left, and the end of the content. */
	void finish() throws IOException {
		this.closed = true;
		long declared = this.response.declaredLength();
		if (!this.response.isCommitted() && declared < 0) {
			this.response.commit(this.response.trailers().isEmpty() ? this.written : -1);
		}
		emit();
		if (this.response.carriesContent()) {
			if (declared >= 0 && this.written < declared) {
				this.response.exchange().abort();
			}
			else if (this.response.isChunked()) {
				byte[] end = ("0\r\n" + this.response.trailers() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
				this.response.exchange().write(end, 0, end.length);
			}
		}
	}

	private void requireOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The content of the response is complete already");
		}
	}

}
