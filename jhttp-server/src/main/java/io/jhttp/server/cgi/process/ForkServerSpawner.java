package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes by a fork server, as soon as so many were started that another JVM is
 * worth its memory. Until then, and whenever there is none, they start directly.
 */
final class ForkServerSpawner implements Spawner {

	private static final Logger logger = LoggerFactory.getLogger(ForkServerSpawner.class);

	/** From the start of one that has ended to the next. */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	/** After one could not be started, which will most likely be so again. */
	private static final Duration LONG_PAUSE = Duration.ofMinutes(5);

	/** Starts a fork server. */
	@FunctionalInterface
	interface Source {

		ForkServer start() throws IOException;

	}

	private final Spawner direct;

	private final Source source;

	private final long worthwhile;

	private final Duration pause;

	private final AtomicLong started = new AtomicLong();

	private final ReentrantLock starting = new ReentrantLock();

	private volatile @Nullable ForkServer server;

	/** Who starts a fork server just now. */
	private volatile @Nullable Thread starter;

	private volatile long notBefore = System.nanoTime();

	private volatile boolean closed;

	/**
	 * Creates one.
	 * @param direct starts processes without a fork server
	 * @param source starts a fork server
	 * @param worthwhile how many processes start before it does
	 */
	ForkServerSpawner(Spawner direct, Source source, long worthwhile) {
		this(direct, source, worthwhile, PAUSE);
	}

	/** For tests, which do not wait. */
	ForkServerSpawner(Spawner direct, Source source, long worthwhile, Duration pause) {
		this.pause = pause;
		this.direct = direct;
		this.source = source;
		this.worthwhile = worthwhile;
	}

	@Override
	public Process start(List<String> command, Path directory, Map<String, String> environment, ScriptInput input)
			throws IOException {
		// Only this process can open what it has received.
		ForkServer current = (input.file() == null) ? current() : null;
		Process process = (current != null) ? fork(current, SpawnRequest.of(command, directory, environment, input))
				: null;
		return (process != null) ? process : this.direct.start(command, directory, environment, input);
	}

	/** None as long as it is not worth it. */
	private @Nullable ForkServer current() {
		ForkServer current = this.server;
		if (current == null && this.started.incrementAndGet() > this.worthwhile) {
			startSoon();
		}
		return current;
	}

	private @Nullable Process fork(ForkServer current, SpawnRequest request) throws IOException {
		try {
			Process process = current.start(request);
			if (process == null && !current.isUsable()) {
				discard(current);
			}
			return process;
		}
		catch (SpawnException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// One that does not answer must not cost the next requests as long.
			discard(current);
			throw ex;
		}
	}

	private void startSoon() {
		if (System.nanoTime() - this.notBefore >= 0 && !this.starting.isLocked()) {
			Thread thread = new Thread(this::startNow, "jhttp-cgi-fork-server");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/** Starts a fork server if there is none, and waits for it. */
	void startNow() {
		this.starting.lock();
		this.starter = Thread.currentThread();
		try {
			if (this.server != null || this.closed || System.nanoTime() - this.notBefore < 0) {
				return;
			}
			this.notBefore = System.nanoTime() + this.pause.toNanos();
			ForkServer began = this.source.start();
			logger.debug("CGI scripts are started by the fork server {} from now on", began.id());
			this.server = began;
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("CGI scripts start without a fork server, which is slower: {}", ex.getMessage());
			this.notBefore = System.nanoTime() + LONG_PAUSE.toNanos();
		}
		finally {
			this.starter = null;
			this.starting.unlock();
		}
	}

	private void discard(ForkServer ended) {
		this.starting.lock();
		try {
			if (this.server == ended) {
				logger.warn("The fork server of CGI scripts was lost; they are slower until there is another");
				this.server = null;
				ended.close();
			}
		}
		finally {
			this.starting.unlock();
		}
	}

	@Override
	public void askToEnd(Process process) {
		if (process instanceof ForkedProcess) {
			process.destroy();
		}
		else {
			this.direct.askToEnd(process);
		}
	}

	@Override
	public boolean isGrouping(Process process) {
		return process instanceof ForkedProcess || this.direct.isGrouping(process);
	}

	@Override
	public boolean isIndirect(Process process) {
		return !(process instanceof ForkedProcess) && this.direct.isIndirect(process);
	}

	/** The number of the fork server's process, or 0 if there is none. */
	long serverId() {
		ForkServer current = this.server;
		return (current != null) ? current.id() : 0;
	}

	@Override
	public String toString() {
		return (this.server != null) ? "fork server" : this.direct.toString();
	}

	@Override
	public void close() {
		this.closed = true;
		Thread current = this.starter;
		if (current != null) {
			current.interrupt();
		}
		this.starting.lock();
		try {
			ForkServer last = this.server;
			this.server = null;
			if (last != null) {
				last.close();
			}
		}
		finally {
			this.starting.unlock();
		}
	}

}
