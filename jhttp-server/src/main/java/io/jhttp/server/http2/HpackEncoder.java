package io.jhttp.server.http2;

import io.jhttp.server.http2.FieldNames.FieldName;
import io.jhttp.server.http2.FieldNames.Indexing;

/**
 * Encodes header blocks (RFC 7541). What is the same in many responses is sent once and
 * then referred to by its number.
 */
final class HpackEncoder {

	private static final int SLOTS = 64;

	private final FieldNames names;

	private final HpackBuffer buffer;

	private final HeaderTable table = new HeaderTable(HeaderTable.DEFAULT_SIZE);

	/**
	 * For some bits of the hash of a field, how many were added with the last such one.
	 */
	private final int[] slots = new int[SLOTS];

	/** The smallest size that the table has had since the last block, or -1. */
	private int resized = -1;

	HpackEncoder(FieldNames names, HpackBuffer buffer) {
		this.names = names;
		this.buffer = buffer;
	}

	/**
	 * The client has said how large the table may be.
	 */
	void maxTableSize(int size) {
		int agreed = Math.min(size, HeaderTable.DEFAULT_SIZE);
		if (agreed != this.table.maxSize()) {
			this.resized = (this.resized < 0) ? agreed : Math.min(this.resized, agreed);
			this.table.maxSize(agreed);
		}
	}

	/**
	 * Begins a block.
	 * @param room bytes that are left free before it
	 */
	void begin(int room) {
		this.buffer.begin(room);
		if (this.resized >= 0) {
			this.buffer.number(5, 0x20, this.resized);
			if (this.resized != this.table.maxSize()) {
				this.buffer.number(5, 0x20, this.table.maxSize());
			}
			this.resized = -1;
		}
	}

	/**
	 * Adds the status.
	 */
	void status(int status) {
		int known = switch (status) {
			case 200 -> 0;
			case 204 -> 1;
			case 206 -> 2;
			case 304 -> 3;
			case 400 -> 4;
			case 404 -> 5;
			case 500 -> 6;
			default -> -1;
		};
		if (known >= 0) {
			this.buffer.number(7, 0x80, FieldNames.STATUS.number() + known);
		}
		else {
			field(FieldNames.STATUS, String.valueOf(status));
		}
	}

	/**
	 * Adds a field, unless it belongs to a connection of HTTP/1.
	 * @param name in any case
	 * @param value ISO-8859-1 text
	 */
	void field(String name, String value) {
		field(this.names.get(name), value);
	}

	private void field(FieldName name, String value) {
		Indexing indexing = name.indexing();
		if (indexing == null) {
			return;
		}
		if (indexing == Indexing.ADDED) {
			int slot = (31 * name.lower().hashCode() + value.hashCode()) & (SLOTS - 1);
			int age = this.table.added() - this.slots[slot];
			HeaderField kept = this.table.get(age);
			if (kept != null && kept.name().equals(name.lower()) && kept.value().equals(value)) {
				this.buffer.number(7, 0x80, StaticTable.SIZE + 1 + age);
				return;
			}
			HeaderField added = new HeaderField(name.lower(), value, FieldKind.OTHER);
			this.table.add(added);
			this.slots[slot] = this.table.added();
		}
		this.buffer.number(indexing.prefix, indexing.pattern, name.number());
		if (name.number() == 0) {
			this.buffer.string(name.lower());
		}
		this.buffer.string(value);
	}

}
