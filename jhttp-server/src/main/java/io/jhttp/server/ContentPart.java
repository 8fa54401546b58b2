package io.jhttp.server;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

import io.jhttp.server.exchange.ContentOutput;
import io.jhttp.server.exchange.HttpStream;
import org.jspecify.annotations.Nullable;

/**
 * Content of a response, or a piece of it: bytes, a part of an open file, or of what can
 * only be read from its beginning. The one who sends or reads it closes it.
 */
public abstract sealed class ContentPart implements Closeable {

	private static final int PAGE = 4096;

	private static final int MAX_WITHOUT_LENGTH = 1024 * 1024;

	private final long length;

	private ContentPart(long length) {
		this.length = length;
	}

	/**
	 * Bytes.
	 * @param bytes an array that does not change any more
	 * @param from the first byte
	 * @param length number of bytes
	 * @return a part
	 */
	public static ContentPart of(byte[] bytes, int from, int length) {
		return new BytesPart(bytes, from, length);
	}

	/**
	 * A part of an open file. The file is closed with the part, or with the last one that
	 * was made of it.
	 * @param file the file
	 * @param name what people call it; it stands in the log if a response has to be
	 * aborted
	 * @param position where the part begins, in bytes
	 * @param length how many bytes it has
	 * @param intact whether the content is still the one that was promised; asked before
	 * the last bytes of a long part, and if not, the connection is closed; null if the
	 * content may change meanwhile
	 * @return a part
	 */
	public static ContentPart of(FileChannel file, String name, long position, long length,
			@Nullable BooleanSupplier intact) {
		return new FilePart(new SharedFile(file, name, intact), position, length);
	}

	/**
	 * A part of what can only be read from its beginning, such as a compressed file of a
	 * jar. Reading and sending it blocks, and so it is none for an event loop.
	 * @param source opens it
	 * @param position where the part begins, in bytes
	 * @param length how many bytes it has
	 * @return a part
	 */
	public static ContentPart of(Source source, long position, long length) {
		return new StreamPart(source, position, length);
	}

	/**
	 * Opens content at its beginning.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Opens it.
		 * @return a stream, to be closed by the caller
		 * @throws IOException if it cannot be read
		 */
		InputStream open() throws IOException;

	}

	/**
	 * A whole file.
	 * @throws IOException if it cannot be opened, or states no length and has too much
	 */
	static ContentPart of(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		try {
			long size = channel.size();
			if (size > PAGE) {
				return of(channel, file.toString(), 0, size, null);
			}
			byte[] content = withoutLength(channel, file);
			channel.close();
			return of(content, 0, content.length);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * The system makes files below /proc and /sys when they are read, and states a length
	 * of 0 or of a page.
	 */
	private static byte[] withoutLength(FileChannel channel, Path file) throws IOException {
		byte[] content = Channels.newInputStream(channel).readNBytes(MAX_WITHOUT_LENGTH + 1);
		if (content.length > MAX_WITHOUT_LENGTH) {
			throw new IOException(
					"A file that states no length can have " + MAX_WITHOUT_LENGTH + " bytes at most: " + file);
		}
		return content;
	}

	/**
	 * How long the part is.
	 * @return a number of bytes
	 */
	public final long length() {
		return this.length;
	}

	/**
	 * Whether it is kept in memory, and not by an open file.
	 * @return false if a descriptor is in use until it is closed
	 */
	public abstract boolean isInMemory();

	/**
	 * Whether it is read while it is sent, which blocks.
	 * @return true if it must not be sent on an event loop
	 */
	public boolean isStreamed() {
		return false;
	}

	/**
	 * A part of this part, to be closed by itself. Any thread may ask for one at any
	 * time.
	 * @param from where it begins in this part, in bytes
	 * @param length how many bytes it has
	 * @return a part, or null if the file is closed already, or was changed
	 */
	public abstract @Nullable ContentPart part(long from, long length);

	/**
	 * Reads the content instead of sending it.
	 * @return a stream that fails if the file is changed meanwhile; closing it closes the
	 * part
	 */
	public abstract InputStream stream();

	/** Writes the part and closes it, in any case. */
	abstract void writeTo(HttpStream stream) throws IOException;

	/**
	 * Gives up the part: nothing can be lost, as it was only read.
	 */
	@Override
	public abstract void close();

	private static final class BytesPart extends ContentPart {

		private final byte[] bytes;

		private final int from;

		BytesPart(byte[] bytes, int from, int length) {
			super(length);
			this.bytes = bytes;
			this.from = from;
		}

		@Override
		public boolean isInMemory() {
			return true;
		}

		/** All of it is this part itself, which has nothing to close. */
		@Override
		public ContentPart part(long from, long length) {
			return (length == length()) ? this : of(this.bytes, this.from + (int) from, (int) length);
		}

		@Override
		public InputStream stream() {
			return new ByteArrayInputStream(this.bytes, this.from, (int) length());
		}

		@Override
		void writeTo(HttpStream stream) throws IOException {
			stream.writeShared(this.bytes, this.from, (int) length());
		}

		@Override
		public void close() {
		}

	}

	private static final class FilePart extends ContentPart {

		/**
		 * A small part is copied, and so is of one version whatever happens to the file.
		 */
		private static final int MAX_COPIED = 32 * 1024;

		private final SharedFile file;

		private final long position;

		/** The part is an owner of the file. */
		FilePart(SharedFile file, long position, long length) {
			super(length);
			this.file = file;
			this.position = position;
		}

		@Override
		public boolean isInMemory() {
			return false;
		}

		@Override
		public @Nullable ContentPart part(long from, long length) {
			if (!this.file.tryShare()) {
				return null;
			}
			FilePart part = new FilePart(this.file, this.position + from, length);
			return (length > MAX_COPIED) ? part : part.copied();
		}

		private @Nullable ContentPart copied() {
			try (InputStream content = stream()) {
				byte[] bytes = content.readAllBytes();
				return of(bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				// Closed or changed: the caller has to open it again.
				return null;
			}
		}

		@Override
		public InputStream stream() {
			return new FileStream(this.file, this.position, length());
		}

		@Override
		void writeTo(HttpStream stream) throws IOException {
			if (length() == 0) {
				close();
				return;
			}
			stream.writeFile(this.file, this.position, length());
		}

		@Override
		public void close() {
			this.file.release();
		}

	}

	private static final class StreamPart extends ContentPart {

		private static final int READ_AT_ONCE = 32 * 1024;

		private final Source source;

		private final long position;

		StreamPart(Source source, long position, long length) {
			super(length);
			this.source = source;
			this.position = position;
		}

		@Override
		public boolean isInMemory() {
			return false;
		}

		@Override
		public boolean isStreamed() {
			return true;
		}

		@Override
		public ContentPart part(long from, long length) {
			return new StreamPart(this.source, this.position + from, length);
		}

		@Override
		public InputStream stream() {
			return new SkippedStream(this.source, this.position, length());
		}

		@Override
		void writeTo(HttpStream stream) throws IOException {
			try (InputStream content = stream()) {
				byte[] buffer = new byte[(int) Math.min(READ_AT_ONCE, Math.max(1, length()))];
				for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
					ContentOutput.write(stream, buffer, 0, count);
				}
			}
		}

		/** Nothing is open before it is read. */
		@Override
		public void close() {
		}

	}

}
