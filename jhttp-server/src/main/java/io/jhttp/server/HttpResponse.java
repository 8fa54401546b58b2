package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.jhttp.server.exchange.ContentOutput;
import io.jhttp.server.exchange.HttpStream;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A response: a status, header fields, and content in one of four ways: nothing, an array
 * ({@link #send(byte[])}), a file ({@link #sendFile}) or a stream ({@link #output}). The
 * server frames the content itself and keeps to what method and status allow, so that a
 * handler cannot confuse a connection: no content is sent in response to {@code HEAD}, or
 * with 204, 205 and 304.
 */
public final class HttpResponse {

	/**
	 * <pre>
	 *  OPEN ──────▶ COMMITTED: the head has left ──────▶ COMPLETE: nothing is left to do
	 * </pre>
	 */
	private enum Progress {

		OPEN, COMMITTED, COMPLETE

	}

	private final HttpStream stream;

	private final ErrorRenderer errors;

	private final ResponseHead head = new ResponseHead();

	private Progress progress = Progress.OPEN;

	/** What the handler has declared, or -1. */
	private long contentLength = -1;

	private long contentBytes;

	private @Nullable ResponseStream output;

	HttpResponse(HttpStream stream, HttpVersion version, ErrorRenderer errors) {
		this.stream = stream;
		this.errors = errors;
		this.head.version(version);
	}

	/**
	 * Forgets status, fields and content, so that another response can take their place.
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse reset() {
		return change(() -> {
			this.head.clear();
			clearContent();
		});
	}

	/**
	 * Forgets content that was begun, and its declared length, but neither the status nor
	 * other fields.
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse discardContent() {
		return change(this::clearContent);
	}

	/**
	 * Forgets a response that has failed, so that an error can take its place: the
	 * status, content, and the fields that describe content or say how long it may be
	 * kept. Other fields stay: those of filters, such as for security or CORS, a browser
	 * needs with errors, too.
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse resetForError() {
		return ContentFields.remove(discardContent().status(200));
	}

	private void clearContent() {
		this.contentLength = -1;
		this.output = null;
		this.head.clearTrailers();
	}

	/** What is said before the head leaves, by one thread at a time. */
	private HttpResponse change(Runnable change) {
		this.stream.enter();
		try {
			requireUncommitted();
			change.run();
			return this;
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Answers in another protocol version than the server does by itself. In HTTP/1.0
	 * there are no chunks, and the connection ends unless the handler keeps it.
	 * @param version 1.0 or 1.1
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse version(HttpVersion version) {
		return change(() -> {
			this.head.version(version);
			if (version != HttpVersion.HTTP_1_1) {
				this.stream.forbidInterim();
			}
		});
	}

	/**
	 * Sends neither {@code Server} nor {@code Date} unless the handler sets them.
	 * @return this response
	 */
	public HttpResponse bare() {
		return change(this.head::bare);
	}

	/**
	 * Says whether the connection stays open after this response. It only does if client
	 * and protocol permit it. A connection can still be closed when the head has left.
	 * @param persistent false to close it
	 * @return this response
	 */
	public HttpResponse persistent(boolean persistent) {
		this.stream.enter();
		try {
			this.head.persistent(persistent);
			if (hasLeft() && !persistent) {
				this.stream.endConnection();
			}
			return this;
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Sends an interim response (RFC 9110, section 15.2), such as 103 with {@code Link}
	 * headers, at once. A client of HTTP/1.0 does not get it.
	 * @param status 100, or 102 to 199; 100 lets the client send its content
	 * @param reason the phrase, or null for the registered one
	 * @param headers names and values
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if the status is no such code, or a field may not
	 * stand in a response
	 * @throws IllegalStateException if the head of the final response has left already
	 */
	public void sendInterim(int status, @Nullable String reason, List<Map.Entry<String, String>> headers)
			throws IOException {
		if (status < 100 || status == 101 || status > 199) {
			throw new IllegalArgumentException("An interim response is 100, or 102 to 199: " + status);
		}
		ResponseHead interim = new ResponseHead();
		interim.status(status, reason);
		headers.forEach((header) -> interim.add(header.getKey(), header.getValue()));
		this.stream.enter();
		try {
			requireUncommitted();
			if (this.head.version() == HttpVersion.HTTP_1_1) {
				this.stream.writeInterim(interim);
				ContentOutput.flush(this.stream);
			}
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * The status code.
	 * @return 200 until another is set
	 */
	public int status() {
		this.stream.requireOpen();
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
		if (status < 200) {
			throw new IllegalArgumentException("A response needs a final status code, 200 to 999: " + status);
		}
		// As below, without a lambda.
		this.stream.enter();
		try {
			requireUncommitted();
			this.head.status(status, reason);
			return this;
		}
		finally {
			this.stream.exit();
		}
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
		return header(name, value, true);
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
		return header(name, value, false);
	}

	/**
	 * Without a lambda, so that a constant field is checked when it is compiled, and that
	 * no object is made.
	 */
	private HttpResponse header(String name, String value, boolean replaces) {
		this.stream.enter();
		try {
			requireUncommitted();
			if (isFraming(name, value)) {
				return this;
			}
			if (replaces) {
				this.head.set(name, value);
			}
			else {
				this.head.add(name, value);
			}
			return this;
		}
		finally {
			this.stream.exit();
		}
	}

	private boolean isFraming(String name, String value) {
		if (name.equalsIgnoreCase("Content-Length")) {
			this.contentLength = FramingFields.parseLength(value);
			return true;
		}
		if (name.equalsIgnoreCase("Connection")) {
			this.head.persistent(!FramingFields.parseCloses(value));
			return true;
		}
		if (name.equalsIgnoreCase("Transfer-Encoding")) {
			throw new IllegalArgumentException(
					"The server frames content itself: a handler cannot set Transfer-Encoding");
		}
		return false;
	}

	/**
	 * The first value of a header field that was set.
	 * @param name its name, in any case
	 * @return the value, or null
	 */
	public @Nullable String header(String name) {
		this.stream.requireOpen();
		if (name.equalsIgnoreCase("Content-Length")) {
			return (this.contentLength >= 0) ? String.valueOf(this.contentLength) : null;
		}
		return this.head.get(name);
	}

	/**
	 * All header fields that were set, one entry for each line; what the server adds by
	 * itself is not among them.
	 * @return names and values, in order
	 */
	public List<Map.Entry<String, String>> headers() {
		this.stream.requireOpen();
		return this.head.headers();
	}

	/**
	 * Removes a header field.
	 * @param name its name, in any case
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse removeHeader(String name) {
		return change(() -> {
			if (name.equalsIgnoreCase("Content-Length")) {
				this.contentLength = -1;
			}
			this.head.remove(name);
		});
	}

	/**
	 * Sets headers that were encoded before, in place of any that were set by this
	 * method; they stand before all others.
	 * @param headers the headers
	 * @return this response
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse headers(EncodedHeaders headers) {
		return change(() -> this.head.constant(headers));
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
	 * less closes the connection.
	 * @param length a number of bytes
	 * @return this response
	 * @throws IllegalArgumentException if it is negative
	 * @throws IllegalStateException if the head has left already
	 */
	public HttpResponse contentLength(long length) {
		FramingFields.requireLength(length);
		return change(() -> this.contentLength = length);
	}

	/**
	 * Adds a field behind the content (RFC 9110, section 6.5), such as a checksum that is
	 * known only then. It is sent if the content is streamed without a declared length to
	 * a client that says {@code TE: trailers}, and discarded otherwise.
	 * @param name an RFC 9110 token
	 * @param value ISO-8859-1 text without control characters
	 * @return this response
	 * @throws IllegalArgumentException if name or value may not stand in a trailer
	 */
	public HttpResponse trailer(String name, String value) {
		TrailerRules.require(name, value);
		this.stream.enter();
		try {
			RequestHead request = this.stream.head();
			if (request.version().compareTo(HttpVersion.HTTP_1_1) >= 0 && request.hasListMember("TE", "trailers")) {
				this.head.addTrailer(name, value);
			}
			return this;
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Whether the head has left, so that status and fields cannot change any more.
	 * @return true from the first byte on
	 */
	public boolean isCommitted() {
		this.stream.requireOpen();
		return hasLeft();
	}

	/**
	 * Whether a handler has said anything about this response: a status, a field, or
	 * content. If it has not, an error response can still be sent.
	 * @return true from the first word on
	 */
	public boolean isBegun() {
		this.stream.requireOpen();
		return hasLeft() || this.output != null || this.contentLength >= 0 || this.head.persistent() != null
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
		this.stream.enter();
		try {
			if (this.output == null) {
				requireUncommitted();
				this.output = new ResponseStream(this, this.stream);
			}
			return this.output;
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Writes a part of content that is {@linkplain #output streamed}, and closes it. The
	 * head of the response leaves with the first part. On an event loop, what the client
	 * does not take is kept, and the other steps of an {@link AsyncExchange} wait for it.
	 * @param part the part, which is not copied
	 * @throws IOException if the client is gone, or more is written than was declared
	 * @throws IllegalStateException if the content was sent otherwise: the part is still
	 * the caller's
	 */
	public void write(ContentPart part) throws IOException {
		((ResponseStream) output()).write(part);
	}

	/**
	 * Sends the response without content.
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send() throws IOException {
		this.stream.enter();
		try {
			requireUnsent();
			boolean head = this.stream.head().methodIs("HEAD");
			if (this.contentLength > 0 && !head && !HttpStatus.forbidsContent(this.head.status())) {
				throw new IllegalStateException("The response has no content, though a length of " + this.contentLength
						+ " bytes was declared");
			}
			commit((head && this.contentLength > 0) ? this.contentLength : 0);
			end();
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Sends the response with this content.
	 * @param content bytes that do not change any more
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send(byte[] content) throws IOException {
		this.stream.enter();
		try {
			requireUnsent();
			if (commit(content.length) && content.length > 0) {
				this.contentBytes = content.length;
				this.stream.writeShared(content, 0, content.length);
			}
			end();
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Sends the response with a text in UTF-8; its type is {@code text/plain} unless
	 * another was set.
	 * @param content the text
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void send(String content) throws IOException {
		this.stream.enter();
		try {
			requireUnsent();
			if (this.head.get("Content-Type") == null) {
				this.head.set("Content-Type", "text/plain;charset=utf-8");
			}
			send(content.getBytes(StandardCharsets.UTF_8));
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Sends the response with the content of a file, by {@code sendfile} where the system
	 * has it. Its name was chosen by the caller: nothing is checked here.
	 * @param file a regular file
	 * @throws IOException if it cannot be opened, or the client is gone
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendFile(Path file) throws IOException {
		change(this::requireUnsent);
		send(ContentPart.of(file));
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
		send(ContentPart.of(file, "A file", position, length, null));
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
			this.stream.enter();
			try {
				requireUnsent();
				if (commit(part.length())) {
					sent = true;
					this.contentBytes = part.length();
					part.writeTo(this.stream);
				}
				end();
			}
			finally {
				this.stream.exit();
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
			this.stream.enter();
			try {
				requireUnsent();
				long length = 0;
				for (ContentPart part : parts) {
					length += part.length();
				}
				boolean carriesContent = commit(length);
				while (carriesContent && sent < parts.size()) {
					ContentPart part = parts.get(sent++);
					this.contentBytes += part.length();
					part.writeTo(this.stream);
				}
				end();
			}
			finally {
				this.stream.exit();
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
	 * Sends an error with the general explanation of the status, in the form of
	 * {@link HttpServer.Builder#errors}.
	 * @param status 400 to 599; other final status codes are possible
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if it is no final status code
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendError(int status) throws IOException {
		sendError(status, "");
	}

	/**
	 * Sends an error in the form of {@link HttpServer.Builder#errors}.
	 * @param status 400 to 599; other final status codes are possible, and one that
	 * forbids content has none
	 * @param detail one sentence for the client, as text that is escaped later; empty for
	 * the reason phrase of the status
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if it is no final status code
	 * @throws IllegalStateException if the response was sent already
	 */
	public void sendError(int status, String detail) throws IOException {
		change(this::requireUnsent).status(status);
		if (HttpStatus.forbidsContent(status)) {
			send();
			return;
		}
		this.errors.send(this.stream.head(), status, detail, this);
	}

	/** Finishes what the handler has left unfinished. */
	void complete() throws IOException {
		this.stream.enter();
		try {
			if (this.progress == Progress.COMPLETE) {
				return;
			}
			if (this.output == null && this.contentLength > 0) {
				output();
			}
			if (this.output != null) {
				this.output.complete();
				end();
			}
			else {
				send();
			}
		}
		finally {
			this.stream.exit();
		}
	}

	private void end() throws IOException {
		this.progress = Progress.COMPLETE;
		this.stream.end(this.head.trailers());
	}

	// For the stream, which has entered

	/** The handler's own declaration, or -1. */
	long declaredLength() {
		return this.contentLength;
	}

	boolean hasTrailers() {
		return !this.head.trailers().isEmpty();
	}

	/**
	 * Writes the head.
	 * @param length of the content, or -1 if it is not known
	 * @return whether content follows
	 */
	boolean commit(long length) throws IOException {
		requireUncommitted();
		this.progress = Progress.COMMITTED;
		// RFC 9110, section 15.4.5: the length that a 304 states is that of the content
		// that the client has.
		return this.stream.writeHead(this.head, (this.head.status() == 304) ? this.contentLength : length);
	}

	/** The status of a response that has begun, or 0. */
	int sentStatus() {
		return hasLeft() ? this.head.status() : 0;
	}

	/** How much content was written. */
	long contentBytes() {
		return this.contentBytes;
	}

	void countContent(long bytes) {
		this.contentBytes += bytes;
	}

	boolean hasLeft() {
		return this.progress != Progress.OPEN;
	}

	private void requireUncommitted() {
		if (hasLeft()) {
			throw new IllegalStateException("The head of the response has left already");
		}
	}

	private void requireUnsent() {
		requireUncommitted();
		if (this.output != null) {
			throw new IllegalStateException("The content of the response is being streamed already");
		}
	}

}
