package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.ExchangeListener;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * The access log of the server. It is open before the server serves, and closed after it.
 */
public final class AccessLog implements ExchangeListener, SmartLifecycle {

	private final AccessLogFormat format;

	private final AccessLogDestination destination;

	private final ZoneId zone;

	private final long capacity;

	private volatile @Nullable AccessLogWriter writer;

	private AccessLog(AccessLogFormat format, AccessLogDestination destination, ZoneId zone, long capacity) {
		this.format = format;
		this.destination = destination;
		this.zone = zone;
		this.capacity = capacity;
	}

	/**
	 * Describes a log that goes to the logger {@code jhttp.access}, at level INFO.
	 * @param format how lines look
	 * @param capacity how many bytes of memory entries may take that are not written yet
	 * @return the log, not open yet
	 */
	public static AccessLog toLogger(AccessLogFormat format, long capacity) {
		return new AccessLog(format, new LoggerDestination(), ZoneId.systemDefault(), capacity);
	}

	/**
	 * Describes a log that goes to a file.
	 * @param format how lines look
	 * @param file where to; directories are made
	 * @param rotation when a new one is begun
	 * @param clock the time of day, and the zone of dates and days
	 * @param capacity how many bytes of memory entries may take that are not written yet
	 * @return the log, not open yet
	 */
	public static AccessLog toFile(AccessLogFormat format, Path file, AccessLogRotation rotation, Clock clock,
			long capacity) {
		return new AccessLog(format, new RotatingFile(file, rotation, clock), clock.getZone(), capacity);
	}

	@Override
	public void exchangeEnded(CompletedExchange exchange) {
		AccessLogWriter current = this.writer;
		if (current != null) {
			current.add(AccessLogEntry.of(exchange));
		}
	}

	/**
	 * Opens the log.
	 * @throws UncheckedIOException if it cannot be written to
	 */
	@Override
	public void start() {
		if (this.writer != null) {
			return;
		}
		try {
			this.destination.open();
		}
		catch (IOException ex) {
			throw new AccessLogException(ex);
		}
		this.writer = new AccessLogWriter(this.format.lines(this.zone), this.destination, this.capacity);
	}

	/** Writes what was not written yet, and closes the log. */
	@Override
	public void stop() {
		AccessLogWriter current = this.writer;
		if (current != null) {
			this.writer = null;
			current.stop();
		}
	}

	/**
	 * How many entries were lost, as there were more than could be written, or the log
	 * could not be written.
	 * @return a total since the log was opened, or 0 if it is closed
	 */
	public long lostEntries() {
		AccessLogWriter current = this.writer;
		return (current != null) ? current.lost() : 0;
	}

	@Override
	public boolean isRunning() {
		return this.writer != null;
	}

	/** Before the server is started, and after it is stopped. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 2048 - 1;
	}

	/** The server is not paused either. */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
