package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

import io.jhttp.server.http.HttpProblem;

/**
 * The content of one part of a form, out of the buffer of the form.
 */
final class FormContent extends InputStream {

	private final FormParts parts;

	/** {@link FormParts#UNLIMITED} for the value of a field. */
	private final long max;

	private long count;

	FormContent(FormParts parts, long max) {
		this.parts = parts;
		this.max = max;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : single[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		int taken = take(length);
		if (taken == 0) {
			return -1;
		}
		System.arraycopy(this.parts.buffer(), this.parts.position() - taken, target, offset, taken);
		return taken;
	}

	@Override
	public long transferTo(OutputStream target) throws IOException {
		long before = this.count;
		for (int taken = take(Integer.MAX_VALUE); taken > 0; taken = take(Integer.MAX_VALUE)) {
			target.write(this.parts.buffer(), this.parts.position() - taken, taken);
		}
		return this.count - before;
	}

	/** The rest, as far as memory is meant for it. */
	byte[] readText() throws IOException {
		int max = this.parts.textLeft();
		byte[] bytes = readNBytes(max);
		this.parts.countText(bytes.length);
		if (take(1) > 0) {
			throw this.parts.fail(new HttpProblem(413, "The values of the form are too large."));
		}
		return bytes;
	}

	/** Without waiting. */
	@Override
	public int available() throws IOException {
		return this.parts.available(this);
	}

	/** Takes what there is, before the position then, and waits if there is nothing. */
	private int take(int most) throws IOException {
		int taken = this.parts.take(this, most);
		this.count += taken;
		if (this.max >= 0 && this.count > this.max) {
			throw this.parts.fail(new HttpProblem(413, "A file of the form has more than " + this.max + " bytes."));
		}
		return taken;
	}

}
