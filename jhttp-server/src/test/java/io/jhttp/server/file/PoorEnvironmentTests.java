package io.jhttp.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.HttpServer;
import io.jhttp.server.OwnProcess;
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

	/** Serves a directory, asks for paths, and prints the answers. */
	public static void main(String[] arguments) throws IOException {
		FileHandler handler = FileHandler.of(Path.of(arguments[0]));
		try (HttpServer server = HttpServer.builder().port(0).handler(handler).start()) {
			for (String target : List.of(arguments).subList(1, arguments.length)) {
				System.out.println(RawClient.exchange(server.port(), "GET " + target + " HTTP/1.0\r\n\r\n"));
			}
		}
	}

	/**
	 * Serves a directory, asks for its listing eight times at once, and prints how much
	 * came of each.
	 */
	static final class EightListings {

		private EightListings() {
		}

		public static void main(String[] arguments) throws Exception {
			FileHandler handler = FileHandler.of(Path.of(arguments[0]));
			try (HttpServer server = HttpServer.builder().port(0).handler(handler).start()) {
				List<Thread> clients = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					clients.add(new Thread(() -> ask(server.port())));
				}
				clients.forEach(Thread::start);
				for (Thread client : clients) {
					client.join();
				}
			}
		}

		/** Keeps nothing of the answer but its beginning and its end. */
		private static void ask(int port) {
			try (RawClient client = new RawClient(port)) {
				String status = client.send("GET / HTTP/1.0\r\n\r\n").readHead().substring(9, 12);
				InputStream input = client.input();
				String end = "";
				for (byte[] piece = input.readNBytes(8192); piece.length > 0; piece = input.readNBytes(8192)) {
					String text = end + new String(piece, StandardCharsets.ISO_8859_1);
					end = text.substring(Math.max(0, text.length() - 8));
				}
				System.out.println("status " + status + " " + end.strip());
			}
			catch (IOException ex) {
				System.out.println("status of none: " + ex);
			}
		}

	}

	private String ask(String shell, String... targets) throws IOException, InterruptedException {
		return run(shell, PoorEnvironmentTests.class, targets);
	}

	private String run(String shell, Class<?> type, String... arguments) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of(this.root.toString()));
		all.addAll(List.of(arguments));
		Process process = OwnProcess.start(shell, List.of(), type, all.toArray(String[]::new));
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
		String answers = ask("ulimit -n 100;", "/d".repeat(LEVELS) + "/a.txt", "/d".repeat(LEVELS) + "/");
		assertThat(answers).matches("(?s)HTTP/1\\.1 200 OK.*\r\n\r\neggs\nHTTP/1\\.1 200 OK.*\\./a\\.txt.*");
	}

	/** If the machine is busy, some may wait for too long, and are refused. */
	@Test
	void eightLongListingsAtOnceNeedLittleMemory() throws Exception {
		for (int i = 0; i < 20_000; i++) {
			Files.createFile(this.root.resolve("report-%06d.txt".formatted(i)));
		}
		String output = run("export JAVA_TOOL_OPTIONS=-Xmx48m;", EightListings.class);
		List<String> statuses = output.lines().filter((line) -> line.startsWith("status ")).toList();
		assertThat(statuses).as(output).hasSize(8).contains("status 200 </html>");
		assertThat(statuses).as(output).isSubsetOf("status 200 </html>", "status 503 </html>");
	}

}
