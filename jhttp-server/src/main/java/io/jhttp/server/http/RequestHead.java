package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A parsed request head: the octets as they came, and where in them each part stands.
 * Strings are made when somebody asks for them. An instance is reused from request to
 * request; {@link #detach()} gives it octets of its own before it changes threads.
 */
public final class RequestHead {

	private static final int INTS_PER_FIELD = 4;

	private static final String[] COMMON_METHODS = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH" };

	byte[] octets = new byte[0];

	/** Where the head begins in the octets; all other positions are relative to it. */
	int base;

	int length;

	int methodStart;

	int methodEnd;

	int targetStart;

	int targetEnd;

	int lineEnd;

	/** Start of the authority in the target, or -1. It ends where the path begins. */
	int authorityStart;

	/** Path within the target; an empty one stands for "/" (absolute-form). */
	int pathStart;

	int pathEnd;

	/** Start of the query behind its question mark, or -1. It ends with the target. */
	int queryStart;

	HttpVersion version = HttpVersion.HTTP_1_1;

	private int[] fields = new int[16 * INTS_PER_FIELD];

	private int fieldCount;

	private final PathOctets pathOctets = new PathOctets();

	long contentLength;

	boolean chunked;

	boolean persistent;

	boolean expectsContinue;

	void clear() {
		this.length = 0;
		this.methodStart = 0;
		this.methodEnd = 0;
		this.authorityStart = -1;
		this.queryStart = -1;
		this.fieldCount = 0;
		this.contentLength = -1;
		this.chunked = false;
		this.persistent = false;
		this.expectsContinue = false;
	}

	void addField(int nameStart, int nameEnd, int valueStart, int valueEnd) {
		int at = this.fieldCount * INTS_PER_FIELD;
		if (at == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, at * 2);
		}
		this.fields[at] = nameStart;
		this.fields[at + 1] = nameEnd;
		this.fields[at + 2] = valueStart;
		this.fields[at + 3] = valueEnd;
		this.fieldCount++;
	}

	/**
	 * Copies the octets of this head out of the buffer that it was parsed in, so that the
	 * buffer can be read into again.
	 */
	public void detach() {
		this.octets = Arrays.copyOfRange(this.octets, this.base, this.base + this.length);
		this.base = 0;
	}

	/**
	 * Says where the octets of this head stand now.
	 * @param octets the buffer
	 * @param base where the head begins in it
	 */
	public void moveTo(byte[] octets, int base) {
		this.octets = octets;
		this.base = base;
	}

	/**
	 * The method, case-sensitive.
	 * @return a token such as {@code GET} or {@code SPAM}
	 */
	public String method() {
		for (String common : COMMON_METHODS) {
			if (methodIs(common)) {
				return common;
			}
		}
		return text(this.methodStart, this.methodEnd);
	}

	/**
	 * Whether the request has this method.
	 * @param method a token, compared case-sensitively
	 * @return true if it is the same
	 */
	public boolean methodIs(String method) {
		int length = method.length();
		if (this.methodEnd - this.methodStart != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (this.octets[this.base + this.methodStart + i] != method.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The request line without its line end.
	 * @return the line as received
	 */
	public String requestLine() {
		return text(this.methodStart, this.lineEnd);
	}

	/**
	 * The request target as received.
	 * @return never empty
	 */
	public String target() {
		return text(this.targetStart, this.targetEnd);
	}

	/**
	 * The host that the client has asked for: an absolute target goes before the
	 * {@code Host} field (RFC 9112, section 3.2.2).
	 * @return a host, perhaps with a port; or null if a request of HTTP/1.0 has none
	 */
	public @Nullable String host() {
		return (this.authorityStart < 0) ? field("Host") : text(this.authorityStart, this.pathStart);
	}

	/**
	 * Whether the request is about the server itself: {@code OPTIONS *}.
	 * @return true if the target is an asterisk
	 */
	public boolean isForServer() {
		return this.targetEnd - this.targetStart == 1 && this.octets[this.base + this.targetStart] == '*';
	}

	/**
	 * The path of the target, not decoded.
	 * @return a string that starts with a slash, or {@code *}
	 */
	public String path() {
		return (this.pathStart == this.pathEnd) ? "/" : text(this.pathStart, this.pathEnd);
	}

	/**
	 * The octets of the path, not decoded.
	 * @return a view, valid until the head is used for another request
	 */
	public PathOctets pathOctets() {
		if (this.pathStart == this.pathEnd) {
			return PathOctets.of("/");
		}
		this.pathOctets.view(this.octets, this.base + this.pathStart, this.pathEnd - this.pathStart);
		return this.pathOctets;
	}

	/**
	 * The query of the target, not decoded.
	 * @return what follows the first question mark, or null without one
	 */
	public @Nullable String query() {
		return (this.queryStart < 0) ? null : text(this.queryStart, this.targetEnd);
	}

	/**
	 * The version that the request is treated as.
	 * @return 1.0 or 1.1; 0.9 only if the server was told to answer it
	 */
	public HttpVersion version() {
		return this.version;
	}

	/**
	 * How many field lines there are.
	 * @return zero or more
	 */
	public int fieldCount() {
		return this.fieldCount;
	}

	/**
	 * The name of a field line.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @return the name as received
	 */
	public String fieldName(int index) {
		int at = index * INTS_PER_FIELD;
		return text(this.fields[at], this.fields[at + 1]);
	}

	/**
	 * The value of a field line.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @return the value without white space around it, read as ISO-8859-1
	 */
	public String fieldValue(int index) {
		int at = index * INTS_PER_FIELD;
		return text(this.fields[at + 2], this.fields[at + 3]);
	}

	/**
	 * Whether the value of a field line is this one.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @param value ISO-8859-1 text, compared case-sensitively
	 * @return true if it is the same
	 */
	public boolean fieldValueIs(int index, String value) {
		int from = valueStart(index);
		if (valueEnd(index) - from != value.length()) {
			return false;
		}
		for (int i = 0; i < value.length(); i++) {
			if ((this.octets[from + i] & 0xff) != value.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The first value of a field.
	 * @param name its name, in any case
	 * @return the value, or null if there is no such field
	 */
	public @Nullable String field(String name) {
		int index = indexOf(name, 0);
		return (index < 0) ? null : fieldValue(index);
	}

	/**
	 * The combined value of a field that is a list (RFC 9110, section 5.2).
	 * @param name its name, in any case
	 * @return the values of all its lines joined with commas, or null if there is no such
	 * field
	 */
	public @Nullable String combinedField(String name) {
		int index = indexOf(name, 0);
		if (index < 0) {
			return null;
		}
		String value = fieldValue(index);
		int next = indexOf(name, index + 1);
		if (next < 0) {
			return value;
		}
		StringBuilder combined = new StringBuilder(value);
		while (next >= 0) {
			combined.append(", ").append(fieldValue(next));
			next = indexOf(name, next + 1);
		}
		return combined.toString();
	}

	/**
	 * Finds a field line.
	 * @param name its name, in any case
	 * @param from the index to begin at
	 * @return the index of the first such line, or -1
	 */
	public int indexOf(String name, int from) {
		for (int index = from; index < this.fieldCount; index++) {
			int at = index * INTS_PER_FIELD;
			if (equalsIgnoreCase(this.fields[at], this.fields[at + 1], name)) {
				return index;
			}
		}
		return -1;
	}

	/**
	 * The declared length of the content.
	 * @return a number of octets, or -1 without a {@code Content-Length}
	 */
	public long contentLength() {
		return this.contentLength;
	}

	/**
	 * Whether the content comes in the chunked coding.
	 * @return true if it does
	 */
	public boolean isChunked() {
		return this.chunked;
	}

	/**
	 * Whether any octet of content follows the head.
	 * @return false if the head is the whole message
	 */
	public boolean hasContent() {
		return this.chunked || this.contentLength > 0;
	}

	/**
	 * Whether the client lets the connection stay open after the answer.
	 * @return RFC 9112, section 9.3
	 */
	public boolean isPersistent() {
		return this.persistent;
	}

	/**
	 * Whether the client waits for a 100 before it sends content.
	 * @return RFC 9110, section 10.1.1
	 */
	public boolean expectsContinue() {
		return this.expectsContinue;
	}

	int valueStart(int index) {
		return this.base + this.fields[index * INTS_PER_FIELD + 2];
	}

	int valueEnd(int index) {
		return this.base + this.fields[index * INTS_PER_FIELD + 3];
	}

	/**
	 * Whether a comma-separated field has this member, in any of its lines.
	 * @param name the name of the field, in any case
	 * @param member the member, in any case
	 * @return true if it is there
	 */
	public boolean hasListMember(String name, String member) {
		for (int index = indexOf(name, 0); index >= 0; index = indexOf(name, index + 1)) {
			if (lineHasMember(valueStart(index), valueEnd(index), member)) {
				return true;
			}
		}
		return false;
	}

	private boolean lineHasMember(int start, int end, String member) {
		int from = start;
		while (from < end) {
			int comma = from;
			while (comma < end && this.octets[comma] != ',') {
				comma++;
			}
			int first = from;
			int last = comma;
			while (first < last && isBlank(this.octets[first])) {
				first++;
			}
			while (first < last && isBlank(this.octets[last - 1])) {
				last--;
			}
			if (equalsIgnoreCase(first - this.base, last - this.base, member)) {
				return true;
			}
			from = comma + 1;
		}
		return false;
	}

	private static boolean isBlank(byte octet) {
		return octet == ' ' || octet == '\t';
	}

	boolean equalsIgnoreCase(int start, int end, String expected) {
		int length = expected.length();
		if (end - start != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (lower(this.octets[this.base + start + i]) != lower((byte) expected.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static int lower(byte octet) {
		return (octet >= 'A' && octet <= 'Z') ? octet + 32 : octet;
	}

	private String text(int start, int end) {
		return new String(this.octets, this.base + start, end - start, StandardCharsets.ISO_8859_1);
	}

}
