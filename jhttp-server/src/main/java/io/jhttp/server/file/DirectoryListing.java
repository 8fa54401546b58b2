package io.jhttp.server.file;

import java.util.List;

import io.jhttp.server.http.PercentDecoder;

/**
 * One page of what is in a directory, in the order that was asked for;
 * {@link ListingPage} and {@link ListingJson} show it.
 *
 * @param path the path of the URL, percent-encoded, with a slash at both ends
 * @param hasParent whether the directory above is served as well
 * @param entries those of the page, sorted
 * @param order how they are sorted
 * @param page its number, from 1 on
 * @param pages how many there are, at least 1
 * @param summary what all pages have together
 */
record DirectoryListing(String path, boolean hasParent, List<ListingEntry> entries, SortOrder order, int page,
		int pages, Summary summary) {

	/**
	 * What is in a directory, in numbers.
	 *
	 * @param directories how many
	 * @param files how many
	 * @param size of all files together, in bytes
	 * @param unreachable how many names are not listed because no URL leads to them
	 * @param complete whether everything else is listed
	 */
	record Summary(int directories, int files, long size, int unreachable, boolean complete) {

		static Summary of(DirectoryContent content) {
			int directories = 0;
			long size = 0;
			for (ListingEntry entry : content.entries()) {
				if (entry.directory()) {
					directories++;
				}
				else {
					// Sparse files can be larger together than a long can say.
					size = (size + entry.size() < 0) ? Long.MAX_VALUE : size + entry.size();
				}
			}
			return new Summary(directories, content.entries().size() - directories, size, content.unreachable(),
					content.complete());
		}

	}

	/**
	 * Creates a listing.
	 * @param content what is in the directory; it is sorted here
	 * @param query which page, and in which order; after the last page there is only the
	 * last one
	 * @param pageSize how many entries a page has at most
	 */
	static DirectoryListing of(String path, boolean hasParent, DirectoryContent content, ListingQuery query,
			int pageSize) {
		List<ListingEntry> all = content.entries();
		int pages = Math.max(1, (int) (((long) all.size() + pageSize - 1) / pageSize));
		int page = Math.min(query.page(), pages);
		query.order().sort(all);
		int from = (page - 1) * pageSize;
		// A copy: the others need not stay in memory until the page is sent.
		List<ListingEntry> entries = List.copyOf(all.subList(from, from + Math.min(pageSize, all.size() - from)));
		return new DirectoryListing(path, hasParent, entries, query.order(), page, pages, Summary.of(content));
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

	/** The query that leads to another page, in the same order. */
	String queryOf(int otherPage) {
		return this.order.query() + "&page=" + otherPage;
	}

}
