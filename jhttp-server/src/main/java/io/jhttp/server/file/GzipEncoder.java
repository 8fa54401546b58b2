package io.jhttp.server.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

/**
 * Compresses whole contents in the gzip coding (RFC 1952). Neither a name nor a time goes
 * into the result, so that a content that is compressed again is the same as before.
 */
final class GzipEncoder {

	private static final int HEAD_LENGTH = 10;

	private static final int TRAILER_LENGTH = 8;

	/** Saving less is not worth the client's work. */
	private static final int MAX_PERCENT = 95;

	private static final byte UNKNOWN_SYSTEM = (byte) 0xff;

	private final int level;

	/**
	 * Creates an encoder.
	 * @param level 1 for the fastest to 9 for the smallest result
	 * @throws IllegalArgumentException if it is neither these nor between
	 */
	GzipEncoder(int level) {
		if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
			throw new IllegalArgumentException("The gzip level is 1 to 9, not " + level);
		}
		this.level = level;
	}

	/**
	 * Compresses a content.
	 * @param content the whole of it
	 * @return the compressed content, or null if it is not smaller than 95 % of the plain
	 * one
	 */
	byte @Nullable [] encode(byte[] content) {
		// One less than the limit is the most that is smaller than it.
		int most = (int) (((long) content.length * MAX_PERCENT + 99) / 100) - 1;
		if (most < HEAD_LENGTH + TRAILER_LENGTH) {
			return null;
		}
		byte[] result = new byte[most];
		int deflated = deflate(content, result, HEAD_LENGTH, most - TRAILER_LENGTH);
		if (deflated < 0) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
		buffer.put((byte) 0x1f).put((byte) 0x8b).put((byte) Deflater.DEFLATED);
		buffer.put(HEAD_LENGTH - 1, UNKNOWN_SYSTEM);
		buffer.position(HEAD_LENGTH + deflated).putInt(checksum(content)).putInt(content.length);
		return Arrays.copyOf(result, buffer.position());
	}

	/** The length of the result, or -1 if it does not fit. */
	private int deflate(byte[] content, byte[] result, int start, int end) {
		Deflater deflater = new Deflater(this.level, true);
		try {
			deflater.setInput(content);
			deflater.finish();
			int at = start;
			while (!deflater.finished() && at < end) {
				at += deflater.deflate(result, at, end - at);
			}
			return deflater.finished() ? at - start : -1;
		}
		finally {
			// Its memory is not on the heap: no garbage collection would see it in time.
			deflater.end();
		}
	}

	private static int checksum(byte[] content) {
		CRC32 checksum = new CRC32();
		checksum.update(content);
		return (int) checksum.getValue();
	}

}
