package io.jhttp.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;

import io.jhttp.server.exchange.HttpStream;

/**
 * A piece of the content of a response: octets, or a part of an open file. Whoever sends
 * it closes it.
 */
public abstract sealed class ContentPart implements Closeable {

	private final long length;

	private ContentPart(long length) {
		this.length = length;
	}

	/**
	 * Octets.
	 * @param octets an array that does not change any more
	 * @param from the first octet
	 * @param length number of octets
	 * @return a part
	 */
	public static ContentPart of(byte[] octets, int from, int length) {
		return new OctetsPart(octets, from, length);
	}

	/**
	 * A part of an open file.
	 * @param file the file
	 * @param position where the part begins, in bytes
	 * @param length how many bytes it has
	 * @param intact whether the file is still the one that the length was taken from;
	 * asked before the last bytes of a long part, and if not, the connection is cut
	 * @param release is closed when the part is sent or given up; it closes the file, if
	 * that is not shared
	 * @return a part
	 */
	public static ContentPart of(FileChannel file, long position, long length, BooleanSupplier intact,
			Closeable release) {
		return new FilePart(file, position, length, intact, release);
	}

	/**
	 * How long the part is.
	 * @return a number of bytes
	 */
	public long length() {
		return this.length;
	}

	/** Writes the part and closes it, in any case. */
	abstract void writeTo(HttpStream stream) throws IOException;

	private static final class OctetsPart extends ContentPart {

		private final byte[] octets;

		private final int from;

		OctetsPart(byte[] octets, int from, int length) {
			super(length);
			this.octets = octets;
			this.from = from;
		}

		@Override
		void writeTo(HttpStream stream) throws IOException {
			stream.writeShared(this.octets, this.from, (int) length());
		}

		@Override
		public void close() {
		}

	}

	private static final class FilePart extends ContentPart {

		private final FileChannel file;

		private final long position;

		private final BooleanSupplier intact;

		private final Closeable release;

		FilePart(FileChannel file, long position, long length, BooleanSupplier intact, Closeable release) {
			super(length);
			this.file = file;
			this.position = position;
			this.intact = intact;
			this.release = release;
		}

		@Override
		void writeTo(HttpStream stream) throws IOException {
			if (length() == 0) {
				close();
				return;
			}
			stream.writeFile(this.file, this.position, length(), this.intact, this.release);
		}

		@Override
		public void close() throws IOException {
			this.release.close();
		}

	}

}
