package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.AcceptEncoding;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.MediaRanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows directories, as a page or as JSON.
 */
final class Listings {

	private static final Logger logger = LoggerFactory.getLogger(Listings.class);

	/** Paid for each request. */
	private static final GzipEncoder GZIP = new GzipEncoder(1);

	/**
	 * With more entries, a page is made while it is sent, and its length is not known.
	 */
	private static final int MAX_AT_ONCE = 250;

	/** Each has all entries of its directory in memory. */
	private static final int MAX_READ = 2;

	/** Each has the entries of its page in memory. */
	private static final int MAX_SENT = 32;

	private final FileLocation location;

	private final FileOptions options;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ListingTurns reading = new ListingTurns(MAX_READ, PATIENCE);

	private final ListingTurns sending = new ListingTurns(MAX_SENT, PATIENCE);

	Listings(FileLocation location, FileOptions options) {
		this.location = location;
		this.options = options;
	}

	/**
	 * Lists a directory.
	 * @throws NoSuchFileException if there is none that clients may see, or none is to be
	 * listed
	 * @throws IOException if it cannot be read, or too many others are listed
	 */
	FileResponse list(HttpRequest request, Path directory) throws IOException {
		if (!this.options.listing()) {
			throw new NoSuchFileException(directory.toString());
		}
		DirectoryListing listing = read(request, directory);
		List<Map.Entry<String, String>> fields = new ArrayList<>();
		ListingText text;
		if (MediaRanges.prefers(ListingJson.CONTENT_TYPE, "text/html", request.combinedHeader("Accept"))) {
			fields.add(Map.entry("Content-Type", ListingJson.CONTENT_TYPE));
			text = new ListingJson(listing);
		}
		else {
			fields.add(Map.entry("Content-Type", ListingPage.CONTENT_TYPE));
			fields.add(Map.entry("Content-Security-Policy", ListingPage.CONTENT_SECURITY_POLICY));
			// Where people were is the business of this server only.
			fields.add(Map.entry("Referrer-Policy", "same-origin"));
			text = new ListingPage(listing);
		}
		fields.add(Map.entry("X-Content-Type-Options", "nosniff"));
		fields.add(Map.entry("Vary", this.options.compression() ? "Accept, Accept-Encoding" : "Accept"));
		addLinks(fields, listing);
		fields.addAll(this.options.headers().entrySet());
		int entries = listing.entries().size();
		return (entries <= MAX_AT_ONCE) ? atOnce(request, fields, ListingContent.bytes(text, entries))
				: streamed(request, fields, text, entries);
	}

	private DirectoryListing read(HttpRequest request, Path directory) throws IOException {
		for (int attempts = 1;; attempts++) {
			try (ListingTurns.Turn turn = this.reading.turn()) {
				return read(request, directory, turn);
			}
			catch (NoSuchFileException | AccessDeniedException ex) {
				throw ex;
			}
			catch (FileSystemException ex) {
				// Swapped since it was found.
				if (attempts == FileLocation.MAX_ATTEMPTS) {
					throw ex;
				}
				logger.debug("Retrying the lookup: {}", ex.getMessage());
			}
		}
	}

	private DirectoryListing read(HttpRequest request, Path directory, ListingTurns.Turn turn) throws IOException {
		FileLocation.Entry entry = this.location.find(directory);
		if (entry == null || !entry.isDirectory()) {
			throw new NoSuchFileException(directory.toString());
		}
		DirectoryContent content = this.location.list(entry,
				new DirectoryReader.Limits(this.options.listingMaxEntries(), turn));
		addMounts(request, content.entries());
		boolean top = directory.equals(this.location.directory());
		boolean hasParent = !top || this.options.mounts().hasAbove(request, this.options.point());
		return DirectoryListing.of(request.path(), hasParent, content, ListingQuery.parse(request.query()),
				this.options.listingPageSize());
	}

	/** Each in place of what is hidden behind it. */
	private void addMounts(HttpRequest request, List<ListingEntry> entries) {
		Set<String> names = this.options.mounts().below(request, UrlPath.parse(request.path()).names());
		if (!names.isEmpty()) {
			entries.removeIf((entry) -> names.contains(entry.name()));
			names.forEach((name) -> entries.add(new ListingEntry(name, true, false, 0, ListingEntry.UNDATED)));
		}
	}

	/** RFC 8288: a program cannot see the links of a page, nor what it says below. */
	private static void addLinks(List<Map.Entry<String, String>> fields, DirectoryListing listing) {
		if (listing.page() > 1) {
			fields.add(Map.entry("Link", "<?" + listing.queryOf(listing.page() - 1) + ">; rel=\"prev\""));
		}
		if (!listing.summary().complete()) {
			fields.add(Map.entry("X-Listing-Incomplete", "true"));
		}
		if (listing.page() < listing.pages()) {
			fields.add(Map.entry("Link", "<?" + listing.queryOf(listing.page() + 1) + ">; rel=\"next\""));
		}
	}

	private FileResponse streamed(HttpRequest request, List<Map.Entry<String, String>> fields, ListingText text,
			int entries) throws IOException {
		boolean compressed = this.options.compression() && acceptsGzip(request);
		if (compressed) {
			fields.add(Map.entry("Content-Encoding", ContentCoding.GZIP.token()));
		}
		boolean head = request.methodIs("HEAD");
		ListingTurns.Turn turn = this.sending.turn();
		if (!head) {
			turn.require(entries);
		}
		ListingContent content = new ListingContent(text, entries, compressed, turn);
		if (head) {
			content.close();
		}
		return FileResponse.of(EncodedHeaders.of(fields), content);
	}

	private FileResponse atOnce(HttpRequest request, List<Map.Entry<String, String>> fields, byte[] content) {
		boolean accepted = this.options.isCompressed("text/html", content.length) && acceptsGzip(request);
		byte[] compressed = accepted ? GZIP.encode(content) : null;
		if (compressed == null) {
			return FileResponse.of(EncodedHeaders.of(fields), content);
		}
		fields.add(Map.entry("Content-Encoding", ContentCoding.GZIP.token()));
		return FileResponse.of(EncodedHeaders.of(fields), compressed);
	}

	private static boolean acceptsGzip(HttpRequest request) {
		return AcceptEncoding.parse(request.combinedHeader("Accept-Encoding"))
			.choose(Set.of(ContentCoding.GZIP)) != null;
	}

}
