package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes entries. The thread that adds one never waits for it: entries that
 * it has no room for are dropped and counted. Waking a thread costs more than an entry,
 * so it looks for more by itself for a while, and sleeps only when there is none.
 */
final class AccessLogWriter {

	private static final Logger logger = LoggerFactory.getLogger(AccessLog.class);

	private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final int MAX_LOOKS = 50;

	private static final int ENTRIES_PER_FLUSH = 1000;

	private static final long PATIENCE_MILLIS = 10_000;

	private final AccessLogLines lines;

	private final AccessLogDestination destination;

	private final long capacity;

	private final int mostLooks;

	private final ConcurrentLinkedQueue<AccessLogEntry> entries = new ConcurrentLinkedQueue<>();

	private final AtomicLong weight = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicBoolean asleep = new AtomicBoolean();

	private final Thread thread = new Thread(this::run, "jhttp-access-log");

	private final StringBuilder line = new StringBuilder(256);

	/** How many entries have been on their way to the destination; the thread's alone. */
	private long taken;

	/** How many of them have not come there. */
	private volatile long failed;

	/** How many dropped entries were known at the last look. */
	private long droppedBefore;

	private boolean dropping;

	/** Since an entry was dropped. */
	private int calmLooks;

	private boolean failing;

	private volatile boolean stopping;

	AccessLogWriter(AccessLogLines lines, AccessLogDestination destination, long capacity) {
		this(lines, destination, capacity, MAX_LOOKS);
	}

	/** For tests, which do not wait. */
	AccessLogWriter(AccessLogLines lines, AccessLogDestination destination, long capacity, int mostLooks) {
		this.lines = lines;
		this.destination = destination;
		this.capacity = capacity;
		this.mostLooks = mostLooks;
		this.thread.setDaemon(false);
		this.thread.start();
	}

	void add(AccessLogEntry entry) {
		int weight = entry.weight();
		if (this.weight.addAndGet(weight) > this.capacity) {
			this.weight.addAndGet(-weight);
			this.dropped.incrementAndGet();
			return;
		}
		this.entries.add(entry);
		if (this.asleep.get() && this.asleep.compareAndSet(true, false)) {
			LockSupport.unpark(this.thread);
		}
	}

	long lost() {
		return this.dropped.get() + this.failed;
	}

	void stop() {
		this.stopping = true;
		LockSupport.unpark(this.thread);
		boolean interrupted = false;
		try {
			this.thread.join(PATIENCE_MILLIS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (this.thread.isAlive()) {
			logger.warn("The access log is still busy after {} ms; its last entries may be missing", PATIENCE_MILLIS);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		int looks = 0;
		while (true) {
			boolean last = this.stopping;
			boolean written = writeAll();
			boolean pressed = this.weight.get() > this.capacity / 2;
			warnOfDropped(pressed);
			if (last && !written) {
				break;
			}
			looks = written ? 0 : looks + 1;
			if (pressed) {
				continue;
			}
			if (looks < this.mostLooks) {
				pause();
			}
			else {
				sleep();
				looks = 0;
			}
		}
		try {
			this.destination.close();
		}
		catch (IOException ex) {
			logger.warn("The access log could not be closed: {}", ex.toString());
		}
	}

	private void pause() {
		if (!this.stopping) {
			LockSupport.parkNanos(this, BETWEEN_LOOKS);
		}
	}

	private void sleep() {
		this.asleep.set(true);
		while (this.asleep.get() && this.entries.isEmpty() && !this.stopping) {
			LockSupport.park(this);
		}
		this.asleep.set(false);
	}

	private boolean writeAll() {
		AccessLogEntry entry = this.entries.poll();
		if (entry == null) {
			return false;
		}
		try {
			try {
				writeLines(entry);
			}
			finally {
				// Also what stands before a line that cannot be written
				this.destination.flush();
			}
			this.failing = false;
		}
		catch (IOException | RuntimeException ex) {
			if (!this.failing) {
				this.failing = true;
				logger.warn("The access log cannot be written; entries are lost until it can be: {}", ex.toString());
			}
		}
		this.failed = this.taken - this.destination.written();
		return true;
	}

	private void writeLines(AccessLogEntry first) throws IOException {
		AccessLogEntry entry = first;
		for (int count = 1; entry != null; entry = (count++ < ENTRIES_PER_FLUSH) ? this.entries.poll() : null) {
			this.weight.addAndGet(-entry.weight());
			this.taken++;
			this.line.setLength(0);
			this.lines.append(this.line, entry);
			this.destination.write(this.line);
		}
	}

	/** Once when it begins, and once when it has been over for a while. */
	private void warnOfDropped(boolean pressed) {
		long now = this.dropped.get();
		if (now > this.droppedBefore && !this.failing) {
			this.calmLooks = 0;
			if (!this.dropping) {
				this.dropping = true;
				logger.warn("The access log has more entries than it can write; some are lost");
			}
		}
		else if (this.dropping && !this.failing && !pressed && ++this.calmLooks >= this.mostLooks) {
			this.dropping = false;
			logger.warn("The access log keeps up again; {} entries were lost since it was opened", lost());
		}
		this.droppedBefore = now;
	}

}
