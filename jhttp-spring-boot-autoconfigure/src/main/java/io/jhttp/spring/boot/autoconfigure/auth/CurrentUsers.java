package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The users as they are now: once their file has changed, they are read again. One that
 * cannot be used changes nothing.
 */
public final class CurrentUsers {

	private static final Log logger = LogFactory.getLog(CurrentUsers.class);

	/** How long a user who has been removed may still come in. */
	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private final @Nullable Path file;

	private final Supplier<Users> reader;

	private final LongSupplier clock;

	private volatile Users users;

	/** Of the file when it was read last; null if there was none. */
	private volatile @Nullable Version version;

	private volatile long lookedAt;

	/**
	 * Reads the users.
	 * @param file what is looked at for changes, or null if they do not change
	 * @param reader reads them all; what it throws the first time, this throws
	 */
	public CurrentUsers(@Nullable Path file, Supplier<Users> reader) {
		this(file, reader, System::nanoTime);
	}

	CurrentUsers(@Nullable Path file, Supplier<Users> reader, LongSupplier clock) {
		this.file = file;
		this.reader = reader;
		this.clock = clock;
		this.version = Version.of(file);
		this.users = reader.get();
		this.lookedAt = clock.getAsLong() - INTERVAL;
	}

	/**
	 * What tells one content of a file from another.
	 */
	private record Version(FileTime modified, long size, @Nullable Object key) {

		static @Nullable Version of(@Nullable Path file) {
			if (file == null) {
				return null;
			}
			try {
				BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
				return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
			}
			catch (IOException ex) {
				return null;
			}
		}

	}

	/**
	 * The users that were read last.
	 * @return always the same object until they are read again
	 */
	public Users get() {
		return this.users;
	}

	/** Whether they have to be read again; looks at the file once a second. */
	boolean areOutdated() {
		long now = this.clock.getAsLong();
		if (this.file == null || now - this.lookedAt < INTERVAL) {
			return false;
		}
		this.lookedAt = now;
		return !Objects.equals(Version.of(this.file), this.version);
	}

	/** Reads them again, which may block. */
	synchronized void readAgain() {
		Version changed = Version.of(this.file);
		if (Objects.equals(changed, this.version)) {
			return;
		}
		this.version = changed;
		try {
			this.users = this.reader.get();
			logger.info("Reloaded the users from " + this.file);
		}
		catch (RuntimeException ex) {
			logger.warn("The users are not reloaded, although " + this.file + " has changed: " + ex.getMessage());
		}
	}

}
