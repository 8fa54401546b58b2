package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A program of the system that says something short and ends: asked at the start only.
 */
final class ShortCommand {

	/** Where the system has its programs, whatever the server's own path says. */
	static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

	private ShortCommand() {
	}

	/** The absolute path of a program, or null if the system does not have it. */
	static @Nullable String find(String program) {
		for (String directory : PATH.split(":")) {
			Path file = Path.of(directory, program);
			if (Files.isExecutable(file)) {
				return file.toString();
			}
		}
		return null;
	}

	/**
	 * Runs a program.
	 * @return what it has written, without its line end
	 * @throws IOException if there is no such program, or it fails: then with what it has
	 * written
	 */
	static String output(String program, String... arguments) throws IOException {
		String file = find(program);
		if (file == null) {
			throw new IOException("the program '" + program + "' was not found");
		}
		List<String> command = new ArrayList<>(List.of(file));
		command.addAll(List.of(arguments));
		return output(command);
	}

	static String output(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().putAll(Map.of("PATH", PATH, "LC_ALL", "C"));
		Process process = builder.start();
		process.getOutputStream().close();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
			if (process.waitFor() != 0) {
				throw new IOException(text.replaceAll("\\s+", " "));
			}
			return text;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while '" + command.get(0) + "' was running", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
