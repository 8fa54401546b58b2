package io.jhttp.server.http1;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.Bytes;

/**
 * Content in the chunked coding (RFC 9112, section 7.1), strictly: every line ends with
 * CR LF, sizes, extensions and trailers are bounded. Extensions and trailers are checked
 * and discarded.
 *
 * <pre>
 *        hex            ";"                  CR            LF
 *  SIZE ─────▶ SIZE ──────────▶ EXTENSION ──────▶ SIZE_END ──▶ CONTENT ──▶ CONTENT_CR ──▶ CONTENT_LF ──▶ SIZE
 *                └─────────────── CR ───────────────▲  │
 *                                                      │ size 0
 *                                                      ▼
 *                                                   TRAILER ──CR──▶ LAST_LF ──LF──▶ DONE
 *                                                    ▲    │ tchar
 *                                                    │    ▼
 *                                                    └── TRAILER_NAME ──":"──▶ TRAILER_VALUE ──CR──▶ TRAILER_LF
 * </pre>
 */
final class ChunkedDecoder extends BodyDecoder {

	private enum State {

		SIZE, EXTENSION, QUOTED, QUOTED_PAIR, SIZE_END, CONTENT, CONTENT_CR, CONTENT_LF, TRAILER, TRAILER_NAME,
		TRAILER_VALUE, TRAILER_LF, LAST_LF, DONE

	}

	/** 15 digits of 4 bits never overflow a long. */
	private static final int MAX_SIZE_DIGITS = 15;

	private static final int MAX_EXTENSION_LENGTH = 256;

	/** All extensions of a message: many small ones are as useless as a long one. */
	private static final int MAX_EXTENSION_BYTES = 16 * 1024;

	private static final int MAX_TRAILER_BYTES = 8 * 1024;

	private State state = State.SIZE;

	private long size;

	private int sizeDigits;

	private int extensionBytes;

	private int allExtensionBytes;

	private int trailerBytes;

	@Override
	int skipFraming(byte[] bytes, int from, int limit) {
		int at = from;
		while (at < limit && this.state != State.CONTENT && this.state != State.DONE) {
			next(bytes[at]);
			at++;
		}
		return at;
	}

	@Override
	long contentAhead() {
		return (this.state == State.CONTENT) ? this.size : 0;
	}

	@Override
	void consumed(long count) {
		this.size -= count;
		if (this.size == 0 && this.state == State.CONTENT) {
			this.state = State.CONTENT_CR;
		}
	}

	@Override
	boolean isComplete() {
		return this.state == State.DONE;
	}

	private void next(byte b) {
		switch (this.state) {
			case SIZE -> size(b);
			case EXTENSION -> extension(b);
			case QUOTED -> quoted(b);
			case QUOTED_PAIR -> {
				countExtension(b);
				this.state = State.QUOTED;
			}
			case SIZE_END -> sizeEnd(b);
			case CONTENT_CR -> expect(b, '\r', State.CONTENT_LF);
			case CONTENT_LF -> {
				expect(b, '\n', State.SIZE);
				this.sizeDigits = 0;
				this.extensionBytes = 0;
			}
			case TRAILER -> trailer(b);
			case TRAILER_NAME -> trailerName(b);
			case TRAILER_VALUE -> trailerValue(b);
			case TRAILER_LF -> expect(b, '\n', State.TRAILER);
			case LAST_LF -> expect(b, '\n', State.DONE);
			case CONTENT, DONE -> throw new IllegalStateException("No framing is expected in state " + this.state);
		}
	}

	private void size(byte b) {
		int digit = Bytes.hexValue(b);
		if (digit >= 0) {
			if (++this.sizeDigits > MAX_SIZE_DIGITS) {
				throw HttpProblem.badRequest("A chunk size is too large.");
			}
			this.size = this.size * 16 + digit;
			return;
		}
		if (this.sizeDigits == 0) {
			throw HttpProblem.badRequest("A chunk has no size.");
		}
		if (b == ';') {
			this.state = State.EXTENSION;
		}
		else {
			expect(b, '\r', State.SIZE_END);
		}
	}

	private void extension(byte b) {
		if (b == '\r') {
			this.state = State.SIZE_END;
			return;
		}
		if (b == '"') {
			this.state = State.QUOTED;
		}
		else if (!Bytes.isToken(b) && b != ';' && b != '=' && b != ' ' && b != '\t') {
			throw HttpProblem.badRequest("A chunk extension is malformed.");
		}
		countExtension(b);
	}

	private void quoted(byte b) {
		if (b == '"') {
			this.state = State.EXTENSION;
		}
		else if (b == '\\') {
			this.state = State.QUOTED_PAIR;
		}
		countExtension(b);
	}

	private void countExtension(byte b) {
		if (!Bytes.isFieldValue(b)) {
			throw HttpProblem.badRequest("A chunk extension has a control character.");
		}
		if (++this.extensionBytes > MAX_EXTENSION_LENGTH || ++this.allExtensionBytes > MAX_EXTENSION_BYTES) {
			throw HttpProblem.badRequest("The chunk extensions are too long.");
		}
	}

	private void sizeEnd(byte b) {
		expect(b, '\n', (this.size == 0) ? State.TRAILER : State.CONTENT);
	}

	private void trailer(byte b) {
		countTrailer();
		if (b == '\r') {
			this.state = State.LAST_LF;
		}
		else if (Bytes.isToken(b)) {
			this.state = State.TRAILER_NAME;
		}
		else {
			throw HttpProblem.badRequest("A trailer line does not begin with a field name.");
		}
	}

	private void trailerName(byte b) {
		countTrailer();
		if (b == ':') {
			this.state = State.TRAILER_VALUE;
		}
		else if (!Bytes.isToken(b)) {
			throw HttpProblem.badRequest("A trailer name is not a token that is followed by a colon.");
		}
	}

	private void trailerValue(byte b) {
		countTrailer();
		if (b == '\r') {
			this.state = State.TRAILER_LF;
		}
		else if (!Bytes.isFieldValue(b)) {
			throw HttpProblem.badRequest("A trailer value has a control character.");
		}
	}

	private void countTrailer() {
		if (++this.trailerBytes > MAX_TRAILER_BYTES) {
			throw new HttpProblem(431, "The trailer section is larger than " + MAX_TRAILER_BYTES + " bytes.");
		}
	}

	private void expect(byte b, char expected, State next) {
		if (b != expected) {
			throw HttpProblem.badRequest("The chunked coding is malformed.");
		}
		this.state = next;
	}

}
