package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes as Java does, which works everywhere. Java cannot make a session, so
 * {@code setsid} of util-linux does, and then becomes what is to be started.
 */
final class JavaSpawner implements Spawner {

	private static final Logger logger = LoggerFactory.getLogger(JavaSpawner.class);

	private final @Nullable String setsid = ShortCommand.find("setsid");

	JavaSpawner() {
		if (this.setsid == null) {
			logger
				.warn("The program 'setsid' was not found: what a CGI script starts in the background may outlive it");
		}
	}

	@Override
	public Process start(List<String> command, Path directory, Map<String, String> environment, ScriptInput input)
			throws IOException {
		List<String> whole = new ArrayList<>(command);
		if (this.setsid != null) {
			whole.add(0, this.setsid);
		}
		ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
		builder.environment().clear();
		builder.environment().putAll(environment);
		Process process = builder.redirectInput(redirect(input)).start();
		feed(process, input.octets());
		return process;
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

	/** {@link Process#destroy()} would close the pipes too, its handle does not. */
	@Override
	public void askToEnd(Process process) {
		process.toHandle().destroy();
	}

	@Override
	public String toString() {
		return "Java";
	}

	@Override
	public boolean isGrouping(Process process) {
		return this.setsid != null;
	}

	@Override
	public boolean isIndirect(Process process) {
		return this.setsid != null;
	}

}
