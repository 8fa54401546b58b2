package io.jhttp.server.cgi;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.jhttp.server.cgi.process.ProcessGroups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks after all running scripts, many times a second: it takes what
 * they write to their standard error, ends those that take too long or whose client has
 * gone, and what they leave in the background. It sleeps while there are none.
 */
final class ScriptWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ScriptWatch.class);

	private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(20);

	/** Looking for processes costs more than a round. */
	private static final int ROUNDS_PER_SWEEP = 5;

	/** What it takes to end all scripts, beside waiting for them. */
	private static final Duration MIN_TO_END = Duration.ofSeconds(2);

	private final Patience patience;

	private final LongSupplier clock;

	/** How many scripts are being started: {@link #close} waits for these too. */
	private final AtomicInteger starting = new AtomicInteger();

	private final Set<ScriptProcess> running = ConcurrentHashMap.newKeySet();

	private final Set<ScriptProcess> ended = ConcurrentHashMap.newKeySet();

	private final ProcessGroups groups;

	private final Thread thread = new Thread(this::run, "jhttp-cgi-watch");

	private volatile boolean asleep;

	private volatile boolean closing;

	/**
	 * Starts to look.
	 * @param clock such as {@link System#nanoTime()}
	 * @param groups ends what scripts leave
	 */
	ScriptWatch(Patience patience, LongSupplier clock, ProcessGroups groups) {
		this.patience = patience;
		this.clock = clock;
		this.groups = groups;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	Patience patience() {
		return this.patience;
	}

	long now() {
		return this.clock.getAsLong();
	}

	/**
	 * From any thread: a script is about to start. {@link #endStart} has to follow.
	 * @return false if none is to start any more
	 */
	boolean beginStart() {
		this.starting.incrementAndGet();
		if (this.closing) {
			endStart();
			return false;
		}
		return true;
	}

	/**
	 * From any thread: a script has been told of by {@link #begin}, or has not started.
	 */
	void endStart() {
		this.starting.decrementAndGet();
	}

	/** From any thread: a script has started. */
	void begin(ScriptProcess script) {
		this.running.add(script);
		if (this.closing) {
			script.end(RunningScript.Ending.STOPPED);
		}
		wake();
	}

	/** From any thread: nothing more is to be done for a script that has ended. */
	void end(ScriptProcess script) {
		if (script.isGrouping()) {
			this.ended.add(script);
		}
		this.running.remove(script);
		wake();
	}

	/** From any thread: something is to be done. */
	void wake() {
		if (this.asleep) {
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		int round = 0;
		while (!this.closing || !isIdle()) {
			try {
				look(++round % ROUNDS_PER_SWEEP == 0);
			}
			catch (RuntimeException | Error ex) {
				logger.error("The watch over CGI scripts failed", ex);
			}
			rest();
		}
	}

	private void rest() {
		if (isIdle() && !this.closing) {
			this.asleep = true;
			if (isIdle() && !this.closing) {
				LockSupport.park(this);
			}
			this.asleep = false;
		}
		else {
			LockSupport.parkNanos(this, ROUND);
		}
	}

	private boolean isIdle() {
		return this.starting.get() == 0 && this.running.isEmpty() && this.ended.isEmpty() && this.groups.isEmpty();
	}

	private void look(boolean sweep) {
		long now = now();
		boolean urgent = false;
		for (ScriptProcess script : this.running) {
			script.errors().take();
			script.checkTime(now);
			if (script.isToBeEnded()) {
				urgent |= script.beginEnd();
				this.groups.end(script.id(), script.mark(), script.killAt(), true);
			}
		}
		if (sweep) {
			this.ended.removeIf((script) -> {
				this.groups.end(script.id(), script.mark(), now + this.patience.grace().toNanos(), false);
				return true;
			});
		}
		if (sweep || urgent) {
			this.groups.sweep(now);
		}
	}

	/** Ends all scripts, and waits for that as long as it can take. */
	@Override
	public void close() {
		this.closing = true;
		this.running.forEach((script) -> script.end(RunningScript.Ending.STOPPED));
		LockSupport.unpark(this.thread);
		try {
			this.thread.join(MIN_TO_END.plus(this.patience.grace()).toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
