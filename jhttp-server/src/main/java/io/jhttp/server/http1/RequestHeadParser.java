package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Parses request heads (RFC 9112, sections 2 to 5), strictly, octet by octet, and goes on
 * where it stopped when more octets come. One pass: each octet is looked at once.
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
 * Positions are relative to the first octet of the message, so the caller may move the
 * octets between two calls.
 */
final class RequestHeadParser {

	/** RFC 9112, section 2.2: empty lines before a request line are skipped. */
	static final int MOST_EMPTY_LINES = 4;

	private enum State {

		START, EMPTY_LINE_END, METHOD, PATH, QUERY, VERSION, LINE_END, FIELD, NAME, BEFORE_VALUE, VALUE, VALUE_END,
		HEAD_END

	}

	private static final int INTS_PER_FIELD = 4;

	private static final int VERSION_LENGTH = "HTTP/1.1".length();

	private final HeadLimits limits;

	private final boolean http09;

	private State state = State.START;

	/** The next octet to look at. */
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

	/** Behind the last octet of the value that is not white space. */
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
	 * @param octets the buffer
	 * @param base where the message begins in it
	 * @return a head of which nothing but the fields may be used
	 */
	Http1RequestHead incompleteHead(byte[] octets, int base) {
		return newHead(octets, base);
	}

	/**
	 * Whether an octet of a request line has been seen: empty lines do not begin a head.
	 * @return false between two messages
	 */
	boolean hasBegun() {
		return this.state != State.START && this.state != State.EMPTY_LINE_END;
	}

	/** Whether the request is for a head alone, as far as it is known. */
	boolean isForHead(byte[] octets, int base) {
		return methodIs(octets, base, "HEAD");
	}

	/**
	 * How long the head is that {@link #parse} completed, empty lines before it included.
	 * @return a number of octets
	 */
	int length() {
		return this.position;
	}

	/**
	 * As much of the request line as has come, whether it can be one or not.
	 * @param octets the buffer
	 * @param base where the message begins in it
	 * @param limit behind the last octet that has been read
	 * @return ISO-8859-1 text without CR and LF, at most as long as a request line may be
	 */
	String receivedLine(byte[] octets, int base, int limit) {
		int from = base + (hasBegun() ? this.methodStart : this.position);
		int end = (int) Math.min(limit, (long) from + this.limits.requestLine());
		int at = from;
		while (at < end && octets[at] != '\r' && octets[at] != '\n') {
			at++;
		}
		return (at > from) ? new String(octets, from, at - from, StandardCharsets.ISO_8859_1) : "";
	}

	/**
	 * Looks at the octets that it has not seen yet.
	 * @param octets the buffer
	 * @param base where the message begins in it
	 * @param limit behind the last octet that has been read
	 * @return true if the head is complete and its rules hold, false if more octets are
	 * needed
	 * @throws HttpProblem if this is no acceptable head; the connection cannot be used
	 * any further then
	 */
	boolean parse(byte[] octets, int base, int limit) {
		int end = limit - base;
		while (this.position < end) {
			byte octet = octets[base + this.position];
			switch (this.state) {
				case START -> start(octet);
				case EMPTY_LINE_END -> emptyLineEnd(octet);
				case METHOD -> method(octet);
				case PATH -> path(octets, base, end);
				case QUERY -> query(octets, base, end);
				case VERSION -> version(octets, base, octet);
				case LINE_END -> lineEnd(octet);
				case FIELD -> field(octet);
				case NAME -> name(octets, base, end);
				case BEFORE_VALUE -> beforeValue(octet);
				case VALUE -> value(octets, base, end);
				case VALUE_END -> valueEnd(octet);
				case HEAD_END -> {
					headEnd(octet);
					Http1RequestHead complete = newHead(octets, base);
					this.head = complete;
					RequestRules.check(complete);
					return true;
				}
			}
		}
		return false;
	}

	private Http1RequestHead newHead(byte[] octets, int base) {
		int[] positions = Arrays.copyOf(this.fields, this.fieldCount * INTS_PER_FIELD);
		for (int i = 0; i < positions.length; i++) {
			positions[i] -= this.methodStart;
		}
		return new Http1RequestHead(Arrays.copyOfRange(octets, base + this.methodStart, base + this.position),
				this.version, this.methodEnd - this.methodStart, this.targetEnd - this.methodStart,
				this.lineEnd - this.methodStart, (this.queryStart < 0) ? -1 : this.queryStart - this.methodStart,
				positions);
	}

	private boolean methodIs(byte[] octets, int base, String method) {
		int start = base + this.methodStart;
		boolean same = this.methodEnd - this.methodStart == method.length();
		for (int i = 0; same && i < method.length(); i++) {
			same = octets[start + i] == method.charAt(i);
		}
		return same;
	}

	private void start(byte octet) {
		if (octet == '\r') {
			if (++this.emptyLines > MOST_EMPTY_LINES) {
				throw HttpProblem.badRequest("Too many empty lines before the request line.");
			}
			this.state = State.EMPTY_LINE_END;
			this.position++;
			return;
		}
		if (!Octets.isToken(octet)) {
			throw HttpProblem.badRequest("The request line does not begin with a method.");
		}
		this.methodStart = this.position;
		this.state = State.METHOD;
		this.position++;
	}

	private void emptyLineEnd(byte octet) {
		if (octet != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		this.state = State.START;
		this.position++;
	}

	private void method(byte octet) {
		if (octet == ' ') {
			this.methodEnd = this.position;
			this.state = State.PATH;
		}
		else if (!Octets.isToken(octet)) {
			throw HttpProblem.badRequest("The method is not a token.");
		}
		if (this.position - this.methodStart >= this.limits.requestLine()) {
			// RFC 9112, section 3: a method longer than any that is implemented.
			throw new HttpProblem(501, "The method is too long.");
		}
		this.position++;
	}

	private void path(byte[] octets, int base, int end) {
		int at = this.position;
		while (at < end && Octets.isPath(octets[base + at])) {
			at++;
		}
		checkRequestLine(at);
		this.position = at;
		if (at == end) {
			return;
		}
		if (octets[base + at] == '?') {
			this.queryStart = at + 1;
			this.state = State.QUERY;
			this.position++;
			return;
		}
		targetEnd(octets, base, octets[base + at]);
	}

	private int targetStart() {
		return this.methodEnd + 1;
	}

	private void query(byte[] octets, int base, int end) {
		int at = this.position;
		while (at < end && Octets.isQuery(octets[base + at])) {
			at++;
		}
		checkRequestLine(at);
		this.position = at;
		if (at < end) {
			targetEnd(octets, base, octets[base + at]);
		}
	}

	private void targetEnd(byte[] octets, int base, byte octet) {
		if (octet == '\r' && this.http09 && methodIs(octets, base, "GET") && this.position > targetStart()) {
			this.version = HttpVersion.HTTP_0_9;
			this.targetEnd = this.position;
			this.lineEnd = this.position;
			this.state = State.HEAD_END;
			this.position++;
			return;
		}
		if (octet != ' ') {
			throw HttpProblem.badRequest(switch (octet) {
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

	private void version(byte[] octets, int base, byte octet) {
		int length = this.position - this.versionStart;
		if (octet == '\r') {
			this.version = versionOf(octets, base + this.versionStart, length);
			this.lineEnd = this.position;
			this.state = State.LINE_END;
		}
		else if (length == VERSION_LENGTH) {
			throw HttpProblem.badRequest("The protocol version is malformed.");
		}
		this.position++;
		checkRequestLine(this.position - 1);
	}

	private static HttpVersion versionOf(byte[] octets, int at, int length) {
		boolean wellFormed = length == VERSION_LENGTH && octets[at] == 'H' && octets[at + 1] == 'T'
				&& octets[at + 2] == 'T' && octets[at + 3] == 'P' && octets[at + 4] == '/'
				&& Octets.isDigit(octets[at + 5]) && octets[at + 6] == '.' && Octets.isDigit(octets[at + 7]);
		if (!wellFormed) {
			throw HttpProblem.badRequest("The protocol version is malformed.");
		}
		if (octets[at + 5] != '1') {
			throw new HttpProblem(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
		}
		return (octets[at + 7] == '0') ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
	}

	private void lineEnd(byte octet) {
		if (octet != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		this.position++;
		this.fieldsStart = this.position;
		this.state = State.FIELD;
	}

	private void field(byte octet) {
		if (octet == '\r') {
			this.state = State.HEAD_END;
		}
		else if (octet == ' ' || octet == '\t') {
			throw HttpProblem.badRequest("A header line begins with white space.");
		}
		else if (!Octets.isToken(octet)) {
			throw HttpProblem.badRequest("A header line does not begin with a field name.");
		}
		else {
			this.nameStart = this.position;
			this.state = State.NAME;
		}
		this.position++;
	}

	private void name(byte[] octets, int base, int end) {
		int at = this.position;
		while (at < end && Octets.isToken(octets[base + at])) {
			at++;
		}
		checkFieldSection(at);
		this.position = at;
		if (at == end) {
			return;
		}
		if (octets[base + at] != ':') {
			throw HttpProblem.badRequest("A field name is not a token that is followed by a colon.");
		}
		if (this.fieldCount == this.limits.fields()) {
			throw new HttpProblem(431, "There are more than " + this.limits.fields() + " header fields.");
		}
		this.nameEnd = at;
		this.state = State.BEFORE_VALUE;
		this.position++;
	}

	private void beforeValue(byte octet) {
		if (octet == ' ' || octet == '\t') {
			this.position++;
			checkFieldSection(this.position);
			return;
		}
		this.valueStart = this.position;
		this.valueEnd = this.position;
		this.state = State.VALUE;
	}

	private void value(byte[] octets, int base, int end) {
		int at = this.position;
		int last = this.valueEnd;
		while (at < end && Octets.isFieldValue(octets[base + at])) {
			byte octet = octets[base + at++];
			if (octet != ' ' && octet != '\t') {
				last = at;
			}
		}
		checkFieldSection(at);
		this.position = at;
		this.valueEnd = last;
		if (at == end) {
			return;
		}
		if (octets[base + at] != '\r') {
			throw HttpProblem.badRequest("A field value has a control character.");
		}
		this.state = State.VALUE_END;
		this.position++;
	}

	private void valueEnd(byte octet) {
		if (octet != '\n') {
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

	private void headEnd(byte octet) {
		if (octet != '\n') {
			throw HttpProblem.badRequest("A carriage return is not followed by a line feed.");
		}
		this.position++;
	}

	private void checkRequestLine(int at) {
		if (at - this.methodStart > this.limits.requestLine()) {
			throw new HttpProblem(414, "The request line is longer than " + this.limits.requestLine() + " bytes.");
		}
	}

	private void checkFieldSection(int at) {
		if (at - this.fieldsStart > this.limits.fieldSection()) {
			throw new HttpProblem(431, "The header section is larger than " + this.limits.fieldSection() + " bytes.");
		}
	}

}
