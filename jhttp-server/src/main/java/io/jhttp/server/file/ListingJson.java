package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/**
 * A listing for programs: a JSON array with one object for each entry, in the order of
 * the page. Directories have no size.
 */
final class ListingJson {

	static final String CONTENT_TYPE = "application/json";

	private static final String HEX = "0123456789abcdef";

	private ListingJson() {
	}

	static byte[] render(DirectoryListing listing) {
		StringBuilder json = new StringBuilder(64 + 128 * listing.entries().size()).append('[');
		String separator = "\n";
		for (ListingEntry entry : listing.entries()) {
			json.append(separator).append("{\"name\":\"");
			appendEscaped(json, entry.name());
			json.append("\",\"type\":\"").append(entry.directory() ? "directory\"" : "file\"");
			if (!entry.directory()) {
				json.append(",\"size\":").append(entry.size());
			}
			json.append(",\"modified\":\"").append(entry.modified().truncatedTo(ChronoUnit.SECONDS)).append("\"}");
			separator = ",\n";
		}
		return json.append("\n]\n").toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * RFC 8259, section 7. Half surrogate pairs have no UTF-8, and U+2028 and U+2029 end
	 * a line where JSON is read as JavaScript, so they are escaped too.
	 */
	private static void appendEscaped(StringBuilder json, String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				json.append('\\').append(c);
			}
			else if (Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				json.append(c).append(text.charAt(++i));
			}
			else if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
				json.append("\\u");
				for (int shift = 12; shift >= 0; shift -= 4) {
					json.append(HEX.charAt(c >> shift & 0xf));
				}
			}
			else {
				json.append(c);
			}
		}
	}

}
