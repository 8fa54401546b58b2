package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.http.EncodedFields;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.FieldRules;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.http.ResponseHead.Framing;
import io.jhttp.server.http.ResponseHead.Persistence;
import io.jhttp.server.net.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A response: a status, header fields, and content in one of four ways: nothing, an array
 * ({@link #send(byte[])}), a file ({@link #sendFile}) or a stream ({@link #output}). The
 * server frames the content itself and keeps to what method and status allow, so that a
 * handler cannot confuse a connection: no content is sent in answer to {@code HEAD}, or
 * with 204, 205 and 304.
 */
public final class HttpResponse {

	/**
	 * Fields that frame a message, or decide how it is read (RFC 9110, section 6.5.1).
	 */
	private static final Set<String> NO_TRAILERS = Set.of("content-length", "transfer-encoding", "connection",
			"content-type", "content-encoding", "content-range", "trailer", "date", "location", "set-cookie", "vary",
			"cache-control", "www-authenticate");

	private static final byte[] NOTHING = {};

	private final Exchange exchange;

	private final HttpRequest request;

	private final HttpServer server;

	private final ResponseHead head = new ResponseHead();

	private long contentLength = -1;

	/** What a handler wants of the connection, or null if it has not said. */
	private @Nullable Boolean persistent;

	private HttpVersion version = HttpVersion.HTTP_1_1;

	/** Whether Server and Date are left to the handler. */
	private boolean bare;

	private boolean committed;

	private boolean complete;

	private long contentOctets;

	/** Whether content may follow the head. */
	private boolean carriesContent;

	private boolean chunked;

	private @Nullable ResponseStream stream;

	private String trailers = "";

	HttpResponse(Exchange exchange, HttpRequest request, HttpServer server) {
		this.exchange = exchange;
		this.request = request;
		this.server = server;
	}

	void begin() {
		clear();
		this.persistent = null;
		this.version = this.server.protocolVersion();
		this.committed = false;
		this.complete = false;
		this.contentOctets = 0;
	}

	/**
	 * Forgets status, fields and content, so that another answer can take their place.
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse reset() {
		requireUncommitted();
		clear();
		return this;
	}

	private void clear() {
		this.head.clear();
		this.bare = false;
		this.contentLength = -1;
		this.stream = null;
		this.trailers = "";
	}

	/**
	 * Answers in another protocol version than the server does by itself. In HTTP/1.0
	 * there are no chunks, and the connection ends unless the handler keeps it.
	 * @param version 1.0 or 1.1
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse version(HttpVersion version) {
		requireUncommitted();
		this.version = version;
		if (version != HttpVersion.HTTP_1_1) {
			this.exchange.forbidInterim();
		}
		return this;
	}

	/**
	 * Sends neither {@code Server} nor {@code Date} unless the handler sets them.
	 * @return this response
	 */
	public HttpResponse bare() {
		this.bare = true;
		return this;
	}

	/**
	 * Says whether the connection stays open after this response. It only does if client
	 * and protocol permit it. A connection can still be closed when the head has left.
	 * @param persistent false to close it
	 * @return this response
	 */
	public HttpResponse persistent(boolean persistent) {
		this.persistent = persistent;
		if (this.committed && !persistent) {
			this.exchange.endConnection();
		}
		return this;
	}

	/**
	 * Sends an interim response (RFC 9110, section 15.2), such as 103 with {@code Link}
	 * fields, at once. A client of HTTP/1.0 does not get it.
	 * @param status 100, or 102 to 199; 100 lets the client send its content
	 * @param reason the phrase, or null for the registered one
	 * @param fields names and values of header fields
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if the status is no such code, or a field may not
	 * stand in a response
	 * @throws IllegalStateException if the head of the final response has left already
	 */
	public void sendInterim(int status, @Nullable String reason, List<Map.Entry<String, String>> fields)
			throws IOException {
		requireUncommitted();
		if (status < 100 || status == 101 || status > 199) {
			throw new IllegalArgumentException("An interim response is 100, or 102 to 199: " + status);
		}
		ResponseHead interim = new ResponseHead();
		interim.status(status, reason);
		fields.forEach((field) -> interim.add(field.getKey(), field.getValue()));
		int octets = interim.encode(NOTHING, NOTHING, -1, Framing.LENGTH, Persistence.IMPLIED);
		this.exchange.writeInterim(interim.encoded(), octets, status == 100);
	}

	/**
	 * The status code.
	 * @return 200 until another is set
	 */
	public int status() {
		return this.head.status();
	}

	/**
	 * Sets the status code.
	 * @param status 200 to 999
	 * @return this response
	 * @throws IllegalArgumentException if it is no final status code
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse status(int status) {
		return status(status, null);
	}

	/**
	 * Sets the status code with a reason phrase of one's own.
	 * @param status 200 to 999
	 * @param reason the phrase, or null for the registered one
	 * @return this response
	 * @throws IllegalArgumentException if it is no final status code, or the phrase has a
	 * control character
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse status(int status, @Nullable String reason) {
		requireUncommitted();
		if (status < 200) {
			throw new IllegalArgumentException("A response needs a final status code, 200 to 999: " + status);
		}
		this.head.status(status, reason);
		return this;
	}

	/**
	 * Sets a header field, in place of any of that name. {@code Content-Length} is the
	 * same as {@link #contentLength}; {@code Connection} may be {@code close} or
	 * {@code keep-alive}.
	 * @param name an RFC 9110 token
	 * @param value ISO-8859-1 text without control characters
	 * @return this response
	 * @throws IllegalArgumentException if name or value may not stand in a response, or
	 * if the field is {@code Transfer-Encoding}, which is the server's to decide
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse header(String name, String value) {
		requireUncommitted();
		if (!isFraming(name, value)) {
			this.head.set(name, value);
		}
		return this;
	}

	/**
	 * Adds a header field line, beside others of that name.
	 * @param name an RFC 9110 token
	 * @param value ISO-8859-1 text without control characters
	 * @return this response
	 * @throws IllegalArgumentException as for {@link #header(String, String)}
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse addHeader(String name, String value) {
		requireUncommitted();
		if (!isFraming(name, value)) {
			this.head.add(name, value);
		}
		return this;
	}

	private boolean isFraming(String name, String value) {
		if (name.equalsIgnoreCase("Content-Length")) {
			contentLength(parseLength(value));
			return true;
		}
		if (name.equalsIgnoreCase("Connection")) {
			this.persistent = !parseCloses(value);
			return true;
		}
		if (name.equalsIgnoreCase("Transfer-Encoding")) {
			throw new IllegalArgumentException(
					"The server frames content itself: a handler cannot set Transfer-Encoding");
		}
		return false;
	}

	private static long parseLength(String value) {
		try {
			return Long.parseLong(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("Content-Length is not a number", ex);
		}
	}

	private static boolean parseCloses(String value) {
		if (value.equalsIgnoreCase("close")) {
			return true;
		}
		if (value.equalsIgnoreCase("keep-alive")) {
			return false;
		}
		throw new IllegalArgumentException("Connection may be 'close' or 'keep-alive' in a response");
	}

	/**
	 * The first value of a header field that was set.
	 * @param name its name, in any case
	 * @return the value, or null
	 */
	public @Nullable String header(String name) {
		if (name.equalsIgnoreCase("Content-Length")) {
			return (this.contentLength >= 0) ? String.valueOf(this.contentLength) : null;
		}
		return this.head.get(name);
	}

	/**
	 * Removes a header field.
	 * @param name its name, in any case
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse removeHeader(String name) {
		requireUncommitted();
		if (name.equalsIgnoreCase("Content-Length")) {
			this.contentLength = -1;
		}
		this.head.remove(name);
		return this;
	}

	/**
	 * Sets header fields that were encoded before, in place of any that were set by this
	 * method; they stand before all others.
	 * @param fields the fields
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse fields(EncodedFields fields) {
		requireUncommitted();
		this.head.constant(fields);
		return this;
	}

	/**
	 * Sets the media type of the content.
	 * @param mediaType such as {@code text/html;charset=utf-8}
	 * @return this response
	 */
	public HttpResponse contentType(String mediaType) {
		return header("Content-Type", mediaType);
	}

	/**
	 * Declares the length of content that will be streamed. Writing more fails, writing
	 * less cuts the connection.
	 * @param length a number of bytes
	 * @return this response
	 * @throws IllegalArgumentException if it is negative
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse contentLength(long length) {
		requireUncommitted();
		if (length < 0) {
			throw new IllegalArgumentException("A content length cannot be negative: " + length);
		}
		this.contentLength = length;
		return this;
	}

	/**
	 * Adds a field behind the content (RFC 9110, section 6.5), such as a checksum that is
	 * known only then. It is sent if the content is streamed without a declared length to
	 * a client that says {@code TE: trailers}, and dropped otherwise.
	 * @param name an RFC 9110 token
	 * @param value ISO-8859-1 text without control characters
	 * @return this response
	 * @throws IllegalArgumentException if name or value may not stand in a trailer
	 */
	public HttpResponse trailer(String name, String value) {
		FieldRules.requireName(name);
		FieldRules.requireValue(name, value);
		if (NO_TRAILERS.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("The field " + name + " means nothing behind the content");
		}
		if (this.request.acceptsTrailers()) {
			this.trailers += name + ": " + value + "\r\n";
		}
		return this;
	}

	/**
	 * Whether the head has left, so that status and fields cannot change any more.
	 * @return true from the first byte on
	 */
	public boolean isCommitted() {
		return this.committed;
	}

	/**
	 * Whether a handler has said anything about this response: a status, a field, or
	 * content. If it has not, it may be answered for.
	 * @return true from the first word on
	 */
	public boolean isBegun() {
		return this.committed || this.stream != null || this.contentLength >= 0 || this.persistent != null
				|| !this.head.isPristine();
	}

	/**
	 * A stream for the content. Small content gets a length; more, or anything after a
	 * flush, is sent in chunks as it comes, unless its length was declared. The response
	 * is complete when its handler returns, not when the stream is closed.
	 * @return always the same stream
	 * @throws IllegalStateException if the content was sent otherwise
	 */
	public OutputStream output() {
		if (this.stream == null) {
			requireUncommitted();
			this.stream = new ResponseStream(this);
		}
		return this.stream;
	}

	/**
	 * Sends the response without content.
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send() throws IOException {
		requireUnsent();
		boolean head = this.request.method().equals("HEAD");
		if (this.contentLength > 0 && !head && !HttpStatus.forbidsContent(status())) {
			throw new IllegalStateException(
					"The response has no content, though a length of " + this.contentLength + " bytes was declared");
		}
		commit((head && this.contentLength > 0) ? this.contentLength : 0);
		this.complete = true;
	}

	/**
	 * Sends the response with this content.
	 * @param content bytes that do not change any more
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send(byte[] content) throws IOException {
		requireUnsent();
		commit(content.length);
		if (this.carriesContent) {
			this.contentOctets = content.length;
			this.exchange.writeShared(content, 0, content.length);
		}
		this.complete = true;
	}

	/**
	 * Sends the response with a text in UTF-8; its type is {@code text/plain} unless
	 * another was set.
	 * @param content the text
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send(String content) throws IOException {
		requireUnsent();
		if (this.head.get("Content-Type") == null) {
			contentType("text/plain;charset=utf-8");
		}
		send(content.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends the response with the content of a file, by {@code sendfile} where the system
	 * has it. Its name was chosen by the caller: nothing is checked here.
	 * @param file a regular file
	 * @throws IOException if it cannot be opened, or the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendFile(Path file) throws IOException {
		requireUnsent();
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		long size;
		try {
			size = channel.size();
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
		sendFile(channel, 0, size);
	}

	/**
	 * Sends the response with a part of an open file, and closes it in any case.
	 * @param file an open file
	 * @param position where the part begins, in bytes
	 * @param length how many bytes it has
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendFile(FileChannel file, long position, long length) throws IOException {
		send(ContentPart.of(file, position, length, () -> true, file));
	}

	/**
	 * Sends the response with content in one part, and closes it in any case.
	 * @param part the part
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send(ContentPart part) throws IOException {
		boolean sent = false;
		try {
			requireUnsent();
			commit(part.length());
			this.complete = true;
			if (this.carriesContent) {
				sent = true;
				this.contentOctets = part.length();
				part.writeTo(this.exchange);
			}
		}
		finally {
			if (!sent) {
				part.close();
			}
		}
	}

	/**
	 * Sends the response with content that consists of several parts, and closes them in
	 * any case.
	 * @param parts the parts in order
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send(List<ContentPart> parts) throws IOException {
		int sent = 0;
		try {
			requireUnsent();
			commit(parts.stream().mapToLong(ContentPart::length).sum());
			this.complete = true;
			while (this.carriesContent && sent < parts.size()) {
				ContentPart part = parts.get(sent++);
				this.contentOctets += part.length();
				part.writeTo(this.exchange);
			}
		}
		finally {
			for (ContentPart unsent : parts.subList(sent, parts.size())) {
				unsent.close();
			}
		}
	}

	/**
	 * Sends a redirect.
	 * @param status 301, 302, 303, 307 or 308
	 * @param location where to, an absolute URL or a path
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if the location may not stand in a header field
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendRedirect(int status, String location) throws IOException {
		status(status);
		header("Location", location);
		send();
	}

	/**
	 * Sends an error page with the general explanation of the status.
	 * @param status 400 to 599
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendError(int status) throws IOException {
		sendError(status, "");
	}

	/**
	 * Sends an error page.
	 * @param status 400 to 599
	 * @param detail one sentence for the client, escaped here; empty for the general
	 * explanation of the status
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendError(int status, String detail) throws IOException {
		requireUnsent();
		status(status);
		if (HttpStatus.forbidsContent(status)) {
			send();
			return;
		}
		contentType(ErrorPage.CONTENT_TYPE);
		send(ErrorPage.render(status, detail));
	}

	/** Finishes what the handler has left unfinished. */
	void complete() throws IOException {
		if (this.complete) {
			return;
		}
		if (this.stream == null && this.contentLength > 0) {
			output();
		}
		if (this.stream != null) {
			this.stream.finish();
			this.complete = true;
		}
		else {
			send();
		}
	}

	// For the stream

	/** The handler's own declaration, or -1. */
	long declaredLength() {
		return this.contentLength;
	}

	String trailers() {
		return this.trailers;
	}

	/**
	 * Writes the head.
	 * @param length of the content, or -1 if it is not known
	 */
	void commit(long length) throws IOException {
		requireUncommitted();
		this.committed = true;
		int status = this.head.status();
		boolean contentForbidden = HttpStatus.forbidsContent(status);
		this.carriesContent = !contentForbidden && !this.request.method().equals("HEAD");
		boolean framed = length >= 0 || contentForbidden;
		boolean http11 = this.request.version() == HttpVersion.HTTP_1_1 && this.version == HttpVersion.HTTP_1_1;
		this.chunked = !framed && http11;
		boolean delimited = framed || http11;
		if (!delimited && this.carriesContent) {
			this.exchange.endWithConnection();
		}
		boolean persistent = this.exchange.decidePersistence(delimited && isWanted());
		Persistence persistence = Persistence.CLOSE;
		if (persistent) {
			persistence = http11 ? Persistence.IMPLIED : Persistence.KEEP_ALIVE;
		}
		if (this.request.version() == HttpVersion.HTTP_0_9) {
			return;
		}
		this.head.version(this.version);
		int octets = this.head.encode(this.bare ? NOTHING : this.server.serverLine(),
				this.bare ? NOTHING : this.exchange.dateLine(), statedLength(status, length),
				this.chunked ? Framing.CHUNKED : Framing.LENGTH, persistence);
		this.exchange.write(this.head.encoded(), 0, octets);
	}

	private boolean isWanted() {
		return (this.persistent != null) ? this.persistent : this.version == HttpVersion.HTTP_1_1;
	}

	/** RFC 9110, sections 8.6 and 15.3.6. */
	private long statedLength(int status, long length) {
		if (status == 204) {
			return -1;
		}
		if (status == 205) {
			return 0;
		}
		return (status == 304) ? this.contentLength : length;
	}

	/** The status of an answer that has begun, or 0. */
	int sentStatus() {
		return this.committed ? this.head.status() : 0;
	}

	/** How much content was written. */
	long contentOctets() {
		return this.contentOctets;
	}

	void countContent(long octets) {
		this.contentOctets += octets;
	}

	boolean carriesContent() {
		return this.carriesContent;
	}

	boolean isChunked() {
		return this.chunked;
	}

	Exchange exchange() {
		return this.exchange;
	}

	private void requireUncommitted() {
		if (this.committed) {
			throw new IllegalStateException("The head of the response has left already");
		}
	}

	private void requireUnsent() {
		requireUncommitted();
		if (this.stream != null) {
			throw new IllegalStateException("The content of the response is being streamed already");
		}
	}

}
