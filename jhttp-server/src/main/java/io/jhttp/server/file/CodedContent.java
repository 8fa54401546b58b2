package io.jhttp.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;

/**
 * Whether content is in the coding that the name of its file says: a build that was
 * interrupted leaves files that are empty, and other programs use the same names.
 */
final class CodedContent {

	/** RFC 1952: a head of 10 bytes, a block of two, and a trailer of 8. */
	private static final int MIN_GZIP = 20;

	private static final int GZIP_AND_DEFLATE = 0x088b1f;

	/** RFC 8878: a magic number, a frame header of 2 bytes, and a block of 3. */
	private static final int MIN_ZSTD = 9;

	private static final int ZSTD = 0xfd2fb528;

	/** Frames with data of others, whose last four bits are free. */
	private static final int SKIPPABLE = 0x184d2a50;

	private CodedContent() {
	}

	/**
	 * Looks at the first bytes.
	 * @throws IOException if they cannot be read
	 */
	static boolean isIn(ContentCoding coding, ContentPart content) throws IOException {
		return switch (coding) {
			// Brotli has nothing to be known by.
			case BR -> content.length() > 0;
			case GZIP -> content.length() >= MIN_GZIP && (magic(content) & 0xffffff) == GZIP_AND_DEFLATE;
			case ZSTD -> content.length() >= MIN_ZSTD && isZstd(magic(content));
		};
	}

	private static boolean isZstd(int magic) {
		return magic == ZSTD || (magic & ~0xf) == SKIPPABLE;
	}

	private static int magic(ContentPart content) throws IOException {
		ContentPart first = content.part(0, Integer.BYTES);
		if (first == null) {
			throw new IOException("The file was closed or changed before it was read");
		}
		return ByteBuffer.wrap(Representation.bytes(first)).order(ByteOrder.LITTLE_ENDIAN).getInt();
	}

}
