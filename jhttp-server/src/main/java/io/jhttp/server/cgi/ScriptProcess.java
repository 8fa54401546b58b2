package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.cgi.process.Launcher;
import io.jhttp.server.cgi.process.ShortageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A script that runs as a process, and leads a process group.
 */
final class ScriptProcess implements RunningScript {

	private static final Logger logger = LoggerFactory.getLogger(ScriptProcess.class);

	/** What a script leaves behind may still be on its way out. */
	private static final Duration LEFT_BEHIND = Duration.ofMillis(50);

	/** What the system may take to end a process that was killed. */
	private static final Duration MIN_TO_END = Duration.ofSeconds(2);

	private static final int CANNOT_EXECUTE = 126;

	private static final int NOT_FOUND = 127;

	/** What shells and Java add to the number of a signal. */
	private static final int SIGNAL = 128;

	private static final int MAX_SIGNAL = 64;

	private static final int SIGPIPE = 13;

	private final Process process;

	private final Launcher launcher;

	private final ScriptWatch watch;

	private final ScriptErrors errors;

	private final String mark;

	private final long timeout;

	private final AtomicReference<Ending> ending = new AtomicReference<>(Ending.NONE);

	private volatile long turnBegan;

	private volatile boolean scriptsTurn = true;

	/** When the client was seen to have closed its side, or 0. */
	private volatile long clientGoneSince;

	/** When the process was seen to have exited, or 0; the watch's alone. */
	private long exitedSince;

	private boolean leftBehind;

	private long killAt;

	/**
	 * Begins to look after a process.
	 * @param name of the script
	 * @param mark an entry of its environment that no other process has
	 */
	ScriptProcess(Process process, String name, String mark, Launcher launcher, ScriptWatch watch, Duration timeout) {
		this.process = process;
		this.launcher = launcher;
		this.watch = watch;
		this.turnBegan = watch.now();
		this.mark = mark;
		this.timeout = timeout.toNanos();
		this.errors = new ScriptErrors(name, process.getErrorStream());
	}

	// For the thread that answers the request

	@Override
	public InputStream output() {
		return this.process.getInputStream();
	}

	@Override
	public boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public void clientsTurn() {
		this.scriptsTurn = false;
	}

	@Override
	public void scriptsTurn() {
		this.turnBegan = this.watch.now();
		this.scriptsTurn = true;
	}

	@Override
	public void clientGone() {
		this.clientGoneSince = this.watch.now() | 1;
		this.watch.wake();
	}

	@Override
	public int awaitExit() throws IOException {
		try {
			int code = this.process.waitFor();
			this.errors.finish();
			return code;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while a CGI script was running", ex);
		}
	}

	@Override
	public Ending ending() {
		return this.ending.get();
	}

	@Override
	public boolean isStartFailure(int exitCode) {
		return this.launcher.isIndirect() && (exitCode == CANNOT_EXECUTE || exitCode == NOT_FOUND);
	}

	@Override
	public boolean tellsOfShortage() {
		return ShortageException.isToldBy(this.errors.firstLine());
	}

	/**
	 * Not SIGPIPE: the output of the script has a reader, so it is what a shell tells of
	 * {@code cmd | head} if it was asked to (pipefail).
	 */
	@Override
	public boolean isSignal(int exitCode) {
		int signal = exitCode - SIGNAL;
		return signal > 0 && signal <= MAX_SIGNAL && signal != SIGPIPE;
	}

	/** As long as it runs it counts, so it is waited for. */
	@Override
	public void close() {
		try {
			if (this.process.isAlive()) {
				end(Ending.CLIENT_GONE);
				this.watch.wake();
				this.process.getInputStream().close();
				Duration longest = MIN_TO_END.plus(this.watch.patience().grace());
				if (!this.process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS)) {
					logger.error("A CGI script cannot be ended: process {}", this.process.pid());
					// Takes its exit code should it end after all.
					this.process.onExit();
				}
			}
			this.process.getInputStream().close();
		}
		catch (IOException ex) {
			logger.debug("The output of a CGI script cannot be closed: {}", ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.errors.finish();
			this.watch.end(this);
		}
	}

	// For the watch

	ScriptErrors errors() {
		return this.errors;
	}

	long id() {
		return this.process.pid();
	}

	String mark() {
		return this.mark;
	}

	boolean isGrouping() {
		return this.launcher.isGrouping();
	}

	/** From any thread: ends the script; the first reason counts. */
	void end(Ending reason) {
		this.ending.compareAndSet(Ending.NONE, reason);
	}

	void checkTime(long now) {
		long gone = this.clientGoneSince;
		if (gone != 0 && now - gone > this.watch.patience().halfClosed().toNanos()) {
			end(Ending.CLIENT_GONE);
		}
		if (this.scriptsTurn && now - this.turnBegan > this.timeout) {
			end(Ending.TIMED_OUT);
		}
		if (this.exitedSince == 0 && !this.process.isAlive()) {
			this.exitedSince = now | 1;
		}
		this.leftBehind = this.exitedSince != 0 && now - this.exitedSince > LEFT_BEHIND.toNanos();
	}

	/**
	 * Whether it was ended, or has ended and left something behind that keeps its output
	 * open.
	 */
	boolean isToBeEnded() {
		return this.ending.get() != Ending.NONE || this.leftBehind;
	}

	/**
	 * Begins the end.
	 * @return false if it had begun before
	 */
	boolean beginEnd() {
		if (this.killAt != 0) {
			return false;
		}
		this.killAt = (this.watch.now() + this.watch.patience().grace().toNanos()) | 1;
		if (this.ending.get() != Ending.NONE) {
			Launcher.askToEnd(this.process);
		}
		return true;
	}

	long killAt() {
		if (this.watch.now() - this.killAt >= 0) {
			// Not of the process itself, which would close the output under its reader.
			this.process.toHandle().destroyForcibly();
		}
		return this.killAt;
	}

}
