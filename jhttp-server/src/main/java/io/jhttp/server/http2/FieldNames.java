package io.jhttp.server.http2;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How the fields of responses are encoded, by their names. Handlers write names as they
 * like, so that what is known of one is kept.
 */
final class FieldNames {

	/**
	 * How a field is encoded (RFC 7541, section 6.2).
	 */
	enum Indexing {

		/** It is kept by both sides, and referred to from then on. */
		ADDED(6, 0x40),
		/** It differs in each response. */
		WITHOUT(4, 0x00),
		/** Only the user may know it: nothing on the way may keep it (section 7.1.3). */
		NEVER(4, 0x10);

		final int prefix;

		final int pattern;

		Indexing(int prefix, int pattern) {
			this.prefix = prefix;
			this.pattern = pattern;
		}

	}

	/**
	 * A name.
	 *
	 * @param lower the name in lower case
	 * @param number of the static table, or 0
	 * @param indexing how its fields are encoded, or null if they are left out
	 */
	record FieldName(String lower, int number, @Nullable Indexing indexing) {
	}

	static final FieldName STATUS = new FieldName(":status", StaticTable.indexOf(":status"), Indexing.ADDED);

	private static final Set<String> SECRET = Set.of("authorization", "cookie", "proxy-authorization", "set-cookie");

	private static final Set<String> CHANGING = Set.of("age", "content-length", "content-range", "etag",
			"last-modified", "location");

	/** RFC 9113, section 8.2.2. */
	private static final Set<String> LEFT_OUT = Set.of("connection", "keep-alive", "proxy-connection",
			"transfer-encoding", "upgrade");

	/** Handlers may make names up: no more of them are kept. */
	private static final int MAX_NAMES = 256;

	private final Map<String, FieldName> names = new HashMap<>();

	/** What is known of a name, which may be in any case. */
	FieldName get(String name) {
		FieldName known = this.names.get(name);
		if (known == null) {
			known = of(name);
			if (this.names.size() < MAX_NAMES) {
				this.names.put(name, known);
			}
		}
		return known;
	}

	private static FieldName of(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		Indexing indexing = LEFT_OUT.contains(lower) ? null : SECRET.contains(lower) ? Indexing.NEVER
				: CHANGING.contains(lower) ? Indexing.WITHOUT : Indexing.ADDED;
		return new FieldName(lower, StaticTable.indexOf(lower), indexing);
	}

}
