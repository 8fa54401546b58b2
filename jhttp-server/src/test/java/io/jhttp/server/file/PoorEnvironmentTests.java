package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server in a process of its own, which lacks something.
 */
@EnabledOnOs(OS.LINUX)
class PoorEnvironmentTests {

	private static final int LEVELS = 300;

	@TempDir
	Path root;

	/** Serves a directory, asks for a path, and prints the answer. */
	public static void main(String[] arguments) throws IOException {
		FileHandler handler = FileHandler.of(Path.of(arguments[0]));
		try (HttpServer server = HttpServer.builder().port(0).handler(handler).start()) {
			System.out.println(RawClient.exchange(server.port(), "GET " + arguments[1] + " HTTP/1.0\r\n\r\n"));
		}
	}

	private String ask(String shell, String target) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder("sh", "-c", shell + " exec \"$@\"", "sh", java, "-XX:-MaxFDLimit", "-cp",
				System.getProperty("java.class.path"), PoorEnvironmentTests.class.getName(), this.root.toString(),
				target)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		process.waitFor();
		return output;
	}

	@Test
	void withoutAUnicodeLocaleTheOtherNamesAreListed() throws Exception {
		Files.writeString(this.root.resolve("\u00fcml\u00e4ut.txt"), "a");
		Files.writeString(this.root.resolve("plain.txt"), "a");
		assertThat(ask("export LC_ALL=C;", "/")).contains("HTTP/1.1 200 OK").contains("href=\"./plain.txt\"");
	}

	@Test
	void aDeepTreeNeedsFewDescriptors() throws Exception {
		Path deepest = Files.createDirectories(this.root.resolve("d/".repeat(LEVELS)));
		Files.writeString(deepest.resolve("a.txt"), "eggs");
		assertThat(ask("ulimit -n 100;", "/d".repeat(LEVELS) + "/a.txt")).contains("HTTP/1.1 200 OK").contains("eggs");
		assertThat(ask("ulimit -n 100;", "/d".repeat(LEVELS) + "/")).contains("HTTP/1.1 200 OK").contains("./a.txt");
	}

}
