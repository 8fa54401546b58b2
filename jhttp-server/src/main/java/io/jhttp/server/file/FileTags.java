package io.jhttp.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * Makes the entity tags of files.
 */
final class FileTags {

	/** What is larger takes longer to read than a client should wait. */
	private static final long MAX_HASHED = 64L * 1024 * 1024;

	private static final int MAX_KNOWN = 4096;

	private static final int READ_AT_ONCE = 64 * 1024;

	private static final int TAG_BYTES = 15;

	private final EntityTags kind;

	/** What was read only to be hashed: not again for each response. */
	private final Map<Path, KnownDigest> known = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Path, KnownDigest> eldest) {
			return size() > MAX_KNOWN;
		}

	};

	/** One file at a time: requests that come together for one hash it once. */
	private final ReentrantLock lock = new ReentrantLock();

	FileTags(EntityTags kind) {
		this.kind = kind;
	}

	private record KnownDigest(FileVersion version, String digest) {
	}

	/** The tag of a file, with its quotes; null if it has none. */
	@Nullable String of(FileReading reading, @Nullable ContentCoding coding) throws IOException {
		return switch (this.kind) {
			case AUTO -> reading.freshness().isFixed() ? tag(contentDigest(reading), reading, coding)
					: tag(reading.content().isInMemory() ? digest(reading.content()) : null, reading, coding);
			case CONTENT -> tag(contentDigest(reading), reading, coding);
			case DATE -> dateTag(reading.freshness().version(), coding);
			case OFF -> null;
		};
	}

	/** The tag of what was made of a plain file. */
	@Nullable String ofCompressed(Representation plain, byte[] bytes) {
		return switch (this.kind) {
			case AUTO, CONTENT -> quoted(encoded(newDigest().digest(bytes)), ContentCoding.GZIP, true);
			case DATE -> {
				String tag = plain.entityTag();
				yield (tag != null) ? tag.substring(0, tag.length() - 1) + suffix(ContentCoding.GZIP) + "\"" : null;
			}
			case OFF -> null;
		};
	}

	private static @Nullable String tag(@Nullable String digest, FileReading reading, @Nullable ContentCoding coding) {
		if (digest != null) {
			return quoted(digest, coding, true);
		}
		// Builds give all files of a jar one date, which tells nothing of their content.
		return reading.freshness().isFixed() ? null
				: versionTag(reading.freshness().version(), coding, reading.settled());
	}

	/** Of a file that is not read. */
	static String versionTag(FileVersion version, @Nullable ContentCoding coding, boolean settled) {
		String tag = dateAndSize(version);
		// Each change of the content sets it, and no program can set it back. An inode
		// would add nothing, as a rename sets it too.
		if (version.changed() instanceof FileTime changed) {
			return quoted(tag + "-" + number(changed), coding, settled);
		}
		return quoted(tag, coding, false);
	}

	private static @Nullable String dateTag(FileVersion version, @Nullable ContentCoding coding) {
		boolean dated = version.modifiedSecond(System.currentTimeMillis()) != Preconditions.UNDATED;
		return dated ? quoted(dateAndSize(version), coding, false) : null;
	}

	private static String dateAndSize(FileVersion version) {
		return number(version.modified()) + "-" + Long.toString(version.size(), Character.MAX_RADIX);
	}

	private static String number(FileTime time) {
		return Long.toString(time.to(TimeUnit.NANOSECONDS), Character.MAX_RADIX);
	}

	private static String quoted(String tag, @Nullable ContentCoding coding, boolean strong) {
		return (strong ? "\"" : "W/\"") + tag + ((coding != null) ? suffix(coding) : "") + "\"";
	}

	private static String suffix(ContentCoding coding) {
		return "-" + coding.token();
	}

	/** Null if the content cannot stand for the version. */
	private @Nullable String contentDigest(FileReading reading) throws IOException {
		if (reading.content().isInMemory()) {
			return digest(reading.content());
		}
		boolean readable = reading.settled() || reading.freshness().isFixed();
		if (!readable || reading.content().length() > MAX_HASHED) {
			return null;
		}
		FileVersion version = reading.freshness().version();
		Path path = reading.freshness().path();
		this.lock.lock();
		try {
			KnownDigest earlier = this.known.get(path);
			if (earlier != null && earlier.version().equals(version)) {
				return earlier.digest();
			}
			String digest = digest(reading.content());
			if (!reading.freshness().isCurrent()) {
				return null;
			}
			this.known.put(path, new KnownDigest(version, digest));
			return digest;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static String digest(ContentPart content) throws IOException {
		ContentPart whole = content.part(0, content.length());
		if (whole == null) {
			throw new IOException("The file was closed before it was read");
		}
		MessageDigest digest = newDigest();
		byte[] buffer = new byte[(int) Math.min(READ_AT_ONCE, content.length())];
		try (InputStream stream = whole.stream()) {
			for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
				digest.update(buffer, 0, count);
			}
		}
		return encoded(digest.digest());
	}

	private static String encoded(byte[] digest) {
		byte[] encoded = Base64.getUrlEncoder().encode(Arrays.copyOf(digest, TAG_BYTES));
		return new String(encoded, StandardCharsets.US_ASCII);
	}

	private static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
