package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import io.jhttp.server.file.SortOrder.Column;
import io.jhttp.server.http.PercentEncoder;

/**
 * A listing for people. The page is complete without its script, which only adds a field
 * to filter the rows.
 */
final class ListingPage {

	static final String CONTENT_TYPE = "text/html;charset=utf-8";

	private static final InlineResource STYLE = InlineResource.load("listing.css");

	private static final InlineResource SCRIPT = InlineResource.load("listing.js");

	/**
	 * This style, this script and nothing else, from nowhere: should a name ever become
	 * markup, it still could do nothing.
	 */
	static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src " + STYLE.source() + "; script-src "
			+ SCRIPT.source() + "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

	/** Fewer rows than that are found faster by looking. */
	private static final int ROWS_TO_FILTER = 8;

	/** What a browser lays out at once; the style sheet knows it too. */
	private static final int ROWS_IN_GROUP = 100;

	private final DirectoryListing listing;

	private final StringBuilder page;

	private ListingPage(DirectoryListing listing) {
		this.listing = listing;
		this.page = new StringBuilder(8192 + 256 * listing.entries().size());
	}

	static byte[] render(DirectoryListing listing) {
		ListingPage page = new ListingPage(listing);
		page.appendHead();
		page.appendBody();
		return page.page.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void appendHead() {
		this.page.append("""
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<meta name="color-scheme" content="light dark">
				<title>""");
		HtmlText.append(this.page, this.listing.title());
		this.page.append("</title>\n<style>").append(STYLE.text()).append("</style>\n</head>\n");
	}

	private void appendBody() {
		this.page.append("<body>\n<main>\n");
		if (this.listing.hasParent()) {
			appendBreadcrumb();
		}
		this.page.append("<h1>");
		HtmlText.append(this.page, this.listing.title());
		this.page.append("</h1>\n");
		if (this.listing.entries().isEmpty()) {
			this.page.append("<p class=\"empty\">This directory is empty.</p>\n");
			if (this.listing.hasParent()) {
				this.page.append("<p><a class=\"up\" href=\"../\">Parent directory</a></p>\n");
			}
		}
		else {
			appendTable();
		}
		this.page.append("</main>\n");
		if (filters()) {
			this.page.append("<script>").append(SCRIPT.text()).append("</script>\n");
		}
		this.page.append("</body>\n</html>\n");
	}

	/** Relative links, so that a proxy may serve this below another path. */
	private void appendBreadcrumb() {
		List<String> names = this.listing.segments();
		this.page.append("<nav aria-label=\"Breadcrumb\"><ol><li><a href=\"")
			.append("../".repeat(names.size()))
			.append("\">Home</a></li>");
		for (int i = 0; i < names.size(); i++) {
			if (!names.get(i).isEmpty()) {
				appendCrumb(names.get(i), names.size() - 1 - i);
			}
		}
		this.page.append("</ol></nav>\n");
	}

	private void appendCrumb(String name, int levelsUp) {
		if (levelsUp > 0) {
			this.page.append("<li><a href=\"").append("../".repeat(levelsUp)).append("\">");
			HtmlText.append(this.page, name);
			this.page.append("</a></li>");
		}
		else {
			this.page.append("<li aria-current=\"page\">");
			HtmlText.append(this.page, name);
			this.page.append("</li>");
		}
	}

	private boolean filters() {
		return this.listing.entries().size() >= ROWS_TO_FILTER;
	}

	private void appendTable() {
		if (filters()) {
			this.page.append("""
					<p class="filter" hidden>
					<label for="filter">Filter by name</label>
					<input id="filter" type="search" autocomplete="off" autocapitalize="off" spellcheck="false">
					<output for="filter"></output>
					</p>
					""");
		}
		this.page.append("<table>\n<caption>");
		appendSummary();
		this.page.append("</caption>\n<thead>\n<tr>");
		appendColumn(Column.NAME, "Name");
		appendColumn(Column.SIZE, "Size");
		appendColumn(Column.MODIFIED, "Modified (UTC)");
		this.page.append("</tr>\n</thead>\n");
		if (this.listing.hasParent()) {
			this.page.append("<tbody>\n<tr><td><a class=\"up\" href=\"../\">Parent directory</a></td><td></td>")
				.append("<td></td></tr>\n</tbody>\n");
		}
		List<ListingEntry> entries = this.listing.entries();
		for (int start = 0; start < entries.size(); start += ROWS_IN_GROUP) {
			this.page.append("<tbody class=\"entries\">\n");
			for (ListingEntry entry : entries.subList(start, Math.min(entries.size(), start + ROWS_IN_GROUP))) {
				appendRow(entry);
			}
			this.page.append("</tbody>\n");
		}
		this.page.append("</table>\n");
	}

	private void appendSummary() {
		int directories = 0;
		int files = 0;
		long size = 0;
		for (ListingEntry entry : this.listing.entries()) {
			if (entry.directory()) {
				directories++;
			}
			else {
				files++;
				// Sparse files can be larger together than a long can say.
				size = (size + entry.size() < 0) ? Long.MAX_VALUE : size + entry.size();
			}
		}
		if (directories > 0) {
			appendCount(directories, "directory", "directories");
		}
		if (files > 0) {
			this.page.append((directories > 0) ? ", " : "");
			appendCount(files, "file", "files");
			this.page.append(", ").append(HumanSize.of(size));
		}
	}

	private void appendCount(int count, String one, String many) {
		this.page.append(String.format(Locale.ROOT, "%,d", count)).append(' ').append((count == 1) ? one : many);
	}

	private void appendColumn(Column column, String name) {
		SortOrder order = this.listing.order();
		this.page.append("<th scope=\"col\"");
		if (order.column() == column) {
			this.page.append(" aria-sort=\"").append(order.descending() ? "descending" : "ascending").append('"');
		}
		this.page.append("><a href=\"?");
		HtmlText.append(this.page, order.afterClick(column).query());
		this.page.append("\">").append(name).append("</a></th>");
	}

	private void appendRow(ListingEntry entry) {
		// "./" lets no name be read as a scheme.
		this.page.append("<tr><td><a href=\"./");
		PercentEncoder.appendSegment(this.page, entry.name());
		this.page.append(entry.directory() ? "/\">" : "\">");
		HtmlText.append(this.page, entry.name());
		this.page.append(entry.directory() ? "/</a>" : "</a>");
		if (entry.symbolicLink()) {
			this.page.append(" <small>symbolic link</small>");
		}
		this.page.append("</td><td>");
		if (!entry.directory()) {
			this.page.append(HumanSize.of(entry.size()));
		}
		String modified = entry.modified().truncatedTo(ChronoUnit.SECONDS).toString();
		int time = modified.indexOf('T');
		this.page.append("</td><td><time datetime=\"")
			.append(modified)
			.append("\">")
			.append(modified, 0, time)
			.append(' ')
			.append(modified, time + 1, time + 6)
			.append("</time></td></tr>\n");
	}

}
