package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is swapped between the look at it and its opening is there, or it is not; it never
 * is an error of the server.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class SwappedFileTests {

	private static final int REQUESTS = Boolean.getBoolean("jhttp.test.exhaustive") ? 2000 : 400;

	@TempDir
	Path temporary;

	private Path root;

	@BeforeEach
	void createFiles() throws IOException {
		this.root = Files.createDirectories(this.temporary.resolve("root"));
		Files.writeString(this.root.resolve("a.txt"), "first");
		Files.writeString(this.root.resolve("b.txt"), "second");
		Files.createDirectories(this.root.resolve("sub"));
		Files.writeString(this.root.resolve("sub/c.txt"), "third");
		Files.writeString(this.temporary.resolve("secret.txt"), "secret");
	}

	private void swap(String name, Path target) throws IOException {
		Path link = this.temporary.resolve("link");
		Files.createSymbolicLink(link, target);
		Path file = this.root.resolve(name);
		if (Files.isDirectory(file)) {
			Files.move(file, this.root.resolve("moved"));
		}
		Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/** Asks for a file that is swapped when it was found, and has not been opened. */
	private String ask(String found, String swapped, Path target) throws IOException {
		FileHandler files = FileHandler.of(this.root);
		try (HttpServer server = HttpServer.builder().port(0).handler((exchange) -> {
			FileTarget.File file = (FileTarget.File) files.lookUp(exchange, this.root.resolve(found), false, List::of);
			swap(swapped, target);
			try (FileResponse answer = files.answer(exchange, file, "text/plain")) {
				exchange.response().send(answer.content().readAllBytes());
			}
		}).start()) {
			return RawClient.exchange(server.port(), "GET / HTTP/1.0\r\n\r\n");
		}
	}

	@Test
	void aDirectoryThatHasBecomeALinkToAnotherIsFollowedAgain() throws IOException {
		assertThat(ask("sub/c.txt", "sub", this.root.resolve("moved"))).endsWith("\r\n\r\nthird");
	}

	@Test
	void aDirectoryThatLeadsOutNowHasNoSuchFile() throws IOException {
		Files.writeString(this.temporary.resolve("c.txt"), "secret");
		assertThat(ask("sub/c.txt", "sub", this.temporary)).startsWith("HTTP/1.1 404 ").doesNotContain("secret");
	}

	@Test
	void aFileThatIsSwappedForAnotherAllTheTimeIsAlwaysThere() throws Exception {
		assertThat(askAllTheTime("b.txt", "b.txt")).containsExactly("200");
	}

	@Test
	void filesThatAreSwappedAllTheTimeAreThereOrNotThere() throws Exception {
		assertThat(askAllTheTime("b.txt", "../secret.txt")).contains("200").isSubsetOf("200", "404");
	}

	/** The status codes of a file that links take turns with. */
	private Set<String> askAllTheTime(String... links) throws Exception {
		Set<String> statuses = new TreeSet<>();
		AtomicBoolean ended = new AtomicBoolean();
		Thread swapping = new Thread(() -> swapUntil(ended, links));
		swapping.start();
		try (HttpServer server = HttpServer.builder().port(0).handler(FileHandler.of(this.root)).start();
				RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < REQUESTS; i++) {
				String answer = new String(client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")
					.readResponse()
					.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
				statuses.add(answer.substring(9, 12));
				assertThat(answer).doesNotContain("secret");
			}
			return statuses;
		}
		finally {
			ended.set(true);
			swapping.join();
		}
	}

	private void swapUntil(AtomicBoolean ended, String... links) {
		Path file = this.root.resolve("a.txt");
		Path next = this.temporary.resolve("next");
		try {
			while (!ended.get()) {
				for (String link : links) {
					Files.createSymbolicLink(next, Path.of(link));
					Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
					Files.writeString(next, "first");
					Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
