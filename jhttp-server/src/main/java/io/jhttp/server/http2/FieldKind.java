package io.jhttp.server.http2;

import java.util.HashMap;
import java.util.Map;

import io.jhttp.server.http.Bytes;

/**
 * What a field of a request means to the protocol (RFC 9113, sections 8.2 and 8.3).
 */
enum FieldKind {

	METHOD(":method"), SCHEME(":scheme"), AUTHORITY(":authority"), PATH(":path"),

	/** Of extended CONNECT (RFC 8441). */
	PROTOCOL(":protocol"), HOST("host"), COOKIE("cookie"), CONTENT_LENGTH("content-length"), EXPECT("expect"), TE("te"),
	/** RFC 9218, section 5. */
	PRIORITY("priority"),

	/** Connections of HTTP/1 only: they make a request malformed. */
	CONNECTION_SPECIFIC("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"),

	/** Something that only handlers know. */
	OTHER,

	/** No name of a field, or one that no request has. */
	MALFORMED;

	private static final Map<String, FieldKind> KINDS = kinds();

	private final String[] names;

	FieldKind(String... names) {
		this.names = names;
	}

	private static Map<String, FieldKind> kinds() {
		Map<String, FieldKind> kinds = new HashMap<>();
		for (FieldKind kind : values()) {
			for (String name : kind.names) {
				kinds.put(name, kind);
			}
		}
		return kinds;
	}

	/** The kind of a field with this name. */
	static FieldKind of(String name) {
		FieldKind kind = KINDS.get(name);
		if (kind != null) {
			return kind;
		}
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if ((c >= 'A' && c <= 'Z') || !Bytes.isToken((byte) c)) {
				return MALFORMED;
			}
		}
		return name.isEmpty() ? MALFORMED : OTHER;
	}

	/** Whether it stands for a part of the request line of HTTP/1. */
	boolean isPseudo() {
		return ordinal() <= PROTOCOL.ordinal();
	}

}
