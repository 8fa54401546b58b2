package io.jhttp.server.file;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.PercentDecoder;

/**
 * The page that shows what is in a directory: names, sizes and dates, sorted by name.
 */
final class DirectoryListing {

	/** No script, no request to anywhere: a name that is markup can do nothing. */
	static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

	private static final String STYLE = """
			:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
			body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
			h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
			table { border-collapse: collapse; width: 100%; }
			th { text-align: left; }
			th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
			td:first-child { overflow-wrap: anywhere; }
			.size, .date { white-space: nowrap; font-variant-numeric: tabular-nums; }
			.size { text-align: right; }
			""";

	private final FileTree tree;

	DirectoryListing(FileTree tree) {
		this.tree = tree;
	}

	private record Row(String name, boolean directory, long size, Instant modified) {

		static final Comparator<Row> BY_NAME = Comparator.comparing((Row row) -> row.name().toLowerCase(Locale.ROOT))
			.thenComparing(Row::name);

	}

	/**
	 * Renders a directory.
	 * @param directory an entry of the tree
	 * @param urlPath the path that it was asked for, percent-encoded
	 * @return an HTML page in UTF-8
	 * @throws IOException if the directory cannot be read
	 */
	byte[] render(FileTree.Entry directory, String urlPath) throws IOException {
		String title = ErrorPage.escape("Directory listing for " + PercentDecoder.decode(urlPath));
		StringBuilder page = new StringBuilder(4096);
		page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
			.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
			.append(title)
			.append("</title>\n<style>\n")
			.append(STYLE)
			.append("</style>\n</head>\n<body>\n<h1>")
			.append(title)
			.append("</h1>\n<table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\" class=\"size\">Size</th>")
			.append("<th scope=\"col\">Modified (UTC)</th></tr></thead>\n<tbody>\n");
		if (!directory.path().equals(this.tree.root())) {
			page.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
		}
		for (Row row : rows(directory)) {
			append(page, row);
		}
		return page.append("</tbody>\n</table>\n</body>\n</html>\n").toString().getBytes(StandardCharsets.UTF_8);
	}

	private List<Row> rows(FileTree.Entry directory) throws IOException {
		List<Row> rows = new ArrayList<>();
		try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
			for (Path child : children) {
				String name = String.valueOf(child.getFileName());
				FileTree.Entry entry = this.tree.child(child);
				if (entry != null) {
					rows.add(new Row(name, entry.isDirectory(), entry.attributes().size(),
							entry.attributes().lastModifiedTime().toInstant()));
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		rows.sort(Row.BY_NAME);
		return rows;
	}

	private static void append(StringBuilder page, Row row) {
		String slash = row.directory() ? "/" : "";
		page.append("<tr><td><a href=\"./")
			.append(encode(row.name()))
			.append(slash)
			.append("\">")
			.append(ErrorPage.escape(row.name()))
			.append(slash)
			.append("</a></td><td class=\"size\">")
			.append(row.directory() ? "" : humanSize(row.size()))
			.append("</td><td class=\"date\">")
			.append(DATE.format(row.modified().atOffset(ZoneOffset.UTC)))
			.append("</td></tr>\n");
	}

	/** URLEncoder writes forms; in a path a space is %20. */
	private static String encode(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String humanSize(long size) {
		if (size < 1024) {
			return size + " B";
		}
		String units = "KMGTPE";
		double value = size;
		int unit = -1;
		while (value >= 1023.95) {
			value /= 1024;
			unit++;
		}
		return String.format(Locale.ROOT, "%.1f %ciB", value, units.charAt(unit));
	}

}
