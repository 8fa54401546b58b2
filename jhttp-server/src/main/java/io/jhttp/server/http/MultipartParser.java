package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes a form with files apart (RFC 7578; RFC 2046, section 5.1): tells content from
 * what stands around it. It keeps no bytes. The caller gives those that have come, and
 * again those that were not consumed, in front of further ones.
 *
 * <pre>
 *    ┌────────────────────┐     ┌───────────────────────────────────┐
 *    │                    ▼     ▼                                   │
 *  START ──▶ PREAMBLE ──▶ DELIMITER ──▶ PADDING ──▶ HEAD ──▶ EMPTY ─┤
 *                           │                                  ▼    │
 *                           └──▶ COMPLETE                   CONTENT ┘
 * </pre>
 */
public final class MultipartParser {

	/** The header of a part has a name and a type, and few clients send more. */
	public static final int MAX_HEAD = 8 * 1024;

	/** As many as {@link FormParameters} has; each takes memory beside its bytes. */
	private static final int MAX_PARTS = 1000;

	/**
	 * What was found.
	 */
	public enum Token {

		/** Nothing yet: more bytes are needed. */
		INCOMPLETE,

		/** The header of a part: {@link #part()}. */
		PART,

		/** Content of the part: all bytes that were consumed. */
		CONTENT,

		/** The end of the part. */
		END_OF_PART,

		/** The end of the form. Whatever follows is of no interest. */
		COMPLETE

	}

	private enum State {

		START, PREAMBLE, DELIMITER, PADDING, HEAD, EMPTY, CONTENT, COMPLETE

	}

	/** The boundary with what has to stand before it. */
	private final byte[] delimiter;

	/**
	 * How far the delimiter may be moved if this is the byte under its end (Horspool).
	 */
	private final int[] shifts = new int[256];

	private State state = State.START;

	private int position;

	/** How many bytes of an incomplete header have no end in them. */
	private int searched;

	private int parts;

	private PartHead part = new PartHead("", null, List.of());

	/**
	 * Creates a parser for one form.
	 * @param boundary what separates its parts
	 * @see MultipartBoundary#of
	 */
	public MultipartParser(String boundary) {
		this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
		int last = this.delimiter.length - 1;
		Arrays.fill(this.shifts, this.delimiter.length);
		for (int i = 0; i < last; i++) {
			this.shifts[this.delimiter[i] & 0xff] = last - i;
		}
	}

	/**
	 * The index of the first byte that was not consumed.
	 * @return an index into the bytes of the last call
	 */
	public int position() {
		return this.position;
	}

	/**
	 * The header that was read last.
	 * @return that of the current part
	 */
	public PartHead part() {
		return this.part;
	}

	/**
	 * Reads on.
	 * @param bytes what has come
	 * @param from the first byte that was not consumed before
	 * @param limit behind the last byte
	 * @return what was found
	 * @throws HttpProblem 400 if the form is malformed, 413 if it has more than 1000
	 * parts or a header is too large, 415 if the content of a part is encoded
	 */
	public Token next(byte[] bytes, int from, int limit) {
		this.position = from;
		Token token = null;
		while (token == null) {
			token = switch (this.state) {
				case START -> atBoundary(bytes, limit, State.PREAMBLE, null);
				case PREAMBLE -> preamble(bytes, limit);
				case DELIMITER -> delimiter(bytes, limit);
				case PADDING -> padding(bytes, limit);
				case HEAD -> head(bytes, limit);
				case EMPTY -> atBoundary(bytes, limit, State.CONTENT, Token.END_OF_PART);
				case CONTENT -> content(bytes, limit);
				case COMPLETE -> Token.COMPLETE;
			};
		}
		return token;
	}

	/**
	 * Behind a line end that is none of content: at the beginning of the form, and of a
	 * part that may have no content.
	 */
	private @Nullable Token atBoundary(byte[] bytes, int limit, State otherwise, @Nullable Token found) {
		int length = this.delimiter.length - 2;
		int available = Math.min(limit - this.position, length);
		if (!Arrays.equals(bytes, this.position, this.position + available, this.delimiter, 2, 2 + available)) {
			this.state = otherwise;
			return null;
		}
		if (available < length) {
			return Token.INCOMPLETE;
		}
		this.position += length;
		this.state = State.DELIMITER;
		return found;
	}

	private @Nullable Token preamble(byte[] bytes, int limit) {
		this.position = search(bytes, this.position, limit);
		return isDelimiter(limit) ? null : Token.INCOMPLETE;
	}

	private Token content(byte[] bytes, int limit) {
		int from = this.position;
		this.position = search(bytes, from, limit);
		if (this.position > from) {
			return Token.CONTENT;
		}
		return isDelimiter(limit) ? Token.END_OF_PART : Token.INCOMPLETE;
	}

	/** Takes the delimiter, if a search has found all of it. */
	private boolean isDelimiter(int limit) {
		if (limit - this.position < this.delimiter.length) {
			return false;
		}
		this.position += this.delimiter.length;
		this.state = State.DELIMITER;
		return true;
	}

	/** Where the delimiter begins, or as much of it as there is; or the limit. */
	private int search(byte[] bytes, int from, int limit) {
		int last = this.delimiter.length - 1;
		byte lastByte = this.delimiter[last];
		int at = from;
		while (at < limit - last) {
			byte under = bytes[at + last];
			if (under == lastByte && bytes[at] == '\r' && isDelimiter(bytes, at, at + last)) {
				return at;
			}
			at += this.shifts[under & 0xff];
		}
		while (at < limit && !isDelimiter(bytes, at, limit)) {
			at++;
		}
		return at;
	}

	private boolean isDelimiter(byte[] bytes, int from, int to) {
		return Arrays.equals(bytes, from, to, this.delimiter, 0, to - from);
	}

	private @Nullable Token delimiter(byte[] bytes, int limit) {
		if (this.position < limit && bytes[this.position] != '-') {
			this.state = State.PADDING;
			return null;
		}
		if (limit - this.position < 2) {
			return Token.INCOMPLETE;
		}
		requireByte(bytes[this.position + 1], '-');
		this.position += 2;
		this.state = State.COMPLETE;
		return Token.COMPLETE;
	}

	private @Nullable Token padding(byte[] bytes, int limit) {
		while (this.position < limit && (bytes[this.position] == ' ' || bytes[this.position] == '\t')) {
			this.position++;
		}
		if (this.position < limit) {
			requireByte(bytes[this.position], '\r');
		}
		if (limit - this.position < 2) {
			return Token.INCOMPLETE;
		}
		requireByte(bytes[this.position + 1], '\n');
		if (++this.parts > MAX_PARTS) {
			throw new HttpProblem(413, "The form has more than " + MAX_PARTS + " parts.");
		}
		this.position += 2;
		this.searched = 0;
		this.state = State.HEAD;
		return null;
	}

	/** RFC 2046, section 5.1.1: no line of content begins with a boundary. */
	private static void requireByte(byte found, char expected) {
		if (found != expected) {
			throw HttpProblem.badRequest("A boundary of the form is followed by something else than a line end.");
		}
	}

	private Token head(byte[] bytes, int limit) {
		int from = this.position;
		int end = from + this.searched;
		while (end < limit && !isEmptyLine(bytes, from, end)) {
			end++;
		}
		if (end - from >= MAX_HEAD) {
			throw new HttpProblem(413, "The header of a part has more than " + MAX_HEAD + " bytes.");
		}
		if (end == limit) {
			this.searched = limit - from;
			return Token.INCOMPLETE;
		}
		this.part = PartHead.parse(bytes, from, end - 1);
		this.position = end + 1;
		this.state = State.EMPTY;
		return Token.PART;
	}

	/** Whether an empty line, which ends the header, ends with this byte. */
	private static boolean isEmptyLine(byte[] bytes, int from, int at) {
		return bytes[at] == '\n' && at > from && bytes[at - 1] == '\r'
				&& (at - 1 == from || (at - 3 >= from && bytes[at - 2] == '\n' && bytes[at - 3] == '\r'));
	}

}
