package io.jhttp.server.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.file.StoredFile.Sidecar;
import io.jhttp.server.http.ContentCoding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files, with what lies beside them in other codings, and compresses them.
 */
final class FileLoader {

	private static final Logger logger = LoggerFactory.getLogger(FileLoader.class);

	/** A file and its sidecars may be written in any order, within that time. */
	private static final long SIDECAR_TOLERANCE = 2000;

	/** Paid once for each version of a file. */
	private static final GzipEncoder GZIP = new GzipEncoder(6);

	private final FileLocation location;

	private final RepresentationHeaders headers;

	private final SidecarWarnings warnings = new SidecarWarnings();

	private final FileOptions options;

	FileLoader(FileLocation location, RepresentationHeaders headers, FileOptions options) {
		this.location = location;
		this.headers = headers;
		this.options = options;
	}

	/**
	 * Reads a file and what lies beside it in other codings.
	 * @throws IOException if it cannot be read at the moment
	 */
	Loaded load(FileLocation.Entry file, String mediaType) throws IOException {
		FileReading reading = read(file);
		Map<ContentCoding, Sidecar> sidecars = StoredFile.noSidecars();
		List<Freshness> unused = new ArrayList<>(0);
		try {
			boolean settled = reading.settled();
			if (this.options.sidecars()) {
				settled &= addSidecars(file, mediaType, reading.freshness().version(), sidecars, unused);
			}
			String name = this.location.name(file.path());
			boolean compressible = this.options.isCompressed(mediaType, reading.content().length())
					&& !MediaTypes.isCompressed(name);
			Representation plain = this.headers.representation(name, null, mediaType, reading,
					!sidecars.isEmpty() || this.options.isVaried(mediaType));
			return new Loaded(new StoredFile(file.path(), reading.freshness(), plain, sidecars, unused, compressible),
					settled);
		}
		catch (IOException | RuntimeException ex) {
			reading.content().close();
			sidecars.values().forEach((sidecar) -> sidecar.representation().release());
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

	private boolean addSidecars(FileLocation.Entry file, String mediaType, FileVersion plain,
			Map<ContentCoding, Sidecar> sidecars, List<Freshness> unused) {
		boolean settled = true;
		for (ContentCoding coding : ContentCoding.values()) {
			FileLocation.Entry sidecar = this.location.beside(file, coding.suffix());
			if (sidecar != null && !sidecar.isDirectory()) {
				FileReading reading = readIfPossible(sidecar);
				settled &= reading != null && reading.settled();
				if (reading != null) {
					Representation encoded = encoded(file, coding, mediaType, reading, plain);
					if (encoded != null) {
						sidecars.put(coding, new Sidecar(reading.freshness(), encoded));
					}
					else {
						unused.add(reading.freshness());
					}
				}
			}
		}
		return settled;
	}

	/** The file is there without a sidecar that was just removed or is unreadable. */
	private @Nullable FileReading readIfPossible(FileLocation.Entry sidecar) {
		try {
			return read(sidecar);
		}
		catch (IOException ex) {
			logger.debug("{} is not used: {}", sidecar.path(), ex.toString());
			return null;
		}
	}

	/** If it is not used, which gives null, it is closed. */
	private @Nullable Representation encoded(FileLocation.Entry file, ContentCoding coding, String mediaType,
			FileReading sidecar, FileVersion plain) {
		try {
			String fault = fault(coding, sidecar, plain);
			if (fault == null) {
				return this.headers.representation(this.location.name(file.path()), coding, mediaType, sidecar, true);
			}
			this.warnings.warn(sidecar.freshness(), fault);
		}
		catch (IOException ex) {
			// Changed while it was looked at, which the next look will see.
			logger.debug("{} is not used: {}", sidecar.freshness().path(), ex.toString());
		}
		sidecar.content().close();
		return null;
	}

	private static @Nullable String fault(ContentCoding coding, FileReading sidecar, FileVersion plain)
			throws IOException {
		if (!isInTime(sidecar.freshness().version(), plain)) {
			return "is older than the file that it was made from";
		}
		return CodedContent.isIn(coding, sidecar.content()) ? null : "is not " + coding.token() + " content";
	}

	/** One that was made of an earlier version would bring that back. */
	private static boolean isInTime(FileVersion sidecar, FileVersion plain) {
		return sidecar.modified().toMillis() >= plain.modified().toMillis() - SIDECAR_TOLERANCE;
	}

	/** The plain form of a file, as one of this type. */
	Representation typed(StoredFile file, String mediaType) {
		return file.typed(mediaType, () -> this.headers.typed(name(file), file.plain(), mediaType,
				file.hasSidecars() || this.options.isVaried(mediaType)));
	}

	/**
	 * Compresses a file.
	 * @return null if that is not worth it
	 */
	@Nullable Representation compress(StoredFile file) throws IOException {
		byte[] compressed = GZIP.encode(file.plain().bytes());
		return (compressed != null) ? this.headers.compressed(name(file), file.plain(), compressed) : null;
	}

	private String name(StoredFile file) {
		return this.location.name(file.path());
	}

	private FileReading read(FileLocation.Entry file) throws IOException {
		return this.location.read(file, this.options.reading());
	}

}
