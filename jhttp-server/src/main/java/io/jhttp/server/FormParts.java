package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.jhttp.server.exchange.HttpStream;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.MultipartBoundary;
import io.jhttp.server.http.MultipartParser;
import io.jhttp.server.http.MultipartParser.Token;
import io.jhttp.server.http.PartHead;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a form with files ({@code multipart/form-data}, RFC 7578), one after the
 * other as they arrive. Nothing is stored: what a handler does not read of a part is
 * discarded with the next one.
 *
 * <pre class="code">
 * FormParts parts = exchange.request().formParts();
 * for (FormPart part = parts.next(); part != null; part = parts.next()) {
 *     if (part.isFile()) {
 *         part.transferTo(uploads.resolve(UUID.randomUUID().toString()));
 *     }
 * }
 * </pre>
 *
 * One thread at a time may use it. A form that is cut or malformed is known to be only at
 * that place: of what came before, a handler may have made use.
 */
public final class FormParts {

	/** For sizes: as much as a client sends. */
	public static final long UNLIMITED = -1;

	private static final int BUFFER_SIZE = 32 * 1024;

	private static final int MAX_TEXT = 2 * 1024 * 1024;

	private final HttpStream stream;

	private final InputStream content;

	private final long declaredLength;

	private final MultipartParser parser;

	private final byte[] buffer = new byte[BUFFER_SIZE];

	/** What has come and was not consumed. */
	private int position;

	private int limit;

	/** Where that ends which is content of the current part. */
	private int contentEnd;

	private long received;

	private Token last = Token.INCOMPLETE;

	private long maxSize = UNLIMITED;

	private long maxFileSize = UNLIMITED;

	private int textLeft = MAX_TEXT;

	private @Nullable FormContent current;

	/** What was wrong before is wrong for ever. */
	private @Nullable HttpProblem problem;

	FormParts(HttpRequest request, HttpStream stream) {
		this.parser = new MultipartParser(MultipartBoundary.of(request.header("Content-Type")));
		this.content = request.content();
		this.declaredLength = request.contentLength();
		this.stream = stream;
	}

	/**
	 * Limits the content of the request, in place of the limit that the server has for
	 * any content ({@link HttpServer.Builder#maxRequestContent}).
	 * @param bytes 0 or more, or {@link #UNLIMITED}
	 * @return this form
	 */
	public FormParts maxSize(long bytes) {
		this.stream.limitContent(Long.MAX_VALUE);
		this.maxSize = bytes;
		return this;
	}

	/**
	 * Limits each file.
	 * @param bytes 0 or more, or {@link #UNLIMITED}, as it is by default
	 * @return this form
	 */
	public FormParts maxFileSize(long bytes) {
		this.maxFileSize = bytes;
		return this;
	}

	/**
	 * Limits what is read as text or bytes, all parts together.
	 * @param bytes 0 or more, 2 MiB by default
	 * @return this form
	 */
	public FormParts maxTextSize(int bytes) {
		this.textLeft = bytes;
		return this;
	}

	/**
	 * Goes on to the next part. What is left of the one before is discarded.
	 * @return the part, or null at the end of the form
	 * @throws HttpProblem 400 if the form is malformed or ends too early, 413 if it, the
	 * file, the number of parts or a header is too large
	 * @throws IOException if the client is gone, or sends too slowly
	 * @throws IllegalStateException if the exchange is over
	 */
	public @Nullable FormPart next() throws IOException {
		this.stream.requireOpen();
		if (this.received == 0) {
			requireSize(this.declaredLength);
		}
		FormContent before = this.current;
		if (before != null) {
			before.transferTo(OutputStream.nullOutputStream());
		}
		this.current = null;
		if (advance() != Token.PART) {
			discardEpilogue();
			return null;
		}
		PartHead head = this.parser.part();
		FormContent content = new FormContent(this, (head.fileName() != null) ? this.maxFileSize : UNLIMITED);
		this.current = content;
		return new FormPart(head, content);
	}

	private void discardEpilogue() throws IOException {
		this.position = 0;
		this.limit = 0;
		while (receive()) {
			this.limit = 0;
		}
	}

	// For the content of parts

	byte[] buffer() {
		return this.buffer;
	}

	int position() {
		return this.position;
	}

	/**
	 * Takes content, which stands before the position then.
	 * @return 0 at the end of the part
	 */
	int take(FormContent part, int most) throws IOException {
		int available = available(part);
		if (available == 0 && this.last != Token.END_OF_PART && advance() == Token.CONTENT) {
			available = this.contentEnd - this.position;
		}
		int taken = Math.min(available, most);
		this.position += taken;
		return taken;
	}

	int available(FormContent part) {
		this.stream.requireOpen();
		if (part != this.current) {
			throw new IllegalStateException("The part is over, as the next one has been asked for");
		}
		return this.contentEnd - this.position;
	}

	HttpProblem fail(HttpProblem reason) {
		this.problem = reason;
		return reason;
	}

	int textLeft() {
		return this.textLeft;
	}

	void countText(int bytes) {
		this.textLeft -= bytes;
	}

	private Token advance() throws IOException {
		if (this.problem != null) {
			throw this.problem;
		}
		try {
			return read();
		}
		catch (HttpProblem ex) {
			throw fail(ex);
		}
	}

	private Token read() throws IOException {
		while (true) {
			Token token = this.parser.next(this.buffer, this.position, this.limit);
			this.last = token;
			this.contentEnd = this.parser.position();
			if (token != Token.CONTENT) {
				this.position = this.contentEnd;
			}
			if (token != Token.INCOMPLETE) {
				return token;
			}
			System.arraycopy(this.buffer, this.position, this.buffer, 0, this.limit - this.position);
			this.limit -= this.position;
			this.position = 0;
			this.contentEnd = 0;
			if (!receive()) {
				throw HttpProblem.badRequest("The form ends without its last boundary.");
			}
		}
	}

	private boolean receive() throws IOException {
		int count = this.content.read(this.buffer, this.limit, BUFFER_SIZE - this.limit);
		if (count > 0) {
			this.limit += count;
			this.received += count;
			requireSize(this.received);
		}
		return count > 0;
	}

	private void requireSize(long size) {
		if (this.maxSize >= 0 && size > this.maxSize) {
			throw fail(new HttpProblem(413, "The form has more than " + this.maxSize + " bytes."));
		}
	}

}
