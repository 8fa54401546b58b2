package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;

import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * A request head as it came: its own copy of the bytes, and where in them each part
 * stands. Strings are made when they are asked for.
 */
final class Http1RequestHead implements RequestHead {

	private static final int INTS_PER_FIELD = 4;

	private static final String[] COMMON_METHODS = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH" };

	/** From the first byte of the method on. */
	final byte[] bytes;

	/** Start and end of name and value, for each field. */
	private final int[] fields;

	final HttpVersion version;

	private final int methodEnd;

	final int targetEnd;

	private final int lineEnd;

	/** Behind the question mark, or -1. A query ends with the target. */
	private final int queryStart;

	/** Path within the target; an empty one stands for "/" (absolute-form). */
	int pathStart;

	long contentLength = -1;

	boolean chunked;

	boolean persistent;

	boolean expectsContinue;

	Http1RequestHead(byte[] bytes, HttpVersion version, int methodEnd, int targetEnd, int lineEnd, int queryStart,
			int[] fields) {
		this.bytes = bytes;
		this.version = version;
		this.methodEnd = methodEnd;
		this.targetEnd = targetEnd;
		this.lineEnd = lineEnd;
		this.queryStart = queryStart;
		this.fields = fields;
		this.pathStart = targetStart();
	}

	int targetStart() {
		return this.methodEnd + 1;
	}

	int pathEnd() {
		return (this.queryStart < 0) ? this.targetEnd : this.queryStart - 1;
	}

	@Override
	public String method() {
		for (String common : COMMON_METHODS) {
			if (methodIs(common)) {
				return common;
			}
		}
		return text(0, this.methodEnd);
	}

	@Override
	public boolean methodIs(String method) {
		return regionIs(0, this.methodEnd, method);
	}

	@Override
	public String requestLine() {
		return text(0, this.lineEnd);
	}

	@Override
	public String target() {
		return text(targetStart(), this.targetEnd);
	}

	@Override
	public @Nullable String host() {
		int start = targetStart();
		if (this.pathStart == start) {
			return field("Host");
		}
		// Behind the scheme of an absolute target.
		while (this.bytes[start] != '/') {
			start++;
		}
		return text(start + 2, this.pathStart);
	}

	@Override
	public boolean isForServer() {
		return regionIs(targetStart(), this.targetEnd, "*");
	}

	@Override
	public String path() {
		return (this.pathStart == pathEnd()) ? "/" : text(this.pathStart, pathEnd());
	}

	@Override
	public PathBytes pathBytes() {
		return (this.pathStart == pathEnd()) ? PathBytes.of("/")
				: PathBytes.of(this.bytes, this.pathStart, pathEnd() - this.pathStart);
	}

	@Override
	public @Nullable String query() {
		return (this.queryStart < 0) ? null : text(this.queryStart, this.targetEnd);
	}

	@Override
	public HttpVersion version() {
		return this.version;
	}

	@Override
	public int fieldCount() {
		return this.fields.length / INTS_PER_FIELD;
	}

	@Override
	public String fieldName(int index) {
		int at = index * INTS_PER_FIELD;
		return text(this.fields[at], this.fields[at + 1]);
	}

	@Override
	public String fieldValue(int index) {
		return text(valueStart(index), valueEnd(index));
	}

	@Override
	public boolean fieldValueIs(int index, String value) {
		return regionIs(valueStart(index), valueEnd(index), value);
	}

	int valueStart(int index) {
		return this.fields[index * INTS_PER_FIELD + 2];
	}

	int valueEnd(int index) {
		return this.fields[index * INTS_PER_FIELD + 3];
	}

	@Override
	public int indexOf(String name, int from) {
		for (int index = from; index < fieldCount(); index++) {
			int at = index * INTS_PER_FIELD;
			if (equalsIgnoreCase(this.fields[at], this.fields[at + 1], name)) {
				return index;
			}
		}
		return -1;
	}

	@Override
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
			while (comma < end && this.bytes[comma] != ',') {
				comma++;
			}
			int first = from;
			int last = comma;
			while (first < last && isBlank(this.bytes[first])) {
				first++;
			}
			while (first < last && isBlank(this.bytes[last - 1])) {
				last--;
			}
			if (equalsIgnoreCase(first, last, member)) {
				return true;
			}
			from = comma + 1;
		}
		return false;
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\t';
	}

	@Override
	public long contentLength() {
		return this.contentLength;
	}

	/** Whether the content comes in the chunked coding. */
	boolean isChunked() {
		return this.chunked;
	}

	/** Whether any byte of content follows the head. */
	boolean hasContent() {
		return this.chunked || this.contentLength > 0;
	}

	@Override
	public boolean isPersistent() {
		return this.persistent;
	}

	/** Whether the client waits for a 100 before it sends content. */
	boolean expectsContinue() {
		return this.expectsContinue;
	}

	private boolean regionIs(int start, int end, String expected) {
		int length = expected.length();
		if (end - start != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if ((this.bytes[start + i] & 0xff) != expected.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	boolean equalsIgnoreCase(int start, int end, String expected) {
		int length = expected.length();
		if (end - start != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (lower(this.bytes[start + i]) != lower((byte) expected.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static int lower(byte b) {
		return (b >= 'A' && b <= 'Z') ? b + 32 : b;
	}

	private String text(int start, int end) {
		return new String(this.bytes, start, end - start, StandardCharsets.ISO_8859_1);
	}

}
