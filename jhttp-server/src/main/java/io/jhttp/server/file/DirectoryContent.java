package io.jhttp.server.file;

import java.util.List;

/**
 * What clients may see in a directory.
 *
 * @param entries in no order; the list is the receiver's
 * @param unreachable how many names are left out because no URL leads to them
 * @param complete whether these are all; if not, there are more than are listed
 */
record DirectoryContent(List<ListingEntry> entries, int unreachable, boolean complete) {

}
