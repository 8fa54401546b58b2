package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A stream that refuses once its request is over, from any thread.
 */
final class RequestScopedInput extends FilterInputStream {

	private final Runnable present;

	/**
	 * Creates a stream.
	 * @param present throws {@link IllegalStateException} if the request is over
	 */
	RequestScopedInput(InputStream content, Runnable present) {
		super(content);
		this.present = present;
	}

	@Override
	public int read() throws IOException {
		this.present.run();
		return super.read();
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		this.present.run();
		return super.read(target, offset, length);
	}

	@Override
	public long skip(long count) throws IOException {
		this.present.run();
		return super.skip(count);
	}

	@Override
	public int available() throws IOException {
		this.present.run();
		return super.available();
	}

	/** The system may copy by itself, from file to file. */
	@Override
	public long transferTo(OutputStream target) throws IOException {
		this.present.run();
		return this.in.transferTo(target);
	}

}
