package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Python's order of names: lower-cased, by code points. Names that differ in case only
 * follow each other in the order of their code points.
 */
final class NameOrder {

	private NameOrder() {
	}

	/** Lower-casing takes longer than comparing, so it is done once for each name. */
	private record Keyed(String key, ListingEntry entry) implements Comparable<Keyed> {

		@Override
		public int compareTo(Keyed other) {
			int order = compare(this.key, other.key);
			return (order != 0) ? order : compare(this.entry.name(), other.entry.name());
		}

	}

	static List<ListingEntry> sort(Collection<ListingEntry> entries) {
		List<Keyed> keyed = new ArrayList<>(entries.size());
		for (ListingEntry entry : entries) {
			keyed.add(new Keyed(entry.name().toLowerCase(Locale.ROOT), entry));
		}
		keyed.sort(null);
		List<ListingEntry> sorted = new ArrayList<>(keyed.size());
		for (Keyed next : keyed) {
			sorted.add(next.entry);
		}
		return sorted;
	}

	/** String compares UTF-16, where U+10000 comes before U+E000. */
	private static int compare(String a, String b) {
		int length = Math.min(a.length(), b.length());
		int i = 0;
		while (i < length) {
			int first = a.codePointAt(i);
			int second = b.codePointAt(i);
			if (first != second) {
				return Integer.compare(first, second);
			}
			i += Character.charCount(first);
		}
		return Integer.compare(a.length(), b.length());
	}

}
