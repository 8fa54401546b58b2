package io.jhttp.server.file;

/**
 * A form of a listing, made piece by piece so that it never is in memory as a whole.
 */
sealed interface ListingText permits ListingPage, ListingJson {

	void appendStart(StringBuilder text);

	/**
	 * Appends some entries.
	 * @param from the index of the first on the page, a multiple of
	 * {@link ListingContent#ENTRIES_IN_PIECE}
	 * @param to the index behind the last
	 */
	void appendEntries(StringBuilder text, int from, int to);

	void appendEnd(StringBuilder text);

}
