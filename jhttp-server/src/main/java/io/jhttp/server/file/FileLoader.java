package io.jhttp.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.jhttp.server.file.Representation.Content;
import io.jhttp.server.file.Representation.Octets;
import io.jhttp.server.file.Representation.OpenFile;
import io.jhttp.server.file.StoredFile.Sidecar;
import io.jhttp.server.http.ContentCoding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files. A small file is read whole, and only as one version: a file that is being
 * written to is read again until two readings agree.
 */
final class FileLoader {

	private static final Logger logger = LoggerFactory.getLogger(FileLoader.class);

	private static final int MOST_READINGS = 8;

	/** A file and its sidecars may be written in any order, within that time. */
	private static final long SIDECAR_TOLERANCE = 2000;

	/** Paid once for each version of a file. */
	private static final GzipEncoder GZIP = new GzipEncoder(6);

	private final FileTree tree;

	private final RepresentationFields fields;

	private final KnownDirectories directories = new KnownDirectories();

	private final FileOptions options;

	FileLoader(FileTree tree, RepresentationFields fields, FileOptions options) {
		this.tree = tree;
		this.fields = fields;
		this.options = options;
	}

	/**
	 * What was read.
	 *
	 * @param freshness since when it is known
	 * @param content all of it, or the open file
	 */
	private record Reading(Freshness freshness, Content content, boolean settled) {
	}

	/**
	 * Reads a file and what lies beside it in other codings.
	 * @throws IOException if it cannot be read at the moment
	 */
	Loaded load(FileTree.Entry file, String mediaType) throws IOException {
		Reading reading = read(file);
		Map<ContentCoding, Sidecar> sidecars = StoredFile.noSidecars();
		try {
			boolean settled = reading.settled();
			if (this.options.sidecars()) {
				settled &= addSidecars(file, mediaType, reading.freshness().version(), sidecars);
			}
			boolean compressible = this.options.isCompressed(mediaType, reading.content().length())
					&& !MediaTypes.isCompressed(this.tree.name(file));
			boolean varies = compressible || !sidecars.isEmpty() || this.options.isVaried(mediaType);
			Representation plain = this.fields.representation(this.tree.name(file), null, mediaType,
					reading.freshness().version(), reading.settled(), reading.content(), varies);
			return new Loaded(new StoredFile(reading.freshness(), plain, sidecars, compressible), settled);
		}
		catch (IOException | RuntimeException ex) {
			reading.content().release();
			sidecars.values().forEach((sidecar) -> sidecar.representation().content().release());
			throw ex;
		}
	}

	/**
	 * A file that was read.
	 *
	 * @param file what is sent
	 * @param lasting whether each later change would be seen: if not, it may not be kept
	 */
	record Loaded(StoredFile file, boolean lasting) {
	}

	private boolean addSidecars(FileTree.Entry file, String mediaType, FileVersion plain,
			Map<ContentCoding, Sidecar> sidecars) throws IOException {
		boolean settled = true;
		for (ContentCoding coding : ContentCoding.values()) {
			Path path = file.path().resolveSibling(file.path().getFileName() + coding.suffix());
			// Most files have none, and this is the cheapest way to know.
			FileTree.Entry sidecar = path.toFile().exists() ? this.tree.find(path) : null;
			if (sidecar != null && !sidecar.isDirectory() && isInTime(sidecar, plain)) {
				Reading reading = readIfPossible(sidecar);
				if (reading == null) {
					settled = false;
					continue;
				}
				Representation representation = this.fields.representation(this.tree.name(file), coding, mediaType,
						reading.freshness().version(), reading.settled(), reading.content(), true);
				sidecars.put(coding, new Sidecar(reading.freshness(), representation));
				settled &= reading.settled();
			}
		}
		return settled;
	}

	/** The file is there without a sidecar that was just removed or is unreadable. */
	private @Nullable Reading readIfPossible(FileTree.Entry sidecar) throws IOException {
		try {
			return read(sidecar);
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			logger.debug("{} is not used: {}", sidecar.path(), ex.toString());
			return null;
		}
	}

	/** One that was made of an earlier version would bring that back. */
	private static boolean isInTime(FileTree.Entry sidecar, FileVersion plain) {
		long modified = sidecar.attributes().lastModifiedTime().toMillis();
		boolean inTime = modified >= plain.modified().toMillis() - SIDECAR_TOLERANCE;
		if (!inTime) {
			logger.warn("{} is older than the file that it is made of, and is not used; make it again", sidecar.path());
		}
		return inTime;
	}

	/**
	 * Compresses a file.
	 * @return null if that is not worth it
	 */
	@Nullable Representation compress(StoredFile file, FileTree.Entry entry) throws IOException {
		Representation plain = file.plain();
		byte[] octets;
		try (var stream = plain.content().stream(0, plain.content().length())) {
			octets = stream.readAllBytes();
		}
		byte[] compressed = GZIP.encode(octets);
		if (compressed == null) {
			return null;
		}
		return this.fields.compressed(this.tree.name(entry), plain, compressed);
	}

	private Reading read(FileTree.Entry file) throws IOException {
		for (int readings = 0; readings < MOST_READINGS; readings++) {
			long now = System.currentTimeMillis();
			Freshness freshness = Freshness.begin(file.path(), this.directories);
			FileTree.Opened opened = this.tree.open(file);
			Content content = null;
			try {
				if (freshness.version().isOf(opened.attributes())) {
					content = content(opened.channel(), freshness, now);
				}
			}
			finally {
				if (!(content instanceof OpenFile)) {
					opened.channel().close();
				}
			}
			if (content != null) {
				return new Reading(freshness, content, freshness.isSettled(now));
			}
		}
		throw new FileSystemException(file.path().toString(), null, "it changes faster than it can be read");
	}

	/** Null if the file was changed while it was read. */
	private @Nullable Content content(FileChannel channel, Freshness freshness, long now) throws IOException {
		long size = freshness.version().size();
		if (size > this.options.cachedFileSize()) {
			return new OpenFile(new SharedFile(channel, freshness.path(), freshness.version()), size);
		}
		byte[] octets = read(channel, (int) size);
		if (octets.length < size) {
			return null;
		}
		boolean sameVersion = freshness.version().isSettled(now)
				&& freshness.version().equals(FileVersion.read(freshness.path()));
		// A file that was written to just now may be written to still: its date would not
		// tell, and half of a change is no version.
		return (sameVersion || Arrays.equals(octets, read(channel, (int) size))) ? new Octets(octets) : null;
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
