package io.jhttp.server.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.http.Authority;
import io.jhttp.server.http.Bytes;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;

/**
 * Makes the head of a request of the fields of a header block, with the rules of RFC
 * 9113, section 8: what breaks them is malformed, and only resets the stream. What HTTP/1
 * would answer with an error is answered here, too. No more is kept than is accepted.
 */
final class RequestFields implements HpackDecoder.Fields {

	/** A line of HTTP/1 has a colon, a space and a line end. */
	private static final int LINE = 4;

	/** A list that is as many times larger than is accepted is a bomb. */
	private static final int BOMB = 64;

	private final HeadLimits limits;

	private final long maxContent;

	private final boolean extendedConnect;

	private final List<HeaderField> fields = new ArrayList<>(16);

	private @Nullable String method;

	private @Nullable String scheme;

	private @Nullable String authority;

	private @Nullable String path;

	/** What an extended CONNECT begins (RFC 8441, section 4). */
	private @Nullable String protocol;

	private @Nullable HeaderField host;

	private @Nullable StringBuilder cookies;

	private int cookieIndex;

	private @Nullable String contentLength;

	private @Nullable String expectation;

	private Priority priority = Priority.DEFAULT;

	private int size;

	/** What the client knows to be the size, pseudo-header fields included. */
	private long listSize;

	private int count;

	/** What makes it malformed, or null. */
	private @Nullable String malformed;

	/** Why it is not accepted, or null. */
	private @Nullable HttpProblem problem;

	RequestFields(Http2Options options) {
		this.limits = options.headLimits();
		this.maxContent = options.maxContent();
		this.extendedConnect = options.extendedConnect();
	}

	@Override
	public void accept(HeaderField field) throws ConnectionError {
		this.listSize += field.size();
		if (this.listSize > BOMB * accepted()) {
			throw ConnectionError.calm(ShedReason.HEADER_BLOCKS, "A header block stands for too many fields");
		}
		FieldKind kind = field.kind();
		if (kind.isPseudo()) {
			acceptPseudo(kind, field.value());
			return;
		}
		if (kind == FieldKind.CONNECTION_SPECIFIC || kind == FieldKind.MALFORMED) {
			malformed((kind == FieldKind.MALFORMED) ? "A field is malformed" : "A field belongs to HTTP/1 only");
			return;
		}
		this.count++;
		this.size += field.name().length() + field.value().length() + LINE;
		if (this.count > this.limits.fields()) {
			refuse(RequestRules.tooManyFields(this.limits.fields()));
		}
		else if (this.size > this.limits.fieldSection()) {
			refuse(RequestRules.fieldsTooLarge(this.limits.fieldSection()));
		}
		else {
			acceptField(kind, field);
		}
	}

	private void acceptPseudo(FieldKind kind, String value) {
		if (this.count > 0) {
			malformed("A pseudo-header field follows another field");
		}
		switch (kind) {
			case METHOD -> this.method = once(this.method, value);
			case SCHEME -> this.scheme = once(this.scheme, value);
			case AUTHORITY -> this.authority = once(this.authority, value);
			case PATH -> this.path = once(this.path, value);
			default -> {
				if (!this.extendedConnect) {
					malformed("Extended CONNECT was not offered");
				}
				this.protocol = once(this.protocol, value);
			}
		}
	}

	private String once(@Nullable String before, String value) {
		if (before != null) {
			malformed("A pseudo-header field comes twice");
		}
		return value;
	}

	private void acceptField(FieldKind kind, HeaderField field) {
		switch (kind) {
			case COOKIE -> {
				acceptCookie(field);
				return;
			}
			case HOST -> {
				if (this.host != null) {
					refuse(HttpProblem.badRequest("There is more than one Host field."));
				}
				this.host = field;
			}
			case CONTENT_LENGTH -> {
				if (this.contentLength != null) {
					malformed("There is more than one Content-Length field");
				}
				this.contentLength = field.value();
			}
			case EXPECT -> {
				if (this.expectation != null || !field.value().equalsIgnoreCase("100-continue")) {
					refuse(RequestRules.unknownExpectation());
				}
				this.expectation = field.value();
			}
			case TE -> {
				if (!field.value().equalsIgnoreCase("trailers")) {
					malformed("TE can only be 'trailers'");
				}
			}
			case PRIORITY -> this.priority = Priority.of(field.value());
			default -> {
				// Of interest to handlers only.
			}
		}
		this.fields.add(field);
	}

	/** RFC 9113, section 8.2.3: what was split to be compressed is one field. */
	private void acceptCookie(HeaderField crumb) {
		if (this.cookies == null) {
			this.cookies = new StringBuilder(crumb.value());
			this.cookieIndex = this.fields.size();
			this.fields.add(crumb);
		}
		else {
			this.cookies.append("; ").append(crumb.value());
		}
	}

	private void malformed(String reason) {
		if (this.malformed == null) {
			this.malformed = reason;
		}
	}

	private void refuse(HttpProblem reason) {
		if (this.problem == null) {
			this.problem = reason;
		}
	}

	/** How many KiB are beyond what is accepted. */
	long excess() {
		return Math.max(0, this.listSize - accepted()) / 1024;
	}

	private long accepted() {
		return (long) this.limits.requestLine() + this.limits.fieldSection();
	}

	/**
	 * The head, once all fields have come.
	 * @param endsStream whether the request has no content
	 * @throws StreamError if it is malformed
	 */
	Http2RequestHead head(int stream, boolean endsStream) throws StreamError {
		long length = -1;
		try {
			length = length();
			check();
		}
		catch (HttpProblem ex) {
			refuse(ex);
		}
		if (endsStream && length > 0) {
			malformed("The content is not as long as declared");
		}
		if (this.malformed != null) {
			throw new StreamError(stream, ErrorCode.PROTOCOL_ERROR, this.malformed);
		}
		if (this.cookies != null && this.cookieIndex < this.fields.size()) {
			HeaderField first = this.fields.get(this.cookieIndex);
			if (this.cookies.length() > first.value().length()) {
				this.fields.set(this.cookieIndex, first.with(this.cookies.toString()));
			}
		}
		String asked = this.authority;
		if (asked == null) {
			asked = (this.host != null) ? this.host.value() : null;
		}
		else if (this.host == null) {
			// Handlers and scripts know the host by this field.
			this.fields.add(0, new HeaderField("host", asked, FieldKind.HOST));
		}
		Http2RequestHead head = new Http2RequestHead((this.method != null) ? this.method : "",
				(this.path != null) ? this.path : "*", asked, this.fields.toArray(HeaderField[]::new), length,
				this.expectation != null, this.priority, this.protocol);
		try {
			RequestRules.requireAcceptableContent(head, this.maxContent);
		}
		catch (HttpProblem ex) {
			refuse(ex);
		}
		return head;
	}

	/** Why the head is not accepted, or null. */
	@Nullable HttpProblem problem() {
		return this.problem;
	}

	private long length() {
		String declared = this.contentLength;
		if (declared == null) {
			return -1;
		}
		byte[] bytes = bytes(declared);
		return RequestRules.contentLength(bytes, 0, bytes.length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** RFC 9113, section 8.3.1. */
	private void check() {
		if ("CONNECT".equals(this.method) && this.protocol == null) {
			refuse(RequestRules.connectRefused());
			return;
		}
		String target = this.path;
		boolean begins = this.protocol == null || "CONNECT".equals(this.method);
		if (this.method == null || target == null || this.scheme == null || target.isEmpty() || !begins) {
			malformed("A pseudo-header field is missing");
			return;
		}
		if (this.authority != null && this.host != null && !this.authority.equalsIgnoreCase(this.host.value())) {
			malformed("The Host field differs from :authority");
			return;
		}
		if (!isToken(this.method)) {
			malformed("The method is not a token");
			return;
		}
		if (this.method.length() + target.length() > this.limits.requestLine()) {
			throw RequestRules.targetTooLong(this.limits.requestLine());
		}
		checkTarget(target);
		String asked = (this.authority != null) ? this.authority : (this.host != null) ? this.host.value() : null;
		if (asked == null) {
			throw HttpProblem.badRequest("The Host field is missing.");
		}
		byte[] bytes = bytes(asked);
		if (!Authority.isValid(bytes, 0, bytes.length)) {
			throw HttpProblem.badRequest("The Host field is malformed.");
		}
	}

	private static boolean isToken(String text) {
		int at = 0;
		while (at < text.length() && Bytes.isToken((byte) text.charAt(at))) {
			at++;
		}
		return at > 0 && at == text.length();
	}

	private void checkTarget(String target) {
		if (target.equals("*") && "OPTIONS".equals(this.method)) {
			return;
		}
		if (target.charAt(0) != '/') {
			throw HttpProblem.badRequest("The request target is neither a path nor an http URL.");
		}
		int at = 0;
		while (at < target.length() && Bytes.isPath((byte) target.charAt(at))) {
			at++;
		}
		if (at < target.length() && target.charAt(at) == '?') {
			at++;
			while (at < target.length() && Bytes.isQuery((byte) target.charAt(at))) {
				at++;
			}
		}
		if (at < target.length()) {
			throw HttpProblem.badRequest((target.charAt(at) == '#') ? "The request target has a fragment."
					: "The request target has a character that must be percent-encoded.");
		}
	}

	/**
	 * Checks fields that stand behind the content, which no handler is given.
	 * @throws StreamError if they are malformed
	 */
	void requireTrailers(int stream) throws StreamError {
		boolean pseudo = this.method != null || this.scheme != null || this.authority != null || this.path != null
				|| this.protocol != null;
		if (this.malformed != null || pseudo) {
			throw new StreamError(stream, ErrorCode.PROTOCOL_ERROR, "The trailers are malformed");
		}
	}

}
