package io.jhttp.server.file;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.file.Representation.Content;
import io.jhttp.server.file.Representation.Octets;
import io.jhttp.server.http.ByteRanges;
import io.jhttp.server.http.EncodedFields;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.MultipartByteRanges;
import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a file is answered with, before any of it is sent: the conditions
 * and ranges of the request are decided.
 */
public final class FileAnswer implements Closeable {

	private final int status;

	private final EncodedFields constant;

	/** Those of this answer, beside the constant ones. */
	private final List<Map.Entry<String, String>> fields = new ArrayList<>(2);

	private final List<Piece> pieces = new ArrayList<>(1);

	/** What the answer owns, if anything. */
	private final @Nullable StoredFile owned;

	private FileAnswer(int status, EncodedFields constant, @Nullable StoredFile owned) {
		this.status = status;
		this.constant = constant;
		this.owned = owned;
	}

	private record Piece(Content content, long position, long length) {

		static Piece of(byte[] octets) {
			return new Piece(new Octets(octets), 0, octets.length);
		}

	}

	/**
	 * Decides what a request for a file is answered with that a program has chosen. It
	 * may lie anywhere: nothing is checked but that it is a file.
	 * @param request the request, with its conditions and ranges
	 * @param file a regular file
	 * @param mediaType its type
	 * @return the answer, to be closed by the caller
	 * @throws java.nio.file.NoSuchFileException if there is no such file
	 * @throws IOException if it cannot be read
	 */
	public static FileAnswer of(HttpRequest request, Path file, String mediaType) throws IOException {
		StoredFile opened = ChosenFile.open(file, mediaType);
		return of(request, opened.plain(), opened);
	}

	/** Answers with octets of one's own. */
	static FileAnswer of(EncodedFields fields, byte[] octets) {
		FileAnswer answer = new FileAnswer(200, fields, null);
		answer.pieces.add(Piece.of(octets));
		return answer;
	}

	/**
	 * Answers a request for a file.
	 * @param owned what is given up when the answer is closed; null for nothing
	 */
	static FileAnswer of(HttpRequest request, Representation file, @Nullable StoredFile owned) {
		return switch (Preconditions.evaluate(request::combinedHeader, file.entityTag(), file.modified())) {
			case FAILED -> error(412, file, owned);
			case NOT_MODIFIED -> new FileAnswer(304, file.notModifiedFields(), owned);
			case PROCEED -> {
				List<ByteRanges.Range> ranges = ranges(request, file);
				if (ranges != null && ranges.isEmpty()) {
					FileAnswer answer = error(416, file, owned);
					answer.add("Content-Range", "bytes */" + file.content().length());
					yield answer;
				}
				yield (ranges == null) ? whole(file, owned) : partial(file, ranges, owned);
			}
		};
	}

	private static FileAnswer error(int status, Representation file, @Nullable StoredFile owned) {
		FileAnswer answer = new FileAnswer(status, file.errorFields(), owned);
		answer.pieces.add(Piece.of(ErrorPage.render(status, "")));
		return answer;
	}

	private static FileAnswer whole(Representation file, @Nullable StoredFile owned) {
		FileAnswer answer = new FileAnswer(200, file.fields(), owned);
		answer.pieces.add(new Piece(file.content(), 0, file.content().length()));
		return answer;
	}

	private static FileAnswer partial(Representation file, List<ByteRanges.Range> ranges, @Nullable StoredFile owned) {
		long length = file.content().length();
		if (ranges.size() == 1) {
			ByteRanges.Range range = ranges.get(0);
			FileAnswer answer = new FileAnswer(206, file.fields(), owned);
			answer.add("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + length);
			answer.pieces.add(new Piece(file.content(), range.first(), range.length()));
			return answer;
		}
		MultipartByteRanges parts = MultipartByteRanges.of(file.mediaType(), length, ranges);
		FileAnswer answer = new FileAnswer(206, multipart(file.fields(), parts), owned);
		for (int i = 0; i < ranges.size(); i++) {
			answer.pieces.add(Piece.of(parts.head(i)));
			answer.pieces.add(new Piece(file.content(), ranges.get(i).first(), ranges.get(i).length()));
		}
		answer.pieces.add(Piece.of(parts.end()));
		return answer;
	}

	/** The type of the file stands in each part; the whole is of another. */
	private static EncodedFields multipart(EncodedFields fields, MultipartByteRanges parts) {
		List<Map.Entry<String, String>> all = new ArrayList<>();
		for (Map.Entry<String, String> field : fields.fields()) {
			boolean type = field.getKey().equals("Content-Type");
			all.add(type ? Map.entry(field.getKey(), parts.contentType()) : field);
		}
		return EncodedFields.of(all);
	}

	/** Null if the whole file is to be sent. */
	private static @Nullable List<ByteRanges.Range> ranges(HttpRequest request, Representation file) {
		String value = request.combinedHeader("Range");
		if (value == null || !request.methodIs("GET")) {
			return null;
		}
		boolean applies = Preconditions.rangeApplies(request.header("If-Range"), file.entityTag(), file.modified(),
				Instant.now().getEpochSecond());
		return applies ? ByteRanges.parse(value, file.content().length()) : null;
	}

	private void add(String name, String value) {
		this.fields.add(Map.entry(name, value));
	}

	/**
	 * The status code. From 400 on there is no content: an error is answered in the way
	 * of the sender.
	 * @return 200, 206, 304, 412 or 416
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The header fields, without those that frame the content.
	 * @return names and values in order
	 */
	public List<Map.Entry<String, String>> fields() {
		List<Map.Entry<String, String>> all = new ArrayList<>(this.constant.fields());
		all.addAll(this.fields);
		return all;
	}

	/**
	 * The length of the content.
	 * @return a number of bytes
	 */
	public long length() {
		return this.pieces.stream().mapToLong(Piece::length).sum();
	}

	/**
	 * The content. Reading it fails if the file is changed meanwhile.
	 * @return a stream, to be closed by the caller
	 * @throws IOException if the file cannot be read
	 */
	public InputStream content() throws IOException {
		List<InputStream> streams = new ArrayList<>(this.pieces.size());
		for (Piece piece : this.pieces) {
			streams.add(piece.content().stream(piece.position(), piece.length()));
		}
		return (streams.size() == 1) ? streams.get(0) : streams.isEmpty() ? new ByteArrayInputStream(new byte[0])
				: new SequenceInputStream(Collections.enumeration(streams));
	}

	/**
	 * Sends the answer; the content of a file by {@code sendfile} where the system has
	 * it.
	 * @param response the response, to which nothing was written
	 * @throws IOException if the client is gone, or the file was closed
	 */
	public void sendTo(HttpResponse response) throws IOException {
		if (!trySendTo(response)) {
			throw new IOException("The file was closed or changed before it could be sent");
		}
	}

	/** False, and nothing is done, if the file was closed or changed. */
	boolean trySendTo(HttpResponse response) throws IOException {
		List<ContentPart> parts = parts();
		if (parts == null) {
			return false;
		}
		response.fields(this.constant);
		for (Map.Entry<String, String> field : this.fields) {
			response.header(field.getKey(), field.getValue());
		}
		response.status(this.status);
		if (this.status == 304) {
			response.send();
			return true;
		}
		response.send(parts);
		return true;
	}

	private @Nullable List<ContentPart> parts() throws IOException {
		List<ContentPart> parts = new ArrayList<>(this.pieces.size());
		for (Piece piece : this.pieces) {
			ContentPart part = piece.content().part(piece.position(), piece.length());
			if (part == null) {
				for (ContentPart opened : parts) {
					opened.close();
				}
				return null;
			}
			parts.add(part);
		}
		return parts;
	}

	/**
	 * Gives up the file, if it is not sent already.
	 */
	@Override
	public void close() {
		if (this.owned != null) {
			this.owned.release();
		}
	}

}
