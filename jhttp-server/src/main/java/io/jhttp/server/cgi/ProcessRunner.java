package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each script in a process of its own, without a shell and without arguments, in the
 * directory of the script (RFC 3875, section 7.2).
 */
final class ProcessRunner implements ScriptRunner {

	private static final Logger logger = LoggerFactory.getLogger(ProcessRunner.class);

	private static final String MARK = "UNIQUE_ID";

	private final Launcher launcher;

	private final Duration timeout;

	private final ScriptWatch watch = new ScriptWatch();

	private final Thread atExit = new Thread(this.watch::close, "jhttp-cgi-exit");

	private final String serverMark = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-"
			+ Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";

	private final AtomicLong count = new AtomicLong();

	ProcessRunner(Launcher launcher, Duration timeout) {
		this.launcher = launcher;
		this.timeout = timeout;
		Runtime.getRuntime().addShutdownHook(this.atExit);
	}

	@Override
	public boolean isExecutable(Path file) {
		return this.launcher.canExecute(file);
	}

	@Override
	public RunningScript start(Job job, ScriptInput input) throws IOException {
		String mark = this.serverMark + Long.toString(this.count.incrementAndGet(), Character.MAX_RADIX);
		ProcessBuilder builder = new ProcessBuilder(this.launcher.command(job));
		builder.directory(job.file().resolveSibling("").toFile());
		Map<String, String> environment = builder.environment();
		environment.clear();
		environment.putAll(job.environment());
		environment.put(MARK, mark);
		builder.redirectInput(redirect(input));
		Process process = builder.start();
		ScriptProcess script = new ScriptProcess(process, job.name(), MARK + "=" + mark, this.launcher, this.watch,
				this.timeout);
		this.watch.begin(script);
		feed(process, input.octets());
		return script;
	}

	private static Redirect redirect(ScriptInput input) {
		@Nullable Path file = input.file();
		if (file != null) {
			return Redirect.from(file.toFile());
		}
		return (input.octets().length > 0) ? Redirect.PIPE : Redirect.from(Path.of("/dev/null").toFile());
	}

	/** It is no more than the pipe takes. */
	private static void feed(Process process, byte[] octets) {
		try (OutputStream target = process.getOutputStream()) {
			target.write(octets);
		}
		catch (IOException ex) {
			logger.debug("A CGI script has ended without reading its input: {}", ex.getMessage());
		}
	}

	@Override
	public void close() {
		this.watch.close();
		try {
			Runtime.getRuntime().removeShutdownHook(this.atExit);
		}
		catch (IllegalStateException ex) {
			// It is running, and does the same.
		}
	}

}
