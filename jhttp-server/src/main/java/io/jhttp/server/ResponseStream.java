package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

import io.jhttp.server.exchange.ContentOutput;
import io.jhttp.server.exchange.HttpStream;

/**
 * Content that is written bit by bit. It is gathered until its length is known, or until
 * there is too much of it: then it leaves in chunks (RFC 9112, section 7.1), or up to the
 * end of the connection for a client of HTTP/1.0.
 */
final class ResponseStream extends OutputStream {

	private static final int FIRST_CAPACITY = 512;

	private final HttpResponse response;

	private final HttpStream stream;

	private byte[] gathered = {};

	private int length;

	private long written;

	/** What the response has, once its head has left. */
	private boolean carriesContent;

	private boolean closed;

	ResponseStream(HttpResponse response, HttpStream stream) {
		this.response = response;
		this.stream = stream;
	}

	@Override
	public void write(int b) throws IOException {
		this.stream.enter();
		try {
			requireOpen();
			count(1);
			if (this.length == ContentOutput.MAX_GATHERED) {
				emit();
			}
			ensure(1);
			this.gathered[this.length++] = (byte) b;
		}
		finally {
			this.stream.exit();
		}
	}

	@Override
	public void write(byte[] bytes, int from, int count) throws IOException {
		Objects.checkFromIndexSize(from, count, bytes.length);
		this.stream.enter();
		try {
			requireOpen();
			count(count);
			if (count > ContentOutput.MAX_GATHERED - this.length) {
				emit();
			}
			if (count > ContentOutput.MAX_GATHERED) {
				emit(bytes, from, count);
				return;
			}
			ensure(count);
			System.arraycopy(bytes, from, this.gathered, this.length, count);
			this.length += count;
		}
		finally {
			this.stream.exit();
		}
	}

	/** Writes a part of the content, and closes it in any case. */
	void write(ContentPart part) throws IOException {
		boolean written = false;
		this.stream.enter();
		try {
			requireOpen();
			count(part.length());
			emit();
			if (this.carriesContent && part.length() > 0) {
				written = true;
				this.response.countContent(part.length());
				part.writeTo(this.stream);
			}
		}
		finally {
			this.stream.exit();
			if (!written) {
				part.close();
			}
		}
	}

	private void count(long more) throws IOException {
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
			this.gathered = Arrays.copyOf(this.gathered, Math.min(ContentOutput.MAX_GATHERED, capacity));
		}
	}

	/** Lets go of what is gathered. */
	private void emit() throws IOException {
		emit(this.gathered, 0, this.length);
		this.length = 0;
	}

	private void emit(byte[] bytes, int from, int count) throws IOException {
		if (!this.response.hasLeft()) {
			this.carriesContent = this.response.commit(this.response.declaredLength());
		}
		if (this.carriesContent && count > 0) {
			this.response.countContent(count);
			ContentOutput.write(this.stream, bytes, from, count);
		}
	}

	@Override
	public void flush() throws IOException {
		this.stream.enter();
		try {
			requireOpen();
			emit();
			ContentOutput.flush(this.stream);
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Refuses further content. The response is completed when its handler has returned:
	 * one that fails after this, as with try-with-resources, must not look complete.
	 */
	@Override
	public void close() {
		this.closed = true;
	}

	/** Sends what is left. A declared length that is not reached aborts it. */
	void complete() throws IOException {
		this.closed = true;
		long declared = this.response.declaredLength();
		if (!this.response.hasLeft() && declared < 0) {
			this.carriesContent = this.response.commit(this.response.hasTrailers() ? -1 : this.written);
		}
		emit();
		if (this.carriesContent && declared >= 0 && this.written < declared) {
			this.stream.abort();
		}
	}

	private void requireOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The content of the response is complete already");
		}
	}

}
