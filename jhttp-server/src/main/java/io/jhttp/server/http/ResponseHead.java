package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The head of a response as a handler states it: a status and fields. How the content is
 * framed and whether the connection stays open is not said here; {@link #encode} adds it.
 */
public final class ResponseHead {

	private static final int FIRST_CODE = 100;

	/** Where the minor version stands in a status line. */
	private static final int MINOR_VERSION = "HTTP/1.".length();

	/** Those of registered codes. */
	private static final byte[] @Nullable [] STATUS_LINES = statusLines();

	private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");

	private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

	private static final byte[] CLOSE = ascii("Connection: close\r\n");

	private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

	private HttpVersion version = HttpVersion.HTTP_1_1;

	private int status = 200;

	private boolean statusSet;

	private @Nullable String reason;

	/** Names and values in turn. */
	private @Nullable String[] fields = new String[16];

	private int used;

	private @Nullable EncodedFields constant;

	private byte[] encoded = new byte[512];

	private int length;

	/**
	 * How the end of the content can be told, apart from its length.
	 */
	public enum Framing {

		/** There is a length, or none is needed. */
		LENGTH,

		/** The chunked coding. */
		CHUNKED

	}

	/**
	 * What the answer says about its connection.
	 */
	public enum Persistence {

		/** HTTP/1.1 stays open without a word. */
		IMPLIED,

		/** HTTP/1.0 stays open if both sides say so. */
		KEEP_ALIVE,

		/** The connection ends with this answer. */
		CLOSE

	}

	/**
	 * Sets the protocol version of the status line.
	 * @param version 1.0 or 1.1, which is the default
	 */
	public void version(HttpVersion version) {
		this.version = version;
	}

	/**
	 * Forgets status and fields.
	 */
	public void clear() {
		this.status = 200;
		this.statusSet = false;
		this.reason = null;
		Arrays.fill(this.fields, 0, this.used, null);
		this.used = 0;
		this.constant = null;
	}

	/**
	 * Whether neither a status nor a field was set.
	 * @return true after {@link #clear}
	 */
	public boolean isPristine() {
		return !this.statusSet && this.used == 0 && this.constant == null;
	}

	/**
	 * The status code.
	 * @return 200 until another was set
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Sets the status.
	 * @param status 100 to 999
	 * @param reason the reason phrase, or null for the registered one
	 * @throws IllegalArgumentException if the code has no three digits or the phrase a
	 * control character
	 */
	public void status(int status, @Nullable String reason) {
		if (status < FIRST_CODE || status > 999) {
			throw new IllegalArgumentException("A status code has three digits: " + status);
		}
		this.status = status;
		this.statusSet = true;
		this.reason = (reason != null) ? FieldRules.requireValue("reason phrase", reason) : null;
	}

	/**
	 * Sets a field, in place of all lines of that name.
	 * @param name a token
	 * @param value ISO-8859-1 text without control characters
	 * @throws IllegalArgumentException if one of them may not stand in a response
	 */
	public void set(String name, String value) {
		FieldRules.requireName(name);
		FieldRules.requireValue(name, value);
		remove(name);
		append(name, value);
	}

	/**
	 * Adds a field line.
	 * @param name a token
	 * @param value ISO-8859-1 text without control characters
	 * @throws IllegalArgumentException if one of them may not stand in a response
	 */
	public void add(String name, String value) {
		append(FieldRules.requireName(name), FieldRules.requireValue(name, value));
	}

	/**
	 * Sets fields that were encoded before; they stand before all others.
	 * @param fields the fields, in place of any that were set by this method
	 */
	public void constant(EncodedFields fields) {
		this.constant = fields;
	}

	private void append(String name, String value) {
		if (this.used == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, this.used * 2);
		}
		this.fields[this.used++] = name;
		this.fields[this.used++] = value;
	}

	/**
	 * Removes all lines of a name.
	 * @param name the name in any case
	 */
	public void remove(String name) {
		for (int i = indexOf(name); i >= 0; i = indexOf(name)) {
			System.arraycopy(this.fields, i + 2, this.fields, i, this.used - i - 2);
			this.used -= 2;
		}
	}

	/**
	 * The first value of a field.
	 * @param name the name in any case
	 * @return the value, or null if there is none
	 */
	public @Nullable String get(String name) {
		int index = indexOf(name);
		return (index < 0) ? null : this.fields[index + 1];
	}

	/**
	 * All fields, one entry for each line.
	 * @return names and values, in order
	 */
	public List<Map.Entry<String, String>> fields() {
		List<Map.Entry<String, String>> lines = new ArrayList<>();
		if (this.constant != null) {
			lines.addAll(this.constant.fields());
		}
		for (int i = 0; i < this.used; i += 2) {
			lines.add(Map.entry(String.valueOf(this.fields[i]), String.valueOf(this.fields[i + 1])));
		}
		return lines;
	}

	private int indexOf(String name) {
		for (int i = 0; i < this.used; i += 2) {
			if (name.equalsIgnoreCase(this.fields[i])) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Encodes the head.
	 * @param serverLine the {@code Server} line with its line end, may be empty; left out
	 * if the handler set that field
	 * @param dateLine the {@code Date} line with its line end, likewise
	 * @param contentLength the length of the content, or -1 if it is not stated
	 * @param framing how the content is framed
	 * @param persistence what to say about the connection
	 * @return the number of octets that {@link #encoded()} now has
	 */
	public int encode(byte[] serverLine, byte[] dateLine, long contentLength, Framing framing,
			Persistence persistence) {
		this.length = 0;
		statusLine();
		if (this.version == HttpVersion.HTTP_1_0) {
			this.encoded[MINOR_VERSION] = '0';
		}
		if (this.used == 0 || indexOf("Server") < 0) {
			append(serverLine);
		}
		if (this.used == 0 || indexOf("Date") < 0) {
			append(dateLine);
		}
		if (this.constant != null) {
			append(this.constant.octets());
		}
		for (int i = 0; i < this.used; i++) {
			append(String.valueOf(this.fields[i]));
			append((byte) ':', (byte) ' ');
			append(String.valueOf(this.fields[++i]));
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
		append((byte) '\r', (byte) '\n');
		return this.length;
	}

	/**
	 * The octets of the last {@link #encode}, from index 0.
	 * @return a buffer that is used again
	 */
	public byte[] encoded() {
		return this.encoded;
	}

	private void statusLine() {
		int index = this.status - FIRST_CODE;
		byte[] known = (index < STATUS_LINES.length) ? STATUS_LINES[index] : null;
		if (this.reason == null && known != null) {
			append(known);
			return;
		}
		String phrase = (this.reason != null) ? this.reason : "";
		append(String.format(Locale.ROOT, "HTTP/1.1 %d %s\r\n", this.status, phrase));
	}

	private void append(byte[] octets) {
		ensure(octets.length);
		System.arraycopy(octets, 0, this.encoded, this.length, octets.length);
		this.length += octets.length;
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
