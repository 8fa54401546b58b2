package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What stands around the parts of a {@code multipart/byteranges} content (RFC 9110,
 * section 15.3.7.2; RFC 2046, section 5.1.1): a head before each of them, and an end
 * behind the last one. The bytes of the parts are not in it.
 */
public final class MultipartByteRanges {

	private final String boundary;

	private final List<byte[]> heads;

	private final byte[] end;

	private final long contentLength;

	private MultipartByteRanges(String boundary, String mediaType, long length, List<ByteRanges.Range> ranges) {
		this.boundary = boundary;
		this.heads = new ArrayList<>(ranges.size());
		this.end = bytes("\r\n--" + boundary + "--\r\n");
		String common = "\r\n--" + boundary + "\r\nContent-Type: " + FieldRules.requireValue("Content-Type", mediaType)
				+ "\r\nContent-Range: bytes ";
		long total = this.end.length;
		for (ByteRanges.Range range : ranges) {
			byte[] head = bytes(common + range.first() + "-" + range.last() + "/" + length + "\r\n\r\n");
			this.heads.add(head);
			total = Math.addExact(total, Math.addExact(head.length, range.length()));
		}
		this.contentLength = total;
	}

	/**
	 * Frames some parts of a representation. The boundary is chosen anew each time and
	 * cannot be foreseen, so that no client can put it into the representation.
	 * @param mediaType the type of the representation
	 * @param length how long all of it is, in bytes
	 * @param ranges the parts, at least one
	 * @return what stands around them
	 * @throws IllegalArgumentException if the type may not stand in a field, or there are
	 * no parts
	 */
	public static MultipartByteRanges of(String mediaType, long length, List<ByteRanges.Range> ranges) {
		if (ranges.isEmpty()) {
			throw new IllegalArgumentException("A multipart content has at least one part");
		}
		return new MultipartByteRanges(UUID.randomUUID().toString(), mediaType, length, ranges);
	}

	/**
	 * The {@code Content-Type} of the response.
	 * @return a media type with its boundary
	 */
	public String contentType() {
		return "multipart/byteranges; boundary=" + this.boundary;
	}

	/**
	 * The {@code Content-Length} of the response.
	 * @return the bytes of all heads and parts and of the end
	 */
	public long contentLength() {
		return this.contentLength;
	}

	/**
	 * What stands before a part, beginning with the line end that belongs to its
	 * delimiter.
	 * @param index of the part, from 0
	 * @return bytes that are not to be changed
	 */
	public byte[] head(int index) {
		return this.heads.get(index);
	}

	/**
	 * What stands behind the last part.
	 * @return bytes that are not to be changed
	 */
	public byte[] end() {
		return this.end;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
