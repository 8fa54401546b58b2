package io.jhttp.server.file;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.jhttp.server.http.AcceptEncoding;
import io.jhttp.server.http.ContentCoding;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a path: the file in its plain form, and in the codings that there are
 * or that can be made.
 */
final class StoredFile {

	/** Objects around the content. */
	private static final long OVERHEAD = 2048;

	private final Path path;

	private final Freshness freshness;

	private final Representation plain;

	private final Map<ContentCoding, Sidecar> sidecars;

	/** Of files beside the file that are not what their names say, until they change. */
	private final List<Freshness> unused;

	/** Those that lie beside the file, and gzip if it can be made. */
	private final Set<ContentCoding> codings;

	private final AtomicBoolean compressing = new AtomicBoolean();

	private volatile @Nullable Representation compressed;

	private volatile boolean incompressible;

	/**
	 * The plain form as the type that was asked for last: handlers mostly ask for one.
	 */
	private volatile @Nullable Representation typed;

	/** Since the cache last looked for files that are not asked for. */
	private volatile boolean used;

	StoredFile(Path path, Freshness freshness, Representation plain, Map<ContentCoding, Sidecar> sidecars,
			List<Freshness> unused, boolean compressible) {
		this.path = path;
		this.freshness = freshness;
		this.plain = plain;
		this.sidecars = sidecars;
		this.unused = unused;
		Set<ContentCoding> codings = EnumSet.noneOf(ContentCoding.class);
		codings.addAll(sidecars.keySet());
		if (compressible) {
			codings.add(ContentCoding.GZIP);
		}
		this.codings = codings;
	}

	/**
	 * A file beside the file, with the same content in a coding.
	 *
	 * @param freshness of the file beside it
	 * @param representation what is sent
	 */
	record Sidecar(Freshness freshness, Representation representation) {
	}

	static Map<ContentCoding, Sidecar> noSidecars() {
		return new EnumMap<>(ContentCoding.class);
	}

	/** Where it was asked for. */
	Path path() {
		return this.path;
	}

	Representation plain() {
		return this.plain;
	}

	/**
	 * The plain form as one of another type.
	 * @param maker what makes it, unless it is known
	 */
	Representation typed(String mediaType, Supplier<Representation> maker) {
		if (this.plain.mediaType().equals(mediaType)) {
			return this.plain;
		}
		Representation known = this.typed;
		if (known == null || !known.mediaType().equals(mediaType)) {
			known = maker.get();
			this.typed = known;
		}
		return known;
	}

	boolean hasCodings() {
		return !this.codings.isEmpty();
	}

	boolean hasSidecars() {
		return !this.sidecars.isEmpty();
	}

	/** The coding that a client likes best; null for the plain form. */
	@Nullable ContentCoding choose(AcceptEncoding accepted) {
		return accepted.choose(this.codings);
	}

	/**
	 * The file in a coding.
	 * @return null if it has to be read or made first
	 */
	@Nullable Representation in(ContentCoding coding, long arrived) {
		Sidecar sidecar = this.sidecars.get(coding);
		if (sidecar != null) {
			return sidecar.freshness().holds(arrived) ? sidecar.representation() : null;
		}
		return this.incompressible ? this.plain : this.compressed;
	}

	/** The representation with this entity tag, if there is one at the moment. */
	@Nullable Representation tagged(String entityTag, long arrived) {
		if (entityTag.equals(this.plain.entityTag())) {
			return this.plain;
		}
		for (Sidecar sidecar : this.sidecars.values()) {
			if (entityTag.equals(sidecar.representation().entityTag()) && sidecar.freshness().holds(arrived)) {
				return sidecar.representation();
			}
		}
		Representation compressed = this.compressed;
		return (compressed != null && entityTag.equals(compressed.entityTag())) ? compressed : null;
	}

	/** Whether the plain form and the choice of its codings have not changed. */
	boolean isFresh(long arrived) {
		if (!this.freshness.holds(arrived)) {
			return false;
		}
		for (int i = 0; i < this.unused.size(); i++) {
			if (!this.unused.get(i).holds(arrived)) {
				return false;
			}
		}
		return true;
	}

	/** Whether nothing of it has changed. */
	boolean holds(long arrived) {
		if (!isFresh(arrived)) {
			return false;
		}
		for (Sidecar sidecar : this.sidecars.values()) {
			if (!sidecar.freshness().holds(arrived)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the caller is to compress the file; no other request waits for it.
	 */
	boolean beginCompression() {
		return this.compressing.compareAndSet(false, true);
	}

	/** Ends it; null if the result is not worth it. */
	void endCompression(@Nullable Representation result) {
		this.incompressible = result == null;
		this.compressed = result;
	}

	long weight() {
		long weight = OVERHEAD + this.plain.weight();
		for (Sidecar sidecar : this.sidecars.values()) {
			weight += sidecar.representation().weight();
		}
		Representation compressed = this.compressed;
		return (compressed != null) ? weight + compressed.weight() : weight;
	}

	void use() {
		if (!this.used) {
			this.used = true;
		}
	}

	/** Whether it was used since the last call. */
	boolean wasUsed() {
		boolean used = this.used;
		this.used = false;
		return used;
	}

	/** It is not in the cache any more. */
	void release() {
		this.plain.release();
		for (Sidecar sidecar : this.sidecars.values()) {
			sidecar.representation().release();
		}
	}

}
