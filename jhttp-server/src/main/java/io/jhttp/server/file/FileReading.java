package io.jhttp.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.jhttp.server.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a file, as one version of it: a file that is being written to is read
 * again until two looks agree. Of one that is written to all the time, such as a log, it
 * is what was there at the last look.
 *
 * @param freshness since when it is known
 * @param content all of it, or the open file
 * @param settled whether each later change would be seen
 */
record FileReading(Freshness freshness, ContentPart content, boolean settled) {

	private static final int MAX_READINGS = 8;

	private static final int PAGE = 4096;

	/** Of any processor. */
	private static final int MAX_PAGE = 64 * 1024;

	/** Of a file that states no length, in bytes. */
	private static final int MAX_WITHOUT_LENGTH = 1024 * 1024;

	/**
	 * How files are read.
	 *
	 * @param maxInMemory up to which size they are read whole, in bytes; larger ones stay
	 * open
	 * @param maxUnpacked the same for files of jars, which would be unpacked for each
	 * response
	 * @param strict whether what is sent has to be one version, also of larger ones
	 */
	record Rules(int maxInMemory, int maxUnpacked, boolean strict) {
	}

	/**
	 * Opens a file, each time it is read.
	 */
	@FunctionalInterface
	interface Opening {

		/**
		 * Opens it.
		 * @param after whether to look at its name after it, and not only before: another
		 * file may have got the name in between
		 */
		Opened open(boolean after) throws IOException;

	}

	/**
	 * An open file.
	 *
	 * @param channel to read from
	 * @param attributes of what had its name just before it was opened, or just after it
	 */
	record Opened(FileChannel channel, BasicFileAttributes attributes) {
	}

	/**
	 * Reads a file.
	 * @param opening opens it each time that it is read
	 * @throws IOException if it cannot be read, or changes all the time
	 */
	static FileReading of(Path path, KnownDirectories directories, Rules rules, Opening opening) throws IOException {
		FileReading settled = settled(path, directories, rules, opening);
		return (settled != null) ? settled : changing(path, directories, rules, opening);
	}

	/**
	 * What was changed last before it was opened is one version: one look before it was
	 * opened and one after it was read are enough.
	 * @return null if it may have been changed meanwhile
	 */
	private static @Nullable FileReading settled(Path path, KnownDirectories directories, Rules rules, Opening opening)
			throws IOException {
		long now = System.currentTimeMillis();
		FileFreshness.Beginning beginning = FileFreshness.beginDirectory(path, directories);
		Opened opened = opening.open(false);
		ContentPart content = null;
		try {
			long size = opened.attributes().size();
			boolean leftOpen = isLeftOpen(opened.channel(), size, rules);
			byte[] bytes = leftOpen ? null : read(opened.channel(), (int) size);
			Freshness freshness = beginning.with(FileVersion.read(path));
			boolean same = freshness.version().isUnchangedSince(now, opened.attributes());
			if (same && size > 0 && (bytes == null || bytes.length == size)) {
				content = (bytes != null) ? ContentPart.of(bytes, 0, bytes.length)
						: open(opened.channel(), freshness, rules.strict());
				return new FileReading(freshness, content, freshness.isSettled(now));
			}
			return null;
		}
		finally {
			if (content == null || content.isInMemory()) {
				opened.channel().close();
			}
		}
	}

	/** Until two looks agree. */
	private static FileReading changing(Path path, KnownDirectories directories, Rules rules, Opening opening)
			throws IOException {
		boolean replaced = false;
		for (int readings = 0; readings < MAX_READINGS; readings++) {
			long now = System.currentTimeMillis();
			Freshness freshness = FileFreshness.begin(path, directories);
			Opened opened = opening.open(true);
			ContentPart content = null;
			boolean same;
			try {
				replaced |= !Objects.equals(freshness.version().key(), opened.attributes().fileKey());
				same = freshness.version().isOf(opened.attributes());
				if (same || (!rules.strict() && readings == MAX_READINGS - 1
						&& freshness.version().isPartOf(opened.attributes()))) {
					content = isLeftOpen(opened.channel(), freshness.version().size(), rules)
							? open(opened.channel(), freshness, rules.strict())
							: whole(opened.channel(), freshness, now);
				}
			}
			finally {
				if (content == null || content.isInMemory()) {
					opened.channel().close();
				}
			}
			if (content != null) {
				// Whose length tells nothing of its content, its date does not either.
				boolean tells = same && content.length() == freshness.version().size();
				return new FileReading(freshness, content, tells && freshness.isSettled(now));
			}
		}
		if (replaced) {
			throw new ReplacedException(path.toString());
		}
		throw new FileSystemException(path.toString(), null, "it changes faster than it can be read");
	}

	/** One that states no length, or a page, may have another one all the same. */
	private static boolean isLeftOpen(FileChannel channel, long size, Rules rules) throws IOException {
		if (size <= rules.maxInMemory() || size == 0) {
			return false;
		}
		return size > MAX_PAGE || channel.read(ByteBuffer.allocate(1), size - 1) > 0;
	}

	private static ContentPart open(FileChannel channel, Freshness freshness, boolean strict) {
		FileVersion version = freshness.version();
		Path path = freshness.path();
		BooleanSupplier intact = strict ? () -> !version.isChangedAt(path) : null;
		return ContentPart.of(channel, path.toString(), 0, version.size(), intact);
	}

	/** Null if the file was changed while it was read. */
	private static @Nullable ContentPart whole(FileChannel channel, Freshness freshness, long now) throws IOException {
		FileVersion version = freshness.version();
		long size = version.size();
		byte[] bytes = (size > 0) ? read(channel, (int) size) : readWithoutLength(channel);
		if (bytes.length != size) {
			return withoutLength(channel, freshness, bytes);
		}
		boolean sameVersion = version.isSettled(now) && version.equals(FileVersion.read(freshness.path()));
		// A file that was written to just now may be written to still: its date would not
		// tell, and half of a change is no version.
		boolean whole = sameVersion || Arrays.equals(bytes, read(channel, (int) size));
		return whole ? ContentPart.of(bytes, 0, bytes.length) : null;
	}

	/**
	 * The system makes files below /proc and /sys when they are read, and states a length
	 * of 0 or of a page. Any other file that is longer or shorter than stated is being
	 * written to.
	 * @return null if it is another version now
	 */
	private static @Nullable ContentPart withoutLength(FileChannel channel, Freshness freshness, byte[] bytes)
			throws IOException {
		long size = freshness.version().size();
		if (FileVersion.read(freshness.path()).size() != size) {
			return null;
		}
		if (bytes.length > size) {
			if (bytes.length == MAX_WITHOUT_LENGTH) {
				throw new AccessDeniedException(freshness.path().toString(), null, "it has no length and no end");
			}
			return ContentPart.of(bytes, 0, bytes.length);
		}
		return Arrays.equals(bytes, read(channel, (int) size)) ? ContentPart.of(bytes, 0, bytes.length) : null;
	}

	/** Nearly always it is an empty file. */
	private static byte[] readWithoutLength(FileChannel channel) throws IOException {
		byte[] bytes = read(channel, PAGE);
		return (bytes.length < PAGE) ? bytes : read(channel, MAX_WITHOUT_LENGTH);
	}

	private static byte[] read(FileChannel channel, int size) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(size);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer, buffer.position()) < 0) {
				break;
			}
		}
		return (buffer.position() == size) ? buffer.array() : Arrays.copyOf(buffer.array(), buffer.position());
	}

}
