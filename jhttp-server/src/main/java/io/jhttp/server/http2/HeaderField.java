package io.jhttp.server.http2;

import io.jhttp.server.http.Bytes;

/**
 * A field as tables keep it. Whether it can be one is found out once, when it is made: a
 * table refers to it again and again.
 *
 * @param name in lower case, unless it is malformed; ISO-8859-1 text like the value
 * @param value without white space around it, unless it is malformed
 * @param kind what it means
 */
record HeaderField(String name, String value, FieldKind kind) {

	/** What an entry of a table counts beside its texts (RFC 7541, section 4.1). */
	private static final int OVERHEAD = 32;

	static HeaderField of(String name, String value) {
		return of(name, value, FieldKind.of(name));
	}

	/** The same name with another value. */
	HeaderField with(String other) {
		FieldKind named = (this.kind == FieldKind.MALFORMED) ? FieldKind.of(this.name) : this.kind;
		return of(this.name, other, named);
	}

	private static HeaderField of(String name, String value, FieldKind kind) {
		return new HeaderField(name, value, isValue(value) ? kind : FieldKind.MALFORMED);
	}

	/** RFC 9113, section 8.2.1. */
	private static boolean isValue(String value) {
		int length = value.length();
		for (int i = 0; i < length; i++) {
			if (!Bytes.isFieldValue((byte) value.charAt(i))) {
				return false;
			}
		}
		return length == 0 || (!isBlank(value.charAt(0)) && !isBlank(value.charAt(length - 1)));
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	int size() {
		return this.name.length() + this.value.length() + OVERHEAD;
	}

}
