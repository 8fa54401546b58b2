package io.jhttp.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * A part of content that can only be read from its beginning: what lies before is
 * skipped. It is opened when it is read first.
 */
final class SkippedStream extends PartStream {

	private final ContentPart.Source source;

	private final long position;

	private @Nullable InputStream content;

	SkippedStream(ContentPart.Source source, long position, long length) {
		super(length);
		this.source = source;
		this.position = position;
	}

	@Override
	int readPart(byte[] target, int offset, int length) throws IOException {
		int count = content().read(target, offset, length);
		if (count < 0) {
			throw new EOFException("The content ends " + remaining() + " bytes before the end that it states");
		}
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
		end();
		if (content != null) {
			content.close();
		}
	}

}
