package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a script writes: a head with lines that end in LF or CRLF, an empty line, and
 * content.
 */
final class ScriptOutput {

	private static final int MAX_HEAD = 32 * 1024;

	private final InputStream source;

	private final byte[] buffer = new byte[MAX_HEAD];

	private int position;

	private int limit;

	ScriptOutput(InputStream source) {
		this.source = source;
	}

	/**
	 * Reads the head.
	 * @return null if the output ends before its head does
	 * @throws MalformedOutputException if it is none
	 */
	@Nullable ScriptHead readHead() throws IOException {
		List<String> lines = new ArrayList<>();
		int lineStart = 0;
		while (true) {
			for (; this.position < this.limit; this.position++) {
				if (this.buffer[this.position] == '\n') {
					String line = line(lineStart, this.position);
					lineStart = this.position + 1;
					if (line.isEmpty()) {
						this.position++;
						return ScriptHead.parse(lines);
					}
					lines.add(line);
				}
			}
			if (this.limit == MAX_HEAD) {
				throw new MalformedOutputException("its head is larger than " + MAX_HEAD + " bytes");
			}
			int count = this.source.read(this.buffer, this.limit, MAX_HEAD - this.limit);
			if (count < 0) {
				return null;
			}
			this.limit += count;
		}
	}

	private String line(int from, int lineFeed) {
		int end = (lineFeed > from && this.buffer[lineFeed - 1] == '\r') ? lineFeed - 1 : lineFeed;
		return new String(this.buffer, from, end - from, StandardCharsets.ISO_8859_1);
	}

	/** Whether there was any output at all. */
	boolean isEmpty() {
		return this.limit == 0;
	}

	byte[] buffer() {
		return this.buffer;
	}

	int position() {
		return this.position;
	}

	/**
	 * Makes the next content stand in the buffer.
	 * @return how much it is, or -1 at its end
	 */
	int read() throws IOException {
		if (this.position < this.limit) {
			int count = this.limit - this.position;
			this.limit = this.position;
			return count;
		}
		this.position = 0;
		this.limit = 0;
		return this.source.read(this.buffer, 0, this.buffer.length);
	}

	/** Whether reading would have to wait. */
	boolean isDry() throws IOException {
		return this.position >= this.limit && this.source.available() == 0;
	}

}
