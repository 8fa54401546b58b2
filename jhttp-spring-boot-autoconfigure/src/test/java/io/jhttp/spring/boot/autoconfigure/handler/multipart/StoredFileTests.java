package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartTests.Form;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What becomes of the files of forms: they are there as long as their request lasts.
 */
class StoredFileTests {

	private static final String TYPE = "Content-Type: multipart/form-data; boundary=B";

	private static final byte[] FORM = new Form().file("file", "x", "content").bytes();

	@TempDir
	private Path location;

	private ApplicationContextRunner runner(String... properties) {
		Uploads.last = null;
		Uploads.stored = () -> List.copyOf(stored());
		return HandlerServer.runner()
			.withPropertyValues("jhttp.multipart.location=" + this.location)
			.withPropertyValues(properties);
	}

	/** Files in the directories of servers, but for their locks. */
	private List<Path> stored() {
		try (Stream<Path> files = Files.walk(this.location)) {
			return files.filter((file) -> Files.isRegularFile(file) && !file.endsWith("lock")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean eventually(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean() && end - System.nanoTime() > 0) {
			LockSupport.parkNanos(100_000);
		}
		return condition.getAsBoolean();
	}

	@Test
	void fileIsStoredWhileItsRequestLasts() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			assertThat(client.send("POST", "/uploads/count", FORM, TYPE)).endsWith("1 content");
			assertThat(stored()).isEmpty();
		});
	}

	@Test
	void fileUpToTheThresholdIsInMemory() {
		HandlerServer.run(runner("jhttp.multipart.file-size-threshold=7B"), Uploads.class, (client, context) -> {
			assertThat(client.send("POST", "/uploads/count", FORM, TYPE)).endsWith("0 content");
			assertThat(client.send("POST", "/uploads/count", new Form().file("file", "x", "content2").bytes(), TYPE))
				.endsWith("1 content2");
			Path target = this.location.resolve("target");
			assertThat(client.send("POST", "/uploads/move?times=2&target=" + target, FORM, TYPE)).endsWith("moved");
			assertThat(target).hasContent("content");
		});
	}

	@Test
	void fileIsGoneAfterAFailureToo() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			for (String path : List.of("failure", "handled", "invalid", "callable", "resource", "later")) {
				assertThat(client.send("POST", "/uploads/" + path, FORM, TYPE)).as(path).startsWith("HTTP/1.1 ");
				assertThat(eventually(() -> stored().isEmpty())).as(path).isTrue();
			}
			assertThat(client.send("POST", "/uploads/resource", FORM, TYPE)).endsWith("content");
			// What was sent is deleted behind its response, and these count what is
			// stored.
			assertThat(eventually(() -> stored().isEmpty())).isTrue();
			assertThat(client.send("POST", "/uploads/later", FORM, TYPE)).endsWith("1 content");
			assertThat(eventually(() -> stored().isEmpty())).isTrue();
			assertThat(client.send("POST", "/uploads/handled", FORM, TYPE)).endsWith("1 content");
		});
	}

	@Test
	void fileIsGoneAfterATimeout() {
		HandlerServer.run(runner("jhttp.async.timeout=1ms"), Uploads.class, (client, context) -> {
			assertThat(client.send("POST", "/uploads/never", FORM, TYPE)).startsWith("HTTP/1.1 503 ");
			assertThat(eventually(() -> stored().isEmpty())).isTrue();
		});
	}

	@Test
	void fileIsGoneWhenTheClientIs() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			try (Socket socket = client.connect()) {
				socket.getOutputStream()
					.write(("POST /uploads/never HTTP/1.1\r\nHost: a\r\n" + TYPE + "\r\nContent-Length: " + FORM.length
							+ "\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				socket.getOutputStream().write(FORM);
				assertThat(eventually(() -> stored().size() == 1)).isTrue();
			}
			assertThat(eventually(() -> stored().isEmpty())).isTrue();
		});
	}

	@Test
	void uploadThatIsCutAtAnyByteLeavesNoFile() {
		byte[] form = new Form().file("file", "x", "one").file("file", "y", "two").value("a", "b").bytes();
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			for (int length = 0; length < form.length - 4; length++) {
				try (Socket socket = client.connect()) {
					socket.getOutputStream()
						.write(("POST /uploads/count HTTP/1.1\r\nHost: a\r\n" + TYPE
								+ "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(form.length) + "\r\n")
							.getBytes(StandardCharsets.US_ASCII));
					socket.getOutputStream().write(form, 0, length);
					socket.shutdownOutput();
					socket.getInputStream().readAllBytes();
				}
				assertThat(eventually(() -> stored().isEmpty())).as("after %s bytes", length).isTrue();
				assertThat(client.send("POST", "/uploads/count", Arrays.copyOf(form, length), TYPE))
					.startsWith("HTTP/1.1 4");
				assertThat(stored()).as("after %s bytes", length).isEmpty();
			}
			assertThat(Uploads.last).isNull();
		});
	}

	@Test
	void fileThatIsTooLargeIsNotKept() {
		HandlerServer.run(runner("jhttp.multipart.max-file-size=6B"), Uploads.class, (client, context) -> {
			Form form = new Form().file("file", "x", "123456").file("file", "y", "1234567");
			assertThat(client.send("POST", "/uploads/count", form.bytes(), TYPE)).startsWith("HTTP/1.1 413 ");
			assertThat(stored()).isEmpty();
		});
	}

	@Test
	void fileRefusesOnceItsRequestIsOver() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			client.send("POST", "/uploads/count", FORM, TYPE);
			MultipartFile last = Uploads.last;
			assertThat(last.getSize()).isEqualTo(7);
			assertThatIllegalStateException().isThrownBy(last::getBytes).withMessageContaining("request is over");
			assertThatIllegalStateException().isThrownBy(last::getInputStream);
			assertThatIllegalStateException().isThrownBy(() -> last.transferTo(this.location.resolve("late")));
			assertThatIllegalStateException().isThrownBy(() -> Uploads.stream.read());
			assertThatIllegalStateException().isThrownBy(() -> Uploads.stream.read(new byte[1]));
			assertThat(this.location.resolve("late")).doesNotExist();
		});
	}

	@Test
	void fileIsMovedAndNotCopied() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			Path target = this.location.resolve("target");
			Files.writeString(target, "before, and longer");
			assertThat(client.send("POST", "/uploads/move?times=1&target=" + target, FORM, TYPE)).endsWith("moved");
			assertThat(target).hasContent("content");
			assertThat(Uploads.key).isEqualTo(Files.readAttributes(target, "unix:ino").get("ino"));
			assertThat(client.send("POST", "/uploads/move?times=2&target=" + target, FORM, TYPE))
				.startsWith("HTTP/1.1 500 ");
			Path empty = Files.createDirectory(this.location.resolve("empty"));
			assertThat(client.send("POST", "/uploads/move?times=1&target=" + empty, FORM, TYPE))
				.startsWith("HTTP/1.1 500 ");
			assertThat(empty).isEmptyDirectory();
			assertThat(stored()).containsExactly(target);
		});
	}

	@Test
	void directoryIsOfItsOwnerAloneAndGoneWithTheServer() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			Path own = Files.list(this.location).findFirst().orElseThrow();
			assertThat(own.getFileName().toString()).startsWith("jhttp-uploads-");
			assertThat(Files.getPosixFilePermissions(own)).hasSize(3);
			assertThat(own.toFile().list()).containsExactly("lock");
		});
		assertThat(this.location).isEmptyDirectory();
	}

	@Test
	void whatAKilledServerHasLeftIsRemoved() throws IOException {
		Path dead = directory("jhttp-uploads-1");
		Path half = Files.createDirectory(this.location.resolve("jhttp-uploads-half"));
		Path other = Files.createDirectory(this.location.resolve("other"));
		Path link = Files.createSymbolicLink(this.location.resolve("jhttp-uploads-link"), other);
		Files.writeString(other.resolve("lock"), "");
		Files.writeString(other.resolve("1"), "kept");
		Path used = directory("jhttp-uploads-2");
		try (FileChannel channel = FileChannel.open(used.resolve("lock"), StandardOpenOption.WRITE)) {
			channel.lock();
			HandlerServer.run(runner(), Uploads.class, (client, context) -> {
				assertThat(dead).doesNotExist();
				assertThat(used.resolve("1")).exists();
				assertThat(link).isSymbolicLink();
				assertThat(other.resolve("1")).exists();
				assertThat(half).exists();
			});
		}
	}

	private Path directory(String name) throws IOException {
		Path directory = Files.createDirectory(this.location.resolve(name));
		Files.writeString(directory.resolve("lock"), "");
		Files.writeString(directory.resolve("1"), "left");
		return directory;
	}

	@Test
	void directoryThatAnotherProcessHasRemovedIsMadeAgain() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			Path own = Files.list(this.location).findFirst().orElseThrow();
			Files.delete(own.resolve("lock"));
			Files.delete(own);
			assertThat(client.send("POST", "/uploads/count", FORM, TYPE)).endsWith("1 content");
		});
		assertThat(this.location).isEmptyDirectory();
	}

	@Test
	void locationThatIsNoneFailsTheStart() {
		runner().withPropertyValues("jhttp.multipart.location=" + this.location.resolve("none"))
			.withUserConfiguration(Uploads.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContaining("jhttp.multipart.location"));
	}

	@Test
	void resultsOfAFormThatIsNotStoredAreAnsweredWith500() {
		HandlerServer.run(runner(), Uploads.class, (client, context) -> {
			Path own = Files.list(this.location).findFirst().orElseThrow();
			Files.createDirectory(own.resolve("1"));
			assertThat(client.send("POST", "/uploads/count", FORM, TYPE)).startsWith("HTTP/1.1 500 ")
				.doesNotContain(own.toString());
			Files.delete(own.resolve("1"));
			assertThat(client.send("POST", "/uploads/count", FORM, TYPE)).endsWith("1 content");
		});
	}

	@RequestHandler("/uploads")
	static class Uploads {

		static volatile @Nullable MultipartFile last;

		static volatile @Nullable InputStream stream;

		static volatile @Nullable Object key;

		static volatile Callable<List<Path>> stored = List::of;

		private static String describe(MultipartFile file) throws Exception {
			return stored.call().size() + " " + new String(file.getBytes(), StandardCharsets.UTF_8);
		}

		@Post("/count")
		String count(MultipartFile file) throws Exception {
			last = file;
			stream = file.getInputStream();
			return describe(file);
		}

		@Post("/failure")
		String failure(MultipartFile file) {
			throw new IllegalArgumentException("on purpose");
		}

		@Post("/handled")
		String handled(MultipartFile file) {
			throw new IllegalStateException("on purpose");
		}

		@ExceptionHandler(IllegalStateException.class)
		String handler(MultipartFile file) throws Exception {
			return describe(file);
		}

		@Post("/invalid")
		String invalid(MultipartFile file, @RequestParam int missing) {
			return "";
		}

		@Post("/callable")
		Callable<String> callable(MultipartFile file) {
			return () -> describe(file);
		}

		@Post("/resource")
		Resource resource(MultipartFile file) {
			return file.getResource();
		}

		@Post("/later")
		CompletableFuture<String> later(MultipartFile file) {
			return CompletableFuture.supplyAsync(() -> {
				try {
					return describe(file);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
		}

		@Post("/never")
		CompletableFuture<String> never(MultipartFile file) {
			return new CompletableFuture<>();
		}

		@Post("/move")
		String move(MultipartFile file, @RequestParam File target, @RequestParam int times) throws Exception {
			List<Path> files = stored.call()
				.stream()
				.filter((path) -> path.getParent().getFileName().toString().startsWith("jhttp-uploads-"))
				.toList();
			key = files.isEmpty() ? null : Files.readAttributes(files.get(0), "unix:ino").get("ino");
			for (int i = 0; i < times; i++) {
				file.transferTo(target);
			}
			return "moved";
		}

	}

}
