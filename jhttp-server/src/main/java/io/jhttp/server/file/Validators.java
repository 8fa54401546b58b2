package io.jhttp.server.file;

import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * What tells clients one version of a representation from another.
 *
 * @param entityTag with its quotes; null if there is none
 * @param modified in seconds since 1970, or {@link Preconditions#UNDATED}
 * @param strongDate whether there is one version only with this date (RFC 9110, section
 * 8.8.2.2)
 */
record Validators(@Nullable String entityTag, long modified, boolean strongDate) {

	static Validators of(FileVersion version, @Nullable String entityTag) {
		long now = System.currentTimeMillis();
		return new Validators(entityTag, version.modifiedSecond(now), isLastChange(version, now));
	}

	/**
	 * A file that was renamed, replaced or given its date later can have had another
	 * content since.
	 */
	private static boolean isLastChange(FileVersion version, long now) {
		return version.changed() instanceof FileTime changed && version.modified().toMillis() <= now
				&& changed.to(TimeUnit.SECONDS) <= version.modified().to(TimeUnit.SECONDS);
	}

	/**
	 * Those of one of several representations with one date (RFC 9110, section 8.8.1).
	 */
	Validators shared() {
		return new Validators(this.entityTag, this.modified, false);
	}

	/** Those of another representation of the same file. */
	Validators withEntityTag(@Nullable String entityTag) {
		return new Validators(entityTag, this.modified, this.strongDate);
	}

	/** Those of the same with a date that a program knows better. */
	Validators withDate(long modified) {
		return new Validators(this.entityTag, modified, true);
	}

	/** The date that a part can be asked for by. */
	long rangeDate() {
		return this.strongDate ? this.modified : Preconditions.UNDATED;
	}

}
