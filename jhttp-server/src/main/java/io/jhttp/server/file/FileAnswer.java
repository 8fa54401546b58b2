package io.jhttp.server.file;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What would be sent for a file or a directory, with every condition and range of the
 * request: a status, fields and content.
 */
public final class FileAnswer implements Closeable {

	private final int status;

	private final List<Map.Entry<String, String>> fields = new ArrayList<>();

	private final @Nullable FileChannel file;

	private final long position;

	private final long length;

	private final byte[] page;

	private FileAnswer(int status, @Nullable FileChannel file, long position, long length, byte[] page) {
		this.status = status;
		this.file = file;
		this.position = position;
		this.length = length;
		this.page = page;
	}

	static FileAnswer ofFile(int status, FileChannel file, long position, long length) {
		return new FileAnswer(status, file, position, length, new byte[0]);
	}

	static FileAnswer ofPage(int status, byte[] page) {
		return new FileAnswer(status, null, 0, page.length, page);
	}

	FileAnswer field(String name, String value) {
		this.fields.add(Map.entry(name, value));
		return this;
	}

	/**
	 * The status code.
	 * @return such as 200, 206, 304, 412 or 416
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The header fields, without those that frame the content.
	 * @return names and values, in order
	 */
	public List<Map.Entry<String, String>> fields() {
		return this.fields;
	}

	/**
	 * The length of the content.
	 * @return a number of bytes
	 */
	public long length() {
		return this.length;
	}

	/**
	 * The content, which ends after {@link #length()} bytes, or earlier if the file has
	 * become shorter.
	 * @return a stream; closing it closes this
	 */
	public InputStream content() {
		FileChannel file = this.file;
		return (file == null) ? new ByteArrayInputStream(this.page)
				: new ChannelPart(file, this.position, this.position + this.length);
	}

	/**
	 * Sends all of it.
	 * @param response the response that it becomes
	 * @throws IOException if the client is gone
	 */
	public void sendTo(HttpResponse response) throws IOException {
		response.status(this.status);
		this.fields.forEach((field) -> response.header(field.getKey(), field.getValue()));
		if (this.file != null) {
			response.sendFile(this.file, this.position, this.length);
		}
		else {
			response.send(this.page);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.file != null) {
			this.file.close();
		}
	}

	private static final class ChannelPart extends InputStream {

		private final FileChannel file;

		private final long end;

		private long at;

		ChannelPart(FileChannel file, long start, long end) {
			this.file = file;
			this.at = start;
			this.end = end;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			int most = (int) Math.min(length, this.end - this.at);
			if (most == 0) {
				return (length == 0) ? 0 : -1;
			}
			int count = this.file.read(ByteBuffer.wrap(target, offset, most), this.at);
			this.at += Math.max(0, count);
			return count;
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
