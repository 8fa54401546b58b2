package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.http.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Parses request heads (RFC 9112, sections 2 to 5), strictly, byte by byte, and goes on
 * where it stopped when more bytes come. One pass: each byte is looked at once.
 *
 * <pre>
 *            tchar          SP           SP             CR              LF
 *  START ──────────▶ METHOD ──▶ PATH ──────▶ VERSION ──────▶ LINE_END ──────▶ FIELD ◀─┐
 *   ▲ │                          │ ?          ▲                              │ │      │
 *   └─┘ CR LF                    └▶ QUERY ────┘ SP                     tchar │ │ CR   │
 *                                                                            ▼ ▼      │
 *                                VALUE_END ◀── VALUE ◀── BEFORE_VALUE ◀── NAME  HEAD_END ──LF──▶ done
 *                                    │      CR                         ":"            │
 *                                    └──────────────────── LF ────────────────────────┘
 * </pre>
 *
 * A simple request of HTTP/0.9, where it is accepted, goes from PATH to HEAD_END.
 * <p>
 * Positions are relative to the first byte of the message, so the caller may move the
 * bytes between two calls.
 */
final class RequestHeadParser {

	/** RFC 9112, section 2.2: empty lines before a request line are skipped. */
	static final int MAX_EMPTY_LINES = 4;

	private enum State {

		START, EMPTY_LINE_END, METHOD, PATH, QUERY, VERSION, LINE_END, FIELD, NAME, BEFORE_VALUE, VALUE, VALUE_END,
		HEAD_END

	}

	private static final int INTS_PER_FIELD = 4;

	private static final int VERSION_LENGTH = "HTTP/1.1".length();

	private final HeadLimits limits;

	private final boolean http09;

	private State state = State.START;

	/** The next byte to look at. */
	private int position;

	private int methodStart;

	private int methodEnd;

	private int targetEnd;

	private int lineEnd;

	private int queryStart;

	private HttpVersion version = HttpVersion.HTTP_1_1;

	/** Start and end of name and value, for each field. */
	private int[] fields = new int[16 * INTS_PER_FIELD];

	private int fieldCount;

	private @Nullable Http1RequestHead head;

	private int emptyLines;

	private int versionStart;

	private int fieldsStart;

	private int nameStart;

	private int nameEnd;

	private int valueStart;

	/** Behind the last byte of the value that is not white space. */
	private int valueEnd;

	/**
	 * Creates a parser.
	 * @param limits how large heads may be
	 * @param http09 whether it accepts simple requests of HTTP/0.9, which are a line with
	 * {@code GET} and a path (RFC 1945, section 4.1)
	 */
	RequestHeadParser(HeadLimits limits, boolean http09) {
		this.limits = limits;
		this.http09 = http09;
		reset();
	}

	/**
	 * Forgets what was parsed: the next call begins a new message.
	 */
	void reset() {
		this.state = State.START;
		this.position = 0;
		this.emptyLines = 0;
		this.methodStart = 0;
		this.methodEnd = 0;
		this.queryStart = -1;
		this.fieldCount = 0;
		this.head = null;
	}

	/**
	 * The head.
	 * @return the message's own, or null if it is not complete
	 */
	@Nullable Http1RequestHead head() {
		return this.head;
	}

	/** The head, which is complete. */
	Http1RequestHead requireHead() {
		Http1RequestHead complete = this.head;
		if (complete == null) {
			throw new IllegalStateException("The head is not complete");
		}
		return complete;
	}

	/**
	 * The fields that have come of a head that is not complete.
	 * @param bytes the buffer
	 * @param base where the message begins in it
	 * @return a head of which nothing but the fields may be used
	 */
	Http1RequestHead incompleteHead(byte[] bytes, int base) {
		return newHead(bytes, base);
	}

	/**
	 * Whether a byte of a request line has been seen: empty lines do not begin a head.
	 * @return false between two messages
	 */
	boolean hasBegun() {
		return this.state != State.START && this.state != State.EMPTY_LINE_END;
	}

	/** Whether the request is for a head alone, as far as it is known. */
	boolean isForHead(byte[] bytes, int base) {
		return methodIs(bytes, base, "HEAD");
	}

	/**
	 * How long the head is that {@link #parse} completed, empty lines before it included.
	 * @return a number of bytes
	 */
	int length() {
		return this.position;
	}

	/**
	 * As much of the request line as has come, whether it can be one or not.
	 * @param bytes the buffer
	 * @param base where the message begins in it
	 * @param limit behind the last byte that has been read
	 * @return ISO-8859-1 text without CR and LF, at most as long as a request line may be
	 */
	String receivedLine(byte[] bytes, int base, int limit) {
		int from = base + (hasBegun() ? this.methodStart : this.position);
		int end = (int) Math.min(limit, (long) from + this.limits.requestLine());
		int at = from;
		while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
			at++;
		}
		return (at > from) ? new String(bytes, from, at - from, StandardCharsets.ISO_8859_1) : "";
	}

	/**
	 * Looks at the bytes that it has not seen yet.
	 * @param bytes the buffer
	 * @param base where the message begins in it
	 * @param limit behind the last byte that has been read
	 * @return true if the head is complete and its rules hold, false if more bytes are
	 * needed
	 * @throws HttpProblem if this is no acceptable head; the connection cannot be used
	 * any further then
	 */
	boolean parse(byte[] bytes, int base, int limit) {
		int end = limit - base;
		while (this.position < end) {
			byte b = bytes[base + this.position];
			switch (this.state) {
				case START -> start(b);
				case EMPTY_LINE_END -> emptyLineEnd(b);
				case METHOD -> method(b);
				case PATH -> path(bytes, base, end);
				case QUERY -> query(bytes, base, end);
				case VERSION -> version(bytes, base, b);
				case LINE_END -> lineEnd(b);
				case FIELD -> field(b);
				case NAME -> name(bytes, base, end);
				case BEFORE_VALUE -> beforeValue(b);
				case VALUE -> value(bytes, base, end);
				case VALUE_END -> valueEnd(b);
				case HEAD_END -> {
					headEnd(b);
					Http1RequestHead complete = newHead(bytes, base);
					this.head = complete;
					Http1RequestRules.check(complete);
					return true;
				}
			}
		}
		return false;
	}

	private Http1RequestHead newHead(byte[] bytes, int base) {
		int[] positions = Arrays.copyOf(this.fields, this.fieldCount * INTS_PER_FIELD);
		for (int i = 0; i < positions.length; i++) {
			positions[i] -= this.methodStart;
		}
		return new Http1RequestHead(Arrays.copyOfRange(bytes, base + this.methodStart, base + this.position),
				this.version, this.methodEnd - this.methodStart, this.targetEnd - this.methodStart,
				this.lineEnd - this.methodStart, (this.queryStart < 0) ? -1 : this.queryStart - this.methodStart,
				positions);
	}

	private boolean methodIs(byte[] bytes, int base, String method) {
		int start = base + this.methodStart;
		boolean same = this.methodEnd - this.methodStart == method.length();
		for (int i = 0; same && i < method.length(); i++) {
			same = bytes[start + i] == method.charAt(i);
		}
		return same;
	}

	private void start(byte b) {
		if (b == '\r') {
			if (++this.emptyLines > MAX_EMPTY_LINES) {
				throw HttpProblem.badRequest("Too many empty lines before the request line.");
			}
			this.state = State.EMPTY_LINE_END;
			this.position++;
			return;
		}
		if (!Bytes.isToken(b)) {
			throw HttpProblem.badRequest("The request line does not begin with a method.");
		}
		this.methodStart = this.position;
		this.state = State.METHOD;
		this.position++;
	}

	private void emptyLineEnd(byte b) {
		if (b != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		this.state = State.START;
		this.position++;
	}

	private void method(byte b) {
		if (b == ' ') {
			this.methodEnd = this.position;
			this.state = State.PATH;
		}
		else if (!Bytes.isToken(b)) {
			throw HttpProblem.badRequest("The method is not a token.");
		}
		if (this.position - this.methodStart >= this.limits.requestLine()) {
			// RFC 9112, section 3: a method longer than any that is implemented.
			throw new HttpProblem(501, "The method is too long.");
		}
		this.position++;
	}

	private void path(byte[] bytes, int base, int end) {
		int at = this.position;
		while (at < end && Bytes.isPath(bytes[base + at])) {
			at++;
		}
		checkRequestLine(at);
		this.position = at;
		if (at == end) {
			return;
		}
		if (bytes[base + at] == '?') {
			this.queryStart = at + 1;
			this.state = State.QUERY;
			this.position++;
			return;
		}
		targetEnd(bytes, base, bytes[base + at]);
	}

	private int targetStart() {
		return this.methodEnd + 1;
	}

	private void query(byte[] bytes, int base, int end) {
		int at = this.position;
		while (at < end && Bytes.isQuery(bytes[base + at])) {
			at++;
		}
		checkRequestLine(at);
		this.position = at;
		if (at < end) {
			targetEnd(bytes, base, bytes[base + at]);
		}
	}

	private void targetEnd(byte[] bytes, int base, byte b) {
		if (b == '\r' && this.http09 && methodIs(bytes, base, "GET") && this.position > targetStart()) {
			this.version = HttpVersion.HTTP_0_9;
			this.targetEnd = this.position;
			this.lineEnd = this.position;
			this.state = State.HEAD_END;
			this.position++;
			return;
		}
		if (b != ' ') {
			throw HttpProblem.badRequest(switch (b) {
				case '\r', '\n' -> "The request line has no protocol version.";
				case '#' -> "The request target has a fragment.";
				default -> "The request target has a character that must be percent-encoded.";
			});
		}
		if (this.position == targetStart()) {
			throw HttpProblem.badRequest("The request target is empty.");
		}
		this.targetEnd = this.position;
		this.versionStart = this.position + 1;
		this.state = State.VERSION;
		this.position++;
	}

	private void version(byte[] bytes, int base, byte b) {
		int length = this.position - this.versionStart;
		if (b == '\r') {
			this.version = versionOf(bytes, base + this.versionStart, length);
			this.lineEnd = this.position;
			this.state = State.LINE_END;
		}
		else if (length == VERSION_LENGTH) {
			throw HttpProblem.badRequest("The protocol version is malformed.");
		}
		this.position++;
		checkRequestLine(this.position - 1);
	}

	private static HttpVersion versionOf(byte[] bytes, int at, int length) {
		boolean wellFormed = length == VERSION_LENGTH && bytes[at] == 'H' && bytes[at + 1] == 'T'
				&& bytes[at + 2] == 'T' && bytes[at + 3] == 'P' && bytes[at + 4] == '/' && Bytes.isDigit(bytes[at + 5])
				&& bytes[at + 6] == '.' && Bytes.isDigit(bytes[at + 7]);
		if (!wellFormed) {
			throw HttpProblem.badRequest("The protocol version is malformed.");
		}
		if (bytes[at + 5] != '1') {
			throw new HttpProblem(505, "Only HTTP/1.0 and HTTP/1.1 are supported.");
		}
		return (bytes[at + 7] == '0') ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
	}

	private void lineEnd(byte b) {
		if (b != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		this.position++;
		this.fieldsStart = this.position;
		this.state = State.FIELD;
	}

	private void field(byte b) {
		if (b == '\r') {
			this.state = State.HEAD_END;
		}
		else if (b == ' ' || b == '\t') {
			throw HttpProblem.badRequest("A header line begins with white space.");
		}
		else if (!Bytes.isToken(b)) {
			throw HttpProblem.badRequest("A header line does not begin with a field name.");
		}
		else {
			this.nameStart = this.position;
			this.state = State.NAME;
		}
		this.position++;
	}

	private void name(byte[] bytes, int base, int end) {
		int at = this.position;
		while (at < end && Bytes.isToken(bytes[base + at])) {
			at++;
		}
		checkFieldSection(at);
		this.position = at;
		if (at == end) {
			return;
		}
		if (bytes[base + at] != ':') {
			throw HttpProblem.badRequest("A field name is not a token that is followed by a colon.");
		}
		if (this.fieldCount == this.limits.fields()) {
			throw RequestRules.tooManyFields(this.limits.fields());
		}
		this.nameEnd = at;
		this.state = State.BEFORE_VALUE;
		this.position++;
	}

	private void beforeValue(byte b) {
		if (b == ' ' || b == '\t') {
			this.position++;
			checkFieldSection(this.position);
			return;
		}
		this.valueStart = this.position;
		this.valueEnd = this.position;
		this.state = State.VALUE;
	}

	private void value(byte[] bytes, int base, int end) {
		int at = this.position;
		int last = this.valueEnd;
		while (at < end && Bytes.isFieldValue(bytes[base + at])) {
			byte b = bytes[base + at++];
			if (b != ' ' && b != '\t') {
				last = at;
			}
		}
		checkFieldSection(at);
		this.position = at;
		this.valueEnd = last;
		if (at == end) {
			return;
		}
		if (bytes[base + at] != '\r') {
			throw HttpProblem.badRequest("A field value has a control character.");
		}
		this.state = State.VALUE_END;
		this.position++;
	}

	private void valueEnd(byte b) {
		if (b != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		addField();
		this.state = State.FIELD;
		this.position++;
		checkFieldSection(this.position);
	}

	private void addField() {
		int at = this.fieldCount * INTS_PER_FIELD;
		if (at == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, at * 2);
		}
		this.fields[at] = this.nameStart;
		this.fields[at + 1] = this.nameEnd;
		this.fields[at + 2] = this.valueStart;
		this.fields[at + 3] = this.valueEnd;
		this.fieldCount++;
	}

	private void headEnd(byte b) {
		if (b != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		this.position++;
	}

	private void checkRequestLine(int at) {
		if (at - this.methodStart > this.limits.requestLine()) {
			throw RequestRules.targetTooLong(this.limits.requestLine());
		}
	}

	private void checkFieldSection(int at) {
		if (at - this.fieldsStart > this.limits.fieldSection()) {
			throw RequestRules.fieldsTooLarge(this.limits.fieldSection());
		}
	}

}
