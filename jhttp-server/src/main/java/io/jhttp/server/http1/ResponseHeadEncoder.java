package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Writes response heads as HTTP/1 (RFC 9112, sections 4 and 5). Its buffer is used again
 * for each of them.
 */
final class ResponseHeadEncoder {

	private static final int FIRST_CODE = 100;

	/** Where the minor version stands in a status line. */
	private static final int MINOR_VERSION = "HTTP/1.".length();

	/** Those of registered codes. */
	private static final byte[] @Nullable [] STATUS_LINES = statusLines();

	private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");

	private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

	private static final byte[] CLOSE = ascii("Connection: close\r\n");

	private static final byte[] UPGRADE = ascii("Connection: upgrade\r\n");

	private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

	private byte[] encoded = new byte[512];

	private int length;

	/**
	 * How the end of the content is found, apart from its length.
	 */
	enum Framing {

		/** There is a length, or none is needed. */
		LENGTH,

		/** The chunked coding. */
		CHUNKED

	}

	/**
	 * What the response says about its connection.
	 */
	enum Persistence {

		/** HTTP/1.1 stays open without a word. */
		IMPLIED,

		/** HTTP/1.0 stays open if both sides say so. */
		KEEP_ALIVE,

		/** The connection ends with this response. */
		CLOSE,

		/** It goes on with another protocol (RFC 9110, section 7.8). */
		UPGRADE

	}

	/**
	 * Encodes the head.
	 * @param head what the handler has stated
	 * @param serverLine the {@code Server} line with its line end, may be empty; left out
	 * if the handler set that field
	 * @param dateLine the {@code Date} line with its line end, likewise
	 * @param contentLength the length of the content, or -1 if it is not stated
	 * @param framing how the content is framed
	 * @param persistence what to say about the connection
	 * @return the number of bytes that {@link #encoded()} now has
	 */
	int encode(ResponseHead head, byte[] serverLine, byte[] dateLine, long contentLength, Framing framing,
			Persistence persistence) {
		this.length = 0;
		statusLine(head);
		if (head.version() == HttpVersion.HTTP_1_0) {
			this.encoded[MINOR_VERSION] = '0';
		}
		if (!head.isBare()) {
			if (head.get("Server") == null) {
				append(serverLine);
			}
			if (head.get("Date") == null) {
				append(dateLine);
			}
		}
		EncodedHeaders constant = head.constant();
		if (constant != null) {
			append(constant.bytes());
		}
		for (int i = 0; i < head.fieldCount(); i++) {
			append(head.fieldName(i));
			append((byte) ':', (byte) ' ');
			append(head.fieldValue(i));
			append((byte) '\r', (byte) '\n');
		}
		if (contentLength >= 0) {
			append(CONTENT_LENGTH);
			appendNumber(contentLength);
			append((byte) '\r', (byte) '\n');
		}
		if (framing == Framing.CHUNKED) {
			append(CHUNKED);
		}
		if (persistence == Persistence.CLOSE) {
			append(CLOSE);
		}
		else if (persistence == Persistence.KEEP_ALIVE) {
			append(KEEP_ALIVE);
		}
		else if (persistence == Persistence.UPGRADE) {
			append(UPGRADE);
		}
		append((byte) '\r', (byte) '\n');
		return this.length;
	}

	/**
	 * The bytes of the last {@link #encode}, from index 0.
	 * @return a buffer that is used again
	 */
	byte[] encoded() {
		return this.encoded;
	}

	private void statusLine(ResponseHead head) {
		int index = head.status() - FIRST_CODE;
		byte[] known = (index < STATUS_LINES.length) ? STATUS_LINES[index] : null;
		String reason = head.reason();
		if (reason == null && known != null) {
			append(known);
			return;
		}
		append(String.format(Locale.ROOT, "HTTP/1.1 %d %s\r\n", head.status(), (reason != null) ? reason : ""));
	}

	private void append(byte[] bytes) {
		ensure(bytes.length);
		System.arraycopy(bytes, 0, this.encoded, this.length, bytes.length);
		this.length += bytes.length;
	}

	/** ISO-8859-1, without the array that String.getBytes would make. */
	@SuppressWarnings("deprecation")
	private void append(String text) {
		int count = text.length();
		ensure(count);
		text.getBytes(0, count, this.encoded, this.length);
		this.length += count;
	}

	private void append(byte first, byte second) {
		ensure(2);
		this.encoded[this.length++] = first;
		this.encoded[this.length++] = second;
	}

	private void appendNumber(long number) {
		int digits = 1;
		for (long rest = number; rest >= 10; rest /= 10) {
			digits++;
		}
		ensure(digits);
		long rest = number;
		for (int at = this.length + digits - 1; at >= this.length; at--) {
			this.encoded[at] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		this.length += digits;
	}

	private void ensure(int more) {
		if (this.length + more > this.encoded.length) {
			this.encoded = Arrays.copyOf(this.encoded, Math.max(this.encoded.length * 2, this.length + more));
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] @Nullable [] statusLines() {
		byte[] @Nullable [] lines = new byte[500][];
		for (Map.Entry<Integer, HttpStatus.Text> known : HttpStatus.texts().entrySet()) {
			int code = known.getKey();
			lines[code - FIRST_CODE] = ascii("HTTP/1.1 " + code + " " + known.getValue().reason() + "\r\n");
		}
		return lines;
	}

}
