package io.jhttp.server.file;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a listing is sorted: {@code ?sort=name|size|modified} and {@code &order=asc|desc}.
 * Whatever else a query says is ignored.
 *
 * @param column what is compared
 * @param descending whether the greatest comes first
 */
record SortOrder(Column column, boolean descending) {

	/** What can be compared, in the order of the page. */
	enum Column {

		NAME("name"), SIZE("size"), MODIFIED("modified");

		private final String parameter;

		Column(String parameter) {
			this.parameter = parameter;
		}

	}

	/**
	 * Reads a query.
	 * @param query without its question mark, null if the URL has none; the first value
	 * of a parameter counts
	 */
	static SortOrder parse(@Nullable String query) {
		String sort = parameter(query, "sort=");
		String order = parameter(query, "order=");
		for (Column column : Column.values()) {
			if (column.parameter.equals(sort)) {
				return new SortOrder(column, "desc".equals(order));
			}
		}
		return new SortOrder(Column.NAME, "desc".equals(order));
	}

	/** The first value of a parameter, or null. */
	static @Nullable String parameter(@Nullable String query, String name) {
		int start = 0;
		while (query != null && start < query.length()) {
			int end = query.indexOf('&', start);
			end = (end < 0) ? query.length() : end;
			if (query.startsWith(name, start)) {
				return query.substring(start + name.length(), end);
			}
			start = end + 1;
		}
		return null;
	}

	/**
	 * The order that a click on the head of a column leads to: the other way round if the
	 * column is the current one; otherwise names from the start of the alphabet, but the
	 * largest and the newest first.
	 */
	SortOrder afterClick(Column clicked) {
		return new SortOrder(clicked, (clicked == this.column) ? !this.descending : clicked != Column.NAME);
	}

	/** The query that {@link #parse} reads. */
	String query() {
		return "sort=" + this.column.parameter + "&order=" + (this.descending ? "desc" : "asc");
	}

	/**
	 * Sorts entries. Directories come first in every order; what is equal otherwise, and
	 * directories where sizes are compared, is sorted by name.
	 */
	void sort(List<ListingEntry> entries) {
		Comparator<ListingEntry> order = switch (this.column) {
			case NAME -> directed(NameOrder::compare);
			case SIZE -> directed(Comparator.comparingLong(SortOrder::size)).thenComparing(NameOrder::compare);
			case MODIFIED ->
				directed(Comparator.comparingLong(ListingEntry::modified)).thenComparing(NameOrder::compare);
		};
		entries.sort(Comparator.comparing(ListingEntry::directory).reversed().thenComparing(order));
	}

	private Comparator<ListingEntry> directed(Comparator<ListingEntry> comparator) {
		return this.descending ? comparator.reversed() : comparator;
	}

	private static long size(ListingEntry entry) {
		return entry.directory() ? 0 : entry.size();
	}

}
