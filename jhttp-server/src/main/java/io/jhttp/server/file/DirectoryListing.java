package io.jhttp.server.file;

import java.util.Collection;
import java.util.List;

import io.jhttp.server.http.PercentDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What is in a directory, in the order that was asked for; {@link ListingPage} and
 * {@link ListingJson} show it.
 *
 * @param path the path of the URL, percent-encoded, with a slash at both ends
 * @param hasParent whether the directory above is served as well
 * @param entries sorted
 * @param order how they are sorted
 */
record DirectoryListing(String path, boolean hasParent, List<ListingEntry> entries, SortOrder order) {

	/**
	 * Creates a listing.
	 * @param entries in any order
	 * @param query of the URL, null if it has none; it says how to sort
	 */
	static DirectoryListing of(String path, boolean hasParent, Collection<ListingEntry> entries,
			@Nullable String query) {
		SortOrder order = SortOrder.parse(query);
		return new DirectoryListing(path, hasParent, List.copyOf(order.sort(entries)), order);
	}

	/** As people read it, not yet escaped. */
	String title() {
		return "Directory listing for " + PercentDecoder.decode(this.path);
	}

	/**
	 * The names from the root to this directory, decoded. An empty one is there for every
	 * surplus slash, because a relative link counts these too.
	 */
	List<String> segments() {
		List<String> segments = List.of(PercentDecoder.decode(this.path).split("/", -1));
		return segments.subList(1, segments.size() - 1);
	}

}
