package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 1,000 names of files and headers of parts that mean harm: nothing is written outside of
 * the location, and a handler is given what was sent.
 */
class HostilePartTests {

	private static final String TYPE = "Content-Type: multipart/form-data; boundary=B";

	private static final List<String> PIECES = List.of("../", "..\\", "/etc/passwd", "C:\\", "\\\\host\\share\\",
			"%2e%2e%2f", "%00", "~root/", "CON", "NUL.txt", "lock", "1", "...", ".", "; filename=x", "'", "`id`",
			"$(id)", "|", "&", "<script>", "\u202e", "\uff0e\uff0e\uff0f", "\ud83d\ude00", "x".repeat(300), " ",
			"%0d%0aX: y", "=", ",", "?", "*", ":", "\t");

	private static final List<String> HEADERS = List.of(
			"Content-Disposition: form-data; name=f; filename=a; filename=b",
			"Content-Disposition: form-data; name=f; filename=a\r\nContent-Disposition: form-data; name=f; filename=b",
			"Content-Disposition: form-data; name=f; filename=\"a", "Content-Disposition: form-data; filename=a",
			"Content-Disposition: form-data; name=f; filename=\"a\0b\"",
			"Content-Disposition: form-data; name=f;\r\n filename=a",
			"Content-Disposition: attachment; name=f; filename=a",
			"Content-Disposition: form-data; name=f; filename=a\nb",
			"Content-Disposition: form-data; name=f; filename=a\r\nContent-Type: a/b\r\nContent-Type: c/d",
			"Content-Disposition: form-data; name=f; filename=a\r\nContent-Transfer-Encoding: base64",
			"Content-Disposition: form-data; name=f; filename=a\r\n: x",
			"Content-Disposition: form-data; name=f; filename=a\r\nx",
			"Content-Disposition: form-data name=f filename=a", "Content-Type: text/plain", "", "x".repeat(9000),
			"Content-Disposition: form-data; name=f; filename=" + "x".repeat(9000));

	private final Random random = new Random(7);

	@TempDir
	private Path directory;

	@Test
	void namesOfFilesAreDataAndNeverPaths() throws IOException {
		Path location = Files.createDirectories(this.directory.resolve("a/b/c"));
		Files.writeString(this.directory.resolve("a/b/passwd"), "kept");
		HandlerServer.run(
				HandlerServer.runner()
					.withPropertyValues("jhttp.multipart.location=" + location, "jhttp.max-in-memory-size=10MB"),
				Echo.class, (client, context) -> {
					List<Path> before = tree();
					for (int request = 0; request < 40; request++) {
						StringBuilder form = new StringBuilder();
						StringBuilder expected = new StringBuilder();
						for (int part = 0; part < 25; part++) {
							String name = name();
							String content = "content " + request + " " + part;
							form.append("--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name
									+ "\"\r\n\r\n" + content + "\r\n");
							expected.append(name.replace("\\\\", "\\") + "=" + content + "\n");
						}
						byte[] bytes = (form + "--B--").getBytes(StandardCharsets.UTF_8);
						assertThat(client.send("POST", "/echo", bytes, TYPE)).endsWith("\r\n\r\n" + expected);
					}
					assertThat(tree()).isEqualTo(before);
					assertThat(this.directory.resolve("a/b/passwd")).hasContent("kept");
				});
	}

	@Test
	void headersThatSayTwoThingsOrNoneAreRefused() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.multipart.location=" + this.directory),
				Echo.class, (client, context) -> {
					List<Path> before = tree();
					for (String header : HEADERS) {
						byte[] bytes = ("--B\r\nContent-Disposition: form-data; name=f; filename=first\r\n\r\none\r\n--B\r\n"
								+ header + "\r\n\r\ntwo\r\n--B--")
							.getBytes(StandardCharsets.UTF_8);
						assertThat(client.send("POST", "/echo", bytes, TYPE)).as(header).startsWith("HTTP/1.1 4");
						assertThat(tree()).as(header).isEqualTo(before);
					}
				});
	}

	private String name() {
		StringBuilder name = new StringBuilder();
		for (int i = this.random.nextInt(1, 5); i > 0; i--) {
			name.append(PIECES.get(this.random.nextInt(PIECES.size())));
		}
		// A backslash before the closing quote would escape it.
		return name + "x";
	}

	private List<Path> tree() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return new ArrayList<>(files.sorted().toList());
		}
	}

	@RequestHandler("/echo")
	static class Echo {

		@Post
		String echo(@RequestParam MultiValueMap<String, MultipartFile> files) throws IOException {
			StringBuilder all = new StringBuilder();
			for (Map.Entry<String, List<MultipartFile>> field : files.entrySet()) {
				for (MultipartFile file : field.getValue()) {
					all.append(file.getOriginalFilename() + "=" + new String(file.getBytes(), StandardCharsets.UTF_8)
							+ "\n");
				}
			}
			return all.toString();
		}

	}

}
