package io.jhttp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread calls of the system, where there is {@code strace}.
 */
public final class SystemCalls {

	private SystemCalls() {
	}

	@FunctionalInterface
	public interface Load {

		void run() throws Exception;

	}

	/**
	 * What a thread calls meanwhile, with what the descriptors stand for.
	 * @param thread its number in the system
	 * @param calls a file to write them to, which is deleted
	 */
	public static List<String> of(String thread, Path calls, Load load) throws Exception {
		Process tracer = new ProcessBuilder("strace", "-y", "-s", "0", "-o", calls.toString(), "-p", thread).start();
		try (BufferedReader report = tracer.errorReader()) {
			assertThat(report.readLine()).contains("attached");
			load.run();
			new ProcessBuilder("kill", "-INT", String.valueOf(tracer.pid())).start().waitFor();
			assertThat(tracer.waitFor(20, TimeUnit.SECONDS)).isTrue();
			return Files.readAllLines(calls, StandardCharsets.ISO_8859_1);
		}
		finally {
			tracer.destroy();
			Files.deleteIfExists(calls);
		}
	}

	/** Not every machine has strace, and not every container lets it look. */
	public static boolean canTrace() throws InterruptedException {
		try {
			Process target = new ProcessBuilder("sleep", "20").start();
			Process tracer = new ProcessBuilder("timeout", "1", "strace", "-p", String.valueOf(target.pid())).start();
			try (BufferedReader report = tracer.errorReader()) {
				return String.valueOf(report.readLine()).contains("attached");
			}
			finally {
				target.destroy();
				tracer.destroy();
			}
		}
		catch (IOException ex) {
			return false;
		}
	}

}
