package io.jhttp.server.http2;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Decodes header blocks (RFC 7541). What a block has decides how the next ones are read,
 * so each is decoded to its end, whatever becomes of its fields.
 */
final class HpackDecoder {

	/**
	 * Takes the fields of a block.
	 */
	@FunctionalInterface
	interface Fields {

		/**
		 * Takes one.
		 * @throws ConnectionError if there are so many that the rest is not decoded
		 */
		void accept(HeaderField field) throws ConnectionError;

	}

	/** No number that means anything is larger. */
	private static final int MAX_NUMBER = 1 << 24;

	private final HeaderTable table = new HeaderTable(HeaderTable.DEFAULT_SIZE);

	private byte[] bytes = {};

	private int position;

	private int limit;

	/**
	 * Decodes a block.
	 * @param bytes where it stands
	 * @param from its first byte
	 * @param limit behind its last byte
	 * @param fields takes each field
	 * @throws ConnectionError if the block is malformed, or has far too many fields
	 */
	void decode(byte[] bytes, int from, int limit, Fields fields) throws ConnectionError {
		this.bytes = bytes;
		this.position = from;
		this.limit = limit;
		boolean begun = false;
		while (this.position < limit) {
			int first = bytes[this.position] & 0xff;
			if ((first & 0xe0) == 0x20) {
				resize(begun);
				continue;
			}
			begun = true;
			if (first >= 0x80) {
				fields.accept(field(number(7)));
			}
			else {
				// With indexing, without, or never: only the first changes the table.
				boolean indexed = first >= 0x40;
				HeaderField literal = literal(number(indexed ? 6 : 4));
				if (indexed) {
					this.table.add(literal);
				}
				fields.accept(literal);
			}
		}
	}

	/** RFC 7541, sections 4.2 and 6.3. */
	private void resize(boolean begun) throws ConnectionError {
		int size = number(5);
		if (begun || size > HeaderTable.DEFAULT_SIZE) {
			throw ConnectionError.compression("The size of the header table cannot be changed like this");
		}
		this.table.maxSize(size);
	}

	private HeaderField field(int index) throws ConnectionError {
		HeaderField field = null;
		if (index > StaticTable.SIZE) {
			field = this.table.get(index - StaticTable.SIZE - 1);
		}
		else if (index > 0) {
			field = StaticTable.get(index);
		}
		if (field == null) {
			throw ConnectionError.compression("A header block refers to a field that is in no table");
		}
		return field;
	}

	private HeaderField literal(int nameIndex) throws ConnectionError {
		@Nullable HeaderField named = (nameIndex > 0) ? field(nameIndex) : null;
		String name = (named != null) ? named.name() : string();
		String value = string();
		return (named != null) ? named.with(value) : HeaderField.of(name, value);
	}

	/** RFC 7541, section 5.1. */
	private int number(int prefix) throws ConnectionError {
		int mask = (1 << prefix) - 1;
		int number = next() & mask;
		if (number < mask) {
			return number;
		}
		for (int shift = 0; shift < 28; shift += 7) {
			int b = next();
			number += (b & 0x7f) << shift;
			if (number > MAX_NUMBER) {
				break;
			}
			if ((b & 0x80) == 0) {
				return number;
			}
		}
		throw ConnectionError.compression("A header block has a number that is too large");
	}

	private int next() throws ConnectionError {
		if (this.position == this.limit) {
			throw ConnectionError.compression("A header block ends within a field");
		}
		return this.bytes[this.position++];
	}

	/** RFC 7541, section 5.2. */
	private String string() throws ConnectionError {
		boolean huffman = this.position < this.limit && this.bytes[this.position] < 0;
		int length = number(7);
		int from = this.position;
		if (length > this.limit - from) {
			throw ConnectionError.compression("A header block ends within a string");
		}
		this.position += length;
		if (!huffman) {
			return new String(this.bytes, from, length, StandardCharsets.ISO_8859_1);
		}
		byte[] text = new byte[HuffmanTable.maxDecoded(length)];
		int decoded = HuffmanTable.decode(this.bytes, from, this.position, text);
		if (decoded < 0) {
			throw ConnectionError.compression("A string of a header block is no Huffman code");
		}
		return new String(text, 0, decoded, StandardCharsets.ISO_8859_1);
	}

}
