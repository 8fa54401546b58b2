package io.jhttp.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.ByteRanges;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.MultipartByteRanges;
import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a file is answered with, before any of it is sent: the conditions
 * and ranges of the request are decided.
 */
public final class FileResponse implements Closeable {

	private final int status;

	private final EncodedHeaders constant;

	/** Those of this response, beside the constant ones. */
	private final List<Map.Entry<String, String>> headers = new ArrayList<>(1);

	/** Empty once they are sent or read: closing them is up to the receiver then. */
	private List<ContentPart> parts = List.of();

	/** Content that is made while it is sent, in place of the parts. */
	private @Nullable ListingContent listing;

	private FileResponse(int status, EncodedHeaders constant) {
		this.status = status;
		this.constant = constant;
	}

	/** Answers with bytes of one's own. */
	static FileResponse of(EncodedHeaders headers, byte[] bytes) {
		FileResponse answer = new FileResponse(200, headers);
		answer.add(bytes);
		return answer;
	}

	/** Answers with content that is made while it is sent, and closed in any case. */
	static FileResponse of(EncodedHeaders headers, ListingContent content) {
		FileResponse answer = new FileResponse(200, headers);
		answer.listing = content;
		return answer;
	}

	/**
	 * Answers a request for a file.
	 * @throws IOException if the file is closed already, or was changed
	 */
	static FileResponse of(HttpRequest request, Representation file) throws IOException {
		FileResponse answer = tryOf(request, file);
		if (answer == null) {
			throw new IOException("The file was closed or changed before it could be sent");
		}
		return answer;
	}

	/** Null if the file is closed already, or was changed. */
	static @Nullable FileResponse tryOf(HttpRequest request, Representation file) {
		return switch (request.evaluateConditions(file.entityTag(), file.validators().modified())) {
			case FAILED -> new FileResponse(412, file.errorHeaders());
			case NOT_MODIFIED -> new FileResponse(304, file.notModifiedHeaders());
			case PROCEED -> {
				List<ByteRanges.Range> ranges = ranges(request, file);
				if (ranges != null && ranges.isEmpty()) {
					FileResponse answer = new FileResponse(416, file.errorHeaders());
					answer.add("Content-Range", "bytes */" + file.length());
					yield answer;
				}
				yield (ranges == null) ? whole(file) : partial(file, ranges);
			}
		};
	}

	private static @Nullable FileResponse whole(Representation file) {
		FileResponse answer = new FileResponse(200, file.headers());
		return answer.tryAdd(file.whole()) ? answer : null;
	}

	private static @Nullable FileResponse partial(Representation file, List<ByteRanges.Range> ranges) {
		if (ranges.size() == 1) {
			ByteRanges.Range range = ranges.get(0);
			FileResponse answer = new FileResponse(206, file.headers());
			answer.add("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + file.length());
			return answer.tryAdd(file.content().part(range.first(), range.length())) ? answer : null;
		}
		MultipartByteRanges parts = MultipartByteRanges.of(file.mediaType(), file.length(), ranges);
		FileResponse answer = new FileResponse(206, multipart(file.headers(), parts));
		for (int i = 0; i < ranges.size(); i++) {
			answer.add(parts.head(i));
			if (!answer.tryAdd(file.content().part(ranges.get(i).first(), ranges.get(i).length()))) {
				return null;
			}
		}
		answer.add(parts.end());
		return answer;
	}

	private void add(byte[] bytes) {
		add(ContentPart.of(bytes, 0, bytes.length));
	}

	/** A list is made for what has content: a 304 has none. */
	private void add(ContentPart part) {
		if (this.parts.isEmpty()) {
			this.parts = new ArrayList<>(1);
		}
		this.parts.add(part);
	}

	/** If there is no such part any more, the response ends here. */
	private boolean tryAdd(@Nullable ContentPart part) {
		if (part == null) {
			close();
			return false;
		}
		add(part);
		return true;
	}

	/** The type of the file stands in each part; the whole is of another. */
	private static EncodedHeaders multipart(EncodedHeaders headers, MultipartByteRanges parts) {
		List<Map.Entry<String, String>> all = new ArrayList<>();
		for (Map.Entry<String, String> header : headers.headers()) {
			boolean type = header.getKey().equals("Content-Type");
			all.add(type ? Map.entry(header.getKey(), parts.contentType()) : header);
		}
		return EncodedHeaders.of(all);
	}

	/** Null if the whole file is to be sent. */
	private static @Nullable List<ByteRanges.Range> ranges(HttpRequest request, Representation file) {
		String value = request.combinedHeader("Range");
		if (value == null || !request.methodIs("GET")) {
			return null;
		}
		boolean applies = Preconditions.rangeApplies(request.header("If-Range"), file.entityTag(),
				file.validators().rangeDate(), Instant.now().getEpochSecond());
		List<ByteRanges.Range> ranges = applies ? ByteRanges.parse(value, file.length()) : null;
		// Each would be read from the beginning of the file: a small request for much
		// work.
		boolean refused = ranges != null && ranges.size() > 1 && file.content().isStreamed();
		return refused ? null : ranges;
	}

	private void add(String name, String value) {
		this.headers.add(Map.entry(name, value));
	}

	/**
	 * The status code. From 400 on there is no content: an error page takes its place.
	 * @return 200, 206, 304, 412 or 416
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The headers, without those that frame the content.
	 * @return names and values in order
	 */
	public List<Map.Entry<String, String>> headers() {
		List<Map.Entry<String, String>> all = new ArrayList<>(this.constant.headers());
		all.addAll(this.headers);
		return all;
	}

	/**
	 * The length of the content.
	 * @return a number of bytes, or -1 if it is not known
	 */
	public long length() {
		return (this.listing != null) ? -1 : this.parts.stream().mapToLong(ContentPart::length).sum();
	}

	/**
	 * The content, once, instead of sending it. Reading it fails if the file is changed
	 * meanwhile.
	 * @return a stream, to be closed by the caller
	 */
	public InputStream content() {
		ListingContent made = takeListing();
		if (made != null) {
			return made;
		}
		List<InputStream> streams = takeParts().stream().map(ContentPart::stream).toList();
		return (streams.size() == 1) ? streams.get(0) : new SequenceInputStream(Collections.enumeration(streams));
	}

	private @Nullable ListingContent takeListing() {
		ListingContent taken = this.listing;
		this.listing = null;
		return taken;
	}

	private List<ContentPart> takeParts() {
		List<ContentPart> taken = this.parts;
		this.parts = List.of();
		return taken;
	}

	/**
	 * Sends the response; the content of a file by {@code sendfile} where the system has
	 * it, and an error with the page of the server.
	 * @param response the response, to which nothing was written
	 * @throws IOException if the client is gone
	 */
	public void sendTo(HttpResponse response) throws IOException {
		try (ListingContent made = takeListing()) {
			sendTo(response, made);
		}
	}

	private void sendTo(HttpResponse response, @Nullable ListingContent made) throws IOException {
		response.headers(this.constant);
		addOwnHeaders(response);
		response.status(this.status);
		if (made != null) {
			OutputStream output = response.output();
			made.transferTo(output);
			// Without content, as for HEAD, the head is still that of a stream.
			output.flush();
		}
		else if (this.status == 304) {
			response.send();
		}
		else if (this.status >= 400) {
			response.sendError(this.status);
		}
		else {
			response.send(takeParts());
		}
	}

	/** Those of this response, beside the constant ones. */
	void addOwnHeaders(HttpResponse response) {
		for (Map.Entry<String, String> header : this.headers) {
			response.header(header.getKey(), header.getValue());
		}
	}

	/**
	 * Gives up the file, unless it was sent or is being read.
	 */
	@Override
	public void close() {
		ListingContent made = takeListing();
		if (made != null) {
			made.close();
		}
		takeParts().forEach(ContentPart::close);
	}

}
