package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.AcceptEncoding;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.MediaRanges;

/**
 * Shows directories, as a page or as JSON.
 */
final class Listings {

	/** Paid for each request. */
	private static final GzipEncoder GZIP = new GzipEncoder(1);

	private final FileTree tree;

	private final FileOptions options;

	Listings(FileTree tree, FileOptions options) {
		this.tree = tree;
		this.options = options;
	}

	/**
	 * Lists a directory.
	 * @throws NoSuchFileException if there is none that clients may see
	 * @throws IOException if it cannot be read
	 */
	FileResponse list(HttpRequest request, Path directory) throws IOException {
		FileTree.Entry entry = this.tree.find(directory);
		if (entry == null || !entry.isDirectory()) {
			throw new NoSuchFileException(directory.toString());
		}
		boolean hasParent = !directory.equals(this.tree.directory());
		DirectoryListing listing = DirectoryListing.of(request.path(), hasParent, this.tree.list(entry),
				request.query());
		List<Map.Entry<String, String>> fields = new ArrayList<>();
		byte[] content;
		if (MediaRanges.prefers(ListingJson.CONTENT_TYPE, "text/html", request.combinedHeader("Accept"))) {
			fields.add(Map.entry("Content-Type", ListingJson.CONTENT_TYPE));
			content = ListingJson.render(listing);
		}
		else {
			fields.add(Map.entry("Content-Type", ListingPage.CONTENT_TYPE));
			fields.add(Map.entry("Content-Security-Policy", ListingPage.CONTENT_SECURITY_POLICY));
			// Where people were is the business of this server only.
			fields.add(Map.entry("Referrer-Policy", "same-origin"));
			content = ListingPage.render(listing);
		}
		fields.add(Map.entry("X-Content-Type-Options", "nosniff"));
		fields.add(Map.entry("Vary", this.options.compression() ? "Accept, Accept-Encoding" : "Accept"));
		fields.addAll(this.options.headers().entrySet());
		return compressed(request, fields, content);
	}

	private FileResponse compressed(HttpRequest request, List<Map.Entry<String, String>> fields, byte[] content) {
		boolean accepted = this.options.isCompressed("text/html", content.length)
				&& AcceptEncoding.parse(request.combinedHeader("Accept-Encoding"))
					.choose(Set.of(ContentCoding.GZIP)) != null;
		byte[] compressed = accepted ? GZIP.encode(content) : null;
		if (compressed == null) {
			return FileResponse.of(EncodedHeaders.of(fields), content);
		}
		fields.add(Map.entry("Content-Encoding", ContentCoding.GZIP.token()));
		return FileResponse.of(EncodedHeaders.of(fields), compressed);
	}

}
