package io.jhttp.server.http2;

import java.util.HashMap;
import java.util.Map;

/**
 * The fields that both sides know from the start (RFC 7541, appendix A), from number 1
 * on.
 */
final class StaticTable {

	private static final HeaderField[] FIELDS = """
			:authority
			:method GET
			:method POST
			:path /
			:path /index.html
			:scheme http
			:scheme https
			:status 200
			:status 204
			:status 206
			:status 304
			:status 400
			:status 404
			:status 500
			accept-charset
			accept-encoding gzip, deflate
			accept-language
			accept-ranges
			accept
			access-control-allow-origin
			age
			allow
			authorization
			cache-control
			content-disposition
			content-encoding
			content-language
			content-length
			content-location
			content-range
			content-type
			cookie
			date
			etag
			expect
			expires
			from
			host
			if-match
			if-modified-since
			if-none-match
			if-range
			if-unmodified-since
			last-modified
			link
			location
			max-forwards
			proxy-authenticate
			proxy-authorization
			range
			referer
			refresh
			retry-after
			server
			set-cookie
			strict-transport-security
			transfer-encoding
			user-agent
			vary
			via
			www-authenticate
			""".lines().map(StaticTable::field).toArray(HeaderField[]::new);

	static final int SIZE = FIELDS.length;

	private static final Map<String, Integer> NAMES = new HashMap<>();

	static {
		for (int number = SIZE; number > 0; number--) {
			NAMES.put(get(number).name(), number);
		}
	}

	private StaticTable() {
	}

	private static HeaderField field(String line) {
		String[] parts = line.split(" ", 2);
		return HeaderField.of(parts[0], (parts.length > 1) ? parts[1] : "");
	}

	static HeaderField get(int number) {
		return FIELDS[number - 1];
	}

	/** The number of the first field with a name, 0 if there is none. */
	static int indexOf(String name) {
		return NAMES.getOrDefault(name, 0);
	}

}
