package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what is written in memory, up to a threshold, and beyond that in a file.
 */
final class StoringOutput extends OutputStream {

	private final UploadDirectory directory;

	private final int threshold;

	private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);

	private UploadDirectory.@Nullable NewFile stored;

	private long length;

	StoringOutput(UploadDirectory directory, int threshold) {
		this.directory = directory;
		this.threshold = threshold;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.length += length;
		UploadDirectory.NewFile file = this.stored;
		if (file == null && this.length > this.threshold) {
			file = this.directory.createFile();
			this.stored = file;
			this.memory.writeTo(file.output());
			this.memory.reset();
		}
		OutputStream target = (file != null) ? file.output() : this.memory;
		target.write(bytes, offset, length);
	}

	@Override
	public void close() throws IOException {
		if (this.stored != null) {
			this.stored.output().close();
		}
	}

	/** What is in no file. */
	byte[] bytes() {
		return this.memory.toByteArray();
	}

	@Nullable Path file() {
		return (this.stored != null) ? this.stored.path() : null;
	}

	long length() {
		return this.length;
	}

}
