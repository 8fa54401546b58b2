package io.jhttp.server.file;

import java.time.Instant;

/**
 * A listing for programs: a JSON array with one object for each entry, in the order of
 * the page. Directories have no size.
 */
final class ListingJson implements ListingText {

	static final String CONTENT_TYPE = "application/json";

	private static final String HEX = "0123456789abcdef";

	private final DirectoryListing listing;

	ListingJson(DirectoryListing listing) {
		this.listing = listing;
	}

	@Override
	public void appendStart(StringBuilder json) {
		json.append('[');
	}

	@Override
	public void appendEntries(StringBuilder json, int from, int to) {
		String separator = (from == 0) ? "\n" : ",\n";
		for (ListingEntry entry : this.listing.entries().subList(from, to)) {
			json.append(separator).append("{\"name\":\"");
			appendEscaped(json, entry.name());
			json.append("\",\"type\":\"").append(entry.directory() ? "directory\"" : "file\"");
			if (!entry.directory()) {
				json.append(",\"size\":").append(entry.size());
			}
			if (entry.isDated()) {
				json.append(",\"modified\":\"").append(Instant.ofEpochSecond(entry.modified())).append('"');
			}
			json.append('}');
			separator = ",\n";
		}
	}

	@Override
	public void appendEnd(StringBuilder json) {
		json.append("\n]\n");
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
