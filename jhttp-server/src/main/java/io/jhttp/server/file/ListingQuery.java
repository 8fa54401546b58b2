package io.jhttp.server.file;

import org.jspecify.annotations.Nullable;

/**
 * What the query of a URL says of a listing: how it is sorted, and {@code &page=2} which
 * page of it is shown. Whatever else a query says is ignored.
 *
 * @param order how entries are sorted
 * @param page from 1 on
 */
record ListingQuery(SortOrder order, int page) {

	/** More digits are no number of a page that there could be. */
	private static final int MAX_DIGITS = 9;

	/**
	 * Reads a query.
	 * @param query without its question mark, null if the URL has none; the first value
	 * of a parameter counts
	 */
	static ListingQuery parse(@Nullable String query) {
		return new ListingQuery(SortOrder.parse(query), page(SortOrder.parameter(query, "page=")));
	}

	private static int page(@Nullable String value) {
		if (value == null || value.isEmpty() || value.length() > MAX_DIGITS
				|| !value.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return 1;
		}
		return Math.max(1, Integer.parseInt(value));
	}

}
