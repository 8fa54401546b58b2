package io.jhttp.server.http1;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.Octets;

/**
 * Content in the chunked coding (RFC 9112, section 7.1), strictly: every line ends with
 * CR LF, sizes, extensions and trailers are bounded. Extensions and trailers are checked
 * and dropped.
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
	private static final int MOST_SIZE_DIGITS = 15;

	private static final int LONGEST_EXTENSION = 256;

	/** All extensions of a message: many small ones are as useless as a long one. */
	private static final int MOST_EXTENSION_OCTETS = 16 * 1024;

	private static final int MOST_TRAILER_OCTETS = 8 * 1024;

	private State state = State.SIZE;

	private long size;

	private int sizeDigits;

	private int extensionOctets;

	private int allExtensionOctets;

	private int trailerOctets;

	@Override
	int skipFraming(byte[] octets, int from, int limit) {
		int at = from;
		while (at < limit && this.state != State.CONTENT && this.state != State.DONE) {
			next(octets[at]);
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
	boolean isFinished() {
		return this.state == State.DONE;
	}

	private void next(byte octet) {
		switch (this.state) {
			case SIZE -> size(octet);
			case EXTENSION -> extension(octet);
			case QUOTED -> quoted(octet);
			case QUOTED_PAIR -> {
				countExtension(octet);
				this.state = State.QUOTED;
			}
			case SIZE_END -> sizeEnd(octet);
			case CONTENT_CR -> expect(octet, '\r', State.CONTENT_LF);
			case CONTENT_LF -> {
				expect(octet, '\n', State.SIZE);
				this.sizeDigits = 0;
				this.extensionOctets = 0;
			}
			case TRAILER -> trailer(octet);
			case TRAILER_NAME -> trailerName(octet);
			case TRAILER_VALUE -> trailerValue(octet);
			case TRAILER_LF -> expect(octet, '\n', State.TRAILER);
			case LAST_LF -> expect(octet, '\n', State.DONE);
			case CONTENT, DONE -> throw new IllegalStateException("No framing is expected in state " + this.state);
		}
	}

	private void size(byte octet) {
		int digit = Octets.hexValue(octet);
		if (digit >= 0) {
			if (++this.sizeDigits > MOST_SIZE_DIGITS) {
				throw HttpProblem.badRequest("A chunk size is too large.");
			}
			this.size = this.size * 16 + digit;
			return;
		}
		if (this.sizeDigits == 0) {
			throw HttpProblem.badRequest("A chunk has no size.");
		}
		if (octet == ';') {
			this.state = State.EXTENSION;
		}
		else {
			expect(octet, '\r', State.SIZE_END);
		}
	}

	private void extension(byte octet) {
		if (octet == '\r') {
			this.state = State.SIZE_END;
			return;
		}
		if (octet == '"') {
			this.state = State.QUOTED;
		}
		else if (!Octets.isToken(octet) && octet != ';' && octet != '=' && octet != ' ' && octet != '\t') {
			throw HttpProblem.badRequest("A chunk extension is malformed.");
		}
		countExtension(octet);
	}

	private void quoted(byte octet) {
		if (octet == '"') {
			this.state = State.EXTENSION;
		}
		else if (octet == '\\') {
			this.state = State.QUOTED_PAIR;
		}
		countExtension(octet);
	}

	private void countExtension(byte octet) {
		if (!Octets.isFieldValue(octet)) {
			throw HttpProblem.badRequest("A chunk extension has a control character.");
		}
		if (++this.extensionOctets > LONGEST_EXTENSION || ++this.allExtensionOctets > MOST_EXTENSION_OCTETS) {
			throw HttpProblem.badRequest("The chunk extensions are too long.");
		}
	}

	private void sizeEnd(byte octet) {
		expect(octet, '\n', (this.size == 0) ? State.TRAILER : State.CONTENT);
	}

	private void trailer(byte octet) {
		countTrailer();
		if (octet == '\r') {
			this.state = State.LAST_LF;
		}
		else if (Octets.isToken(octet)) {
			this.state = State.TRAILER_NAME;
		}
		else {
			throw HttpProblem.badRequest("A trailer line does not begin with a field name.");
		}
	}

	private void trailerName(byte octet) {
		countTrailer();
		if (octet == ':') {
			this.state = State.TRAILER_VALUE;
		}
		else if (!Octets.isToken(octet)) {
			throw HttpProblem.badRequest("A trailer name is not a token that is followed by a colon.");
		}
	}

	private void trailerValue(byte octet) {
		countTrailer();
		if (octet == '\r') {
			this.state = State.TRAILER_LF;
		}
		else if (!Octets.isFieldValue(octet)) {
			throw HttpProblem.badRequest("A trailer value has a control character.");
		}
	}

	private void countTrailer() {
		if (++this.trailerOctets > MOST_TRAILER_OCTETS) {
			throw new HttpProblem(431, "The trailer section is larger than " + MOST_TRAILER_OCTETS + " bytes.");
		}
	}

	private void expect(byte octet, char expected, State next) {
		if (octet != expected) {
			throw HttpProblem.badRequest("The chunked coding is malformed.");
		}
		this.state = next;
	}

}
