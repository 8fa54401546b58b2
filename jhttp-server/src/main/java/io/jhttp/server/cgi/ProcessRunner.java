package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.jhttp.server.cgi.process.Launcher;
import io.jhttp.server.cgi.process.ProcessGroups;
import io.jhttp.server.cgi.process.ScriptInput;
import io.jhttp.server.cgi.process.ShortageException;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Runs each script in a process of its own, without a shell and without arguments, in the
 * directory of the script (RFC 3875, section 7.2).
 */
final class ProcessRunner implements ScriptRunner {

	private static final String MARK = "UNIQUE_ID";

	private final Launcher launcher;

	private final Duration timeout;

	private final ScriptWatch watch;

	private final @Nullable Thread atExit;

	private final String serverMark = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-"
			+ Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";

	private final AtomicLong count = new AtomicLong();

	/**
	 * Creates one.
	 * @param clock what times of scripts are measured by
	 * @param endWithProcess whether the end of this process ends the scripts, without a
	 * call of {@link #close}
	 */
	ProcessRunner(Launcher launcher, Duration timeout, Patience patience, LongSupplier clock, boolean endWithProcess) {
		this.launcher = launcher;
		this.timeout = timeout;
		this.watch = new ScriptWatch(patience, clock, launcher.newGroups());
		this.atExit = endWithProcess ? new Thread(this.watch::close, "jhttp-cgi-exit") : null;
		if (this.atExit != null) {
			Runtime.getRuntime().addShutdownHook(this.atExit);
		}
	}

	@Override
	public boolean isExecutable(Path file) {
		return this.launcher.canExecute(file);
	}

	@Override
	public RunningScript start(Job job, ScriptInput input) throws IOException {
		String mark = this.serverMark + Long.toString(this.count.incrementAndGet(), Character.MAX_RADIX);
		Map<String, String> environment = new HashMap<>(job.environment());
		environment.put(MARK, mark);
		if (!this.watch.beginStart()) {
			throw new HttpProblem(503, "The server is stopping.");
		}
		try {
			Process process = this.launcher.start(job.file(), job.interpreter(), environment, input);
			ScriptProcess script = new ScriptProcess(process, job.name(), MARK + "=" + mark, this.launcher, this.watch,
					this.timeout);
			this.watch.begin(script);
			return script;
		}
		catch (ShortageException ex) {
			if (ex.getCause() instanceof OutOfMemoryError) {
				// Java has started it, and has no thread that waits for its end.
				ProcessGroups.killChild(MARK + "=" + mark);
			}
			throw ex;
		}
		finally {
			this.watch.endStart();
		}
	}

	@Override
	public void close() {
		this.watch.close();
		if (this.atExit == null) {
			return;
		}
		try {
			Runtime.getRuntime().removeShutdownHook(this.atExit);
		}
		catch (IllegalStateException ex) {
			// It is running, and does the same.
		}
	}

}
