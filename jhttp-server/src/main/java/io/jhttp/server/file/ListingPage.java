package io.jhttp.server.file;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.jhttp.server.file.SortOrder.Column;
import io.jhttp.server.http.PercentEncoder;

/**
 * A listing for people. The page is complete without its script, which only adds a field
 * to filter the rows.
 */
final class ListingPage implements ListingText {

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

	private final DirectoryListing listing;

	ListingPage(DirectoryListing listing) {
		this.listing = listing;
	}

	@Override
	public void appendStart(StringBuilder page) {
		appendHead(page);
		page.append("<body>\n<main>\n");
		if (this.listing.hasParent()) {
			appendBreadcrumb(page);
		}
		page.append("<h1>");
		HtmlText.append(page, this.listing.title());
		page.append("</h1>\n");
		if (!this.listing.entries().isEmpty()) {
			appendTableStart(page);
			return;
		}
		page.append("<p class=\"empty\">This directory is empty.</p>\n");
		if (this.listing.hasParent()) {
			page.append("<p><a class=\"up\" href=\"../\">Parent directory</a></p>\n");
		}
	}

	private void appendHead(StringBuilder page) {
		page.append("""
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<meta name="color-scheme" content="light dark">
				<meta name="robots" content="noindex">
				<title>""");
		HtmlText.append(page, this.listing.title());
		page.append("</title>\n<style>").append(STYLE.text()).append("</style>\n</head>\n");
	}

	@Override
	public void appendEnd(StringBuilder page) {
		if (!this.listing.entries().isEmpty()) {
			page.append("</table>\n");
		}
		if (this.listing.pages() > 1) {
			appendPages(page);
		}
		appendNotes(page);
		page.append("</main>\n");
		if (filters()) {
			page.append("<script>").append(SCRIPT.text()).append("</script>\n");
		}
		page.append("</body>\n</html>\n");
	}

	private void appendPages(StringBuilder page) {
		int number = this.listing.page();
		page.append("<nav class=\"pages\" aria-label=\"Pages\">");
		if (number > 1) {
			appendPageLink(page, "prev", number - 1, "Previous");
		}
		page.append("<span>Page ");
		appendNumber(page, number);
		page.append(" of ");
		appendNumber(page, this.listing.pages());
		page.append("</span>");
		if (number < this.listing.pages()) {
			appendPageLink(page, "next", number + 1, "Next");
		}
		page.append("</nav>\n");
	}

	private void appendPageLink(StringBuilder page, String relation, int number, String text) {
		page.append("<a rel=\"").append(relation).append("\" href=\"?");
		HtmlText.append(page, this.listing.queryOf(number));
		page.append("\">").append(text).append("</a>");
	}

	private void appendNotes(StringBuilder page) {
		int unreachable = this.listing.summary().unreachable();
		if (unreachable > 0) {
			page.append("<p class=\"note\">");
			appendCount(page, unreachable, "name is", "names are");
			page.append(" not listed: no URL leads there.</p>\n");
		}
		if (!this.listing.summary().complete()) {
			page.append("<p class=\"note\">This directory has more entries than are listed.</p>\n");
		}
	}

	/** Relative links, so that a proxy may serve this below another path. */
	private void appendBreadcrumb(StringBuilder page) {
		List<String> names = this.listing.segments();
		page.append("<nav aria-label=\"Breadcrumb\"><ol><li><a href=\"")
			.append("../".repeat(names.size()))
			.append("\">Home</a></li>");
		for (int i = 0; i < names.size(); i++) {
			if (!names.get(i).isEmpty()) {
				appendCrumb(page, names.get(i), names.size() - 1 - i);
			}
		}
		page.append("</ol></nav>\n");
	}

	private void appendCrumb(StringBuilder page, String name, int levelsUp) {
		if (levelsUp > 0) {
			page.append("<li><a href=\"").append("../".repeat(levelsUp)).append("\">");
			HtmlText.append(page, name);
			page.append("</a></li>");
		}
		else {
			page.append("<li aria-current=\"page\">");
			HtmlText.append(page, name);
			page.append("</li>");
		}
	}

	private boolean filters() {
		return this.listing.entries().size() >= ROWS_TO_FILTER;
	}

	private void appendTableStart(StringBuilder page) {
		if (filters()) {
			page.append("""
					<p class="filter" hidden>
					<label for="filter">Filter by name</label>
					<input id="filter" type="search" autocomplete="off" autocapitalize="off" spellcheck="false">
					<output for="filter"></output>
					</p>
					""");
		}
		page.append("<table>\n<caption>");
		appendSummary(page);
		page.append("</caption>\n<thead>\n<tr>");
		appendColumn(page, Column.NAME, "Name");
		appendColumn(page, Column.SIZE, "Size");
		appendColumn(page, Column.MODIFIED, "Modified (UTC)");
		page.append("</tr>\n</thead>\n");
		if (this.listing.hasParent()) {
			page.append("<tbody>\n<tr><td><a class=\"up\" href=\"../\">Parent directory</a></td><td></td>")
				.append("<td></td></tr>\n</tbody>\n");
		}
	}

	private void appendSummary(StringBuilder page) {
		DirectoryListing.Summary summary = this.listing.summary();
		if (summary.directories() > 0) {
			appendCount(page, summary.directories(), "directory", "directories");
		}
		if (summary.files() > 0) {
			page.append((summary.directories() > 0) ? ", " : "");
			appendCount(page, summary.files(), "file", "files");
			page.append(", ").append(HumanSize.of(summary.size()));
		}
	}

	private static void appendCount(StringBuilder page, int count, String one, String many) {
		appendNumber(page, count);
		page.append(' ').append((count == 1) ? one : many);
	}

	private static void appendNumber(StringBuilder page, int number) {
		page.append(String.format(Locale.ROOT, "%,d", number));
	}

	@Override
	public void appendEntries(StringBuilder page, int from, int to) {
		page.append("<tbody class=\"entries\">\n");
		for (ListingEntry entry : this.listing.entries().subList(from, to)) {
			appendRow(page, entry);
		}
		page.append("</tbody>\n");
	}

	private void appendColumn(StringBuilder page, Column column, String name) {
		SortOrder order = this.listing.order();
		page.append("<th scope=\"col\"");
		if (order.column() == column) {
			page.append(" aria-sort=\"").append(order.descending() ? "descending" : "ascending").append('"');
		}
		// Each order has the same entries: who follows all links needs only one.
		page.append("><a rel=\"nofollow\" href=\"?");
		HtmlText.append(page, order.afterClick(column).query());
		page.append("\">").append(name).append("</a></th>");
	}

	private static void appendRow(StringBuilder page, ListingEntry entry) {
		// "./" lets no name be read as a scheme.
		page.append("<tr><td><a href=\"./");
		PercentEncoder.appendSegment(page, entry.name());
		page.append(entry.directory() ? "/\">" : "\">");
		HtmlText.append(page, entry.name());
		page.append(entry.directory() ? "/</a>" : "</a>");
		if (entry.symbolicLink()) {
			page.append(" <small>symbolic link</small>");
		}
		page.append("</td><td>");
		if (!entry.directory()) {
			page.append(HumanSize.of(entry.size()));
		}
		page.append("</td><td>");
		if (entry.isDated()) {
			appendTime(page, Instant.ofEpochSecond(entry.modified()).toString());
		}
		page.append("</td></tr>\n");
	}

	private static void appendTime(StringBuilder page, String modified) {
		int time = modified.indexOf('T');
		page.append("<time datetime=\"")
			.append(modified)
			.append("\">")
			.append(modified, 0, time)
			.append(' ')
			.append(modified, time + 1, time + 6)
			.append("</time>");
	}

}
