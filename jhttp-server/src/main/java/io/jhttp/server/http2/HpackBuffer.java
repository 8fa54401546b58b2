package io.jhttp.server.http2;

import java.util.Arrays;

/**
 * The block that is being encoded. A loop encodes one at a time, so that it has one
 * buffer.
 */
final class HpackBuffer {

	private byte[] encoded = new byte[512];

	private int length;

	/** Begins a block, with room before it. */
	void begin(int room) {
		this.length = room;
	}

	/** RFC 7541, section 5.1. */
	void number(int prefix, int pattern, int number) {
		ensure(6);
		int mask = (1 << prefix) - 1;
		if (number < mask) {
			this.encoded[this.length++] = (byte) (pattern | number);
			return;
		}
		this.encoded[this.length++] = (byte) (pattern | mask);
		int rest = number - mask;
		while (rest >= 0x80) {
			this.encoded[this.length++] = (byte) (0x80 | rest);
			rest >>>= 7;
		}
		this.encoded[this.length++] = (byte) rest;
	}

	/** RFC 7541, section 5.2, whichever form is shorter. */
	@SuppressWarnings("deprecation")
	void string(String text) {
		int plain = text.length();
		int huffman = HuffmanTable.encodedLength(text);
		if (huffman < plain) {
			number(7, 0x80, huffman);
			ensure(huffman);
			this.length = HuffmanTable.encode(text, this.encoded, this.length);
		}
		else {
			number(7, 0, plain);
			ensure(plain);
			// ISO-8859-1, without an array of its own.
			text.getBytes(0, plain, this.encoded, this.length);
			this.length += plain;
		}
	}

	private void ensure(int more) {
		if (this.length + more > this.encoded.length) {
			this.encoded = Arrays.copyOf(this.encoded, Math.max(2 * this.encoded.length, this.length + more));
		}
	}

	/** A buffer that is used again: the room that was left free, and the block. */
	byte[] encoded() {
		return this.encoded;
	}

	/** The index behind the block. */
	int length() {
		return this.length;
	}

}
