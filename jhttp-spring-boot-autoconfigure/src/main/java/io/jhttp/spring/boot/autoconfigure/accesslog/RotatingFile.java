package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * A file that gives way to a new one when it is full, or a day is over:
 * {@code access.log} becomes {@code access.log.1}, that becomes {@code access.log.2}, and
 * the oldest is deleted. Another program may move it away as well: then a new one is
 * begun.
 */
final class RotatingFile implements AccessLogDestination {

	private static final int BUFFER = 64 * 1024;

	private static final long BETWEEN_LOOKS_MILLIS = 1000;

	private static final long BETWEEN_ATTEMPTS_MILLIS = 60_000;

	private final Path file;

	private final AccessLogRotation rotation;

	private final Clock clock;

	private final byte[] buffer = new byte[BUFFER];

	private int buffered;

	private int bufferedLines;

	private long written;

	private @Nullable OutputStream output;

	private long size;

	/** The day that the next line ends, in milliseconds since 1970. */
	private long dayEnds = Long.MAX_VALUE;

	private long lastLook;

	/** A rotation that has failed is tried again, but not with each line. */
	private long nextAttempt = Long.MIN_VALUE;

	RotatingFile(Path file, AccessLogRotation rotation, Clock clock) {
		this.file = file.toAbsolutePath();
		this.rotation = rotation;
		this.clock = clock;
	}

	@Override
	public void open() throws IOException {
		Path parent = this.file.getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		LocalDate day = LocalDate.now(this.clock);
		try {
			if (Files.size(this.file) > 0) {
				day = LocalDate.ofInstant(Files.getLastModifiedTime(this.file).toInstant(), this.clock.getZone());
			}
		}
		catch (NoSuchFileException ex) {
			// It is about to be made.
		}
		this.output = Files.newOutputStream(this.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		this.size = Files.size(this.file);
		this.lastLook = this.clock.millis();
		this.dayEnds = this.rotation.daily()
				? day.plusDays(1).atStartOfDay(this.clock.getZone()).toInstant().toEpochMilli() : Long.MAX_VALUE;
	}

	@Override
	public void write(CharSequence line) throws IOException {
		int length = line.length() + 1;
		if (length > BUFFER - this.buffered) {
			flush();
		}
		long most = this.rotation.maxFileSize();
		boolean full = most > 0 && this.size + this.buffered > 0 && this.size + this.buffered + length > most;
		long now = this.clock.millis();
		if ((full || now >= this.dayEnds) && now >= this.nextAttempt) {
			this.nextAttempt = now + BETWEEN_ATTEMPTS_MILLIS;
			rotate();
			this.nextAttempt = Long.MIN_VALUE;
		}
		if (length > BUFFER) {
			throw new IOException("A line has more than " + BUFFER + " bytes");
		}
		for (int i = 0; i < line.length(); i++) {
			this.buffer[this.buffered++] = (byte) line.charAt(i);
		}
		this.buffer[this.buffered++] = '\n';
		this.bufferedLines++;
	}

	@Override
	public void flush() throws IOException {
		if (this.buffered == 0) {
			return;
		}
		int length = this.buffered;
		int lines = this.bufferedLines;
		// What cannot be written is lost: a full disk must not fill the memory.
		this.buffered = 0;
		this.bufferedLines = 0;
		OutputStream current = reopened();
		try {
			current.write(this.buffer, 0, length);
			this.size += length;
			this.written += lines;
		}
		catch (IOException ex) {
			closeQuietly(ex);
			throw ex;
		}
	}

	@Override
	public long written() {
		return this.written;
	}

	/** The file, and a new one if it has been moved away or could not be written to. */
	private OutputStream reopened() throws IOException {
		long now = this.clock.millis();
		if (this.output != null && Math.abs(now - this.lastLook) >= BETWEEN_LOOKS_MILLIS) {
			this.lastLook = now;
			if (!Files.exists(this.file)) {
				close();
			}
		}
		if (this.output == null) {
			open();
		}
		OutputStream current = this.output;
		if (current == null) {
			throw new IOException("The access log is closed");
		}
		return current;
	}

	private void rotate() throws IOException {
		flush();
		close();
		int oldest = this.rotation.maxHistory();
		if (oldest == 0) {
			Files.deleteIfExists(this.file);
		}
		for (int number = oldest; number > 0; number--) {
			Path from = (number > 1) ? numbered(number - 1) : this.file;
			if (Files.exists(from)) {
				Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		open();
	}

	private Path numbered(int number) {
		return this.file.resolveSibling(this.file.getFileName() + "." + number);
	}

	@Override
	public void close() throws IOException {
		OutputStream current = this.output;
		if (current != null) {
			this.output = null;
			current.close();
		}
	}

	private void closeQuietly(IOException reason) {
		try {
			close();
		}
		catch (IOException ex) {
			reason.addSuppressed(ex);
		}
	}

}
