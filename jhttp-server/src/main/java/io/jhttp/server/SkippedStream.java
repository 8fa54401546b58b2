package io.jhttp.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A part of content that can only be read from its beginning: what lies before is
 * skipped. It is opened when it is read first.
 */
final class SkippedStream extends InputStream {

	private final ContentPart.Source source;

	private final long position;

	private long remaining;

	private @Nullable InputStream content;

	SkippedStream(ContentPart.Source source, long position, long length) {
		this.source = source;
		this.position = position;
		this.remaining = length;
	}

	@Override
	public int read() throws IOException {
		byte[] b = new byte[1];
		return (read(b, 0, 1) < 0) ? -1 : b[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (this.remaining == 0) {
			return -1;
		}
		int count = content().read(target, offset, (int) Math.min(length, this.remaining));
		if (count < 0) {
			throw new EOFException("The content ends " + this.remaining + " bytes before the end that it states");
		}
		this.remaining -= count;
		return count;
	}

	private InputStream content() throws IOException {
		InputStream content = this.content;
		if (content == null) {
			content = this.source.open();
			this.content = content;
			content.skipNBytes(this.position);
		}
		return content;
	}

	@Override
	public void close() throws IOException {
		InputStream content = this.content;
		this.remaining = 0;
		if (content != null) {
			content.close();
		}
	}

}
