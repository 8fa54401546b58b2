package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.jhttp.server.FormPart;
import io.jhttp.server.FormParts;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.core.io.Resource;
import org.springframework.util.MultiValueMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.MissingRequestValueException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forms with files as arguments of handler methods, over the wire.
 */
class MultipartTests {

	private static final String TYPE = "Content-Type: multipart/form-data; boundary=B";

	@Test
	void filesAreSingleListsArraysAndOptional() {
		HandlerServer.run(Files.class, (client, context) -> {
			Form form = new Form().file("file", "a.txt", "one").file("file", "b.txt", "two").value("text", "grün");
			assertThat(client.send("POST", "/files/single", form.bytes(), TYPE))
				.endsWith("a.txt text/plain 3 one grün");
			assertThat(client.send("POST", "/files/bare", form.bytes(), TYPE)).endsWith("a.txt=one");
			assertThat(client.send("POST", "/files/list", form.bytes(), TYPE)).endsWith("a.txt=one,b.txt=two");
			assertThat(client.send("POST", "/files/array", form.bytes(), TYPE)).endsWith("a.txt=one,b.txt=two");
			assertThat(client.send("POST", "/files/part", form.bytes(), TYPE)).endsWith("a.txt=one,b.txt=two");
			assertThat(client.send("POST", "/files/optional", form.bytes(), TYPE)).endsWith("a.txt=one");
			assertThat(client.send("POST", "/files/optional", new Form().value("a", "").bytes(), TYPE))
				.endsWith("none");
			assertThat(client.send("POST", "/files/optional")).endsWith("none");
		});
	}

	@Test
	void filesOfAllFieldsAreMaps() {
		HandlerServer.run(Files.class, (client, context) -> {
			Form form = new Form().file("a", "1", "one").file("b", "2", "two").file("a", "3", "three");
			assertThat(client.send("POST", "/files/map", form.bytes(), TYPE)).endsWith("{a=1=one, b=2=two}");
			assertThat(client.send("POST", "/files/multi", form.bytes(), TYPE)).endsWith("{a=1=one,3=three, b=2=two}");
		});
	}

	@Test
	void valuesAreOrdinaryParameters() {
		HandlerServer.run(Files.class, (client, context) -> {
			Form form = new Form().value("n", "7").file("file", "x", "one").value("n", "8");
			assertThat(client.send("POST", "/files/values?n=6&q=1", form.bytes(), TYPE))
				.endsWith("[6, 7, 8] {n=[6, 7, 8], q=[1]}");
			assertThat(client.sendChunked("POST", "/files/values", form.bytes(), TYPE)).endsWith("[7, 8] {n=[7, 8]}");
		});
	}

	@Test
	void emptyFileIsAFileAsInSpringMvc() {
		HandlerServer.run(Files.class,
				(client, context) -> assertThat(
						client.send("POST", "/files/list", new Form().file("file", "", "").bytes(), TYPE))
					.endsWith("\r\n\r\n="));
	}

	@Test
	void partsAreConvertedByTheirTypes() {
		HandlerServer.run(validating(), Parts.class, (client, context) -> {
			Form json = new Form().part("meta", "application/json", "{\"name\":\"spam\",\"count\":2}")
				.file("file", "x", "one");
			assertThat(client.send("POST", "/parts/json", json.bytes(), TYPE)).endsWith("Meta[name=spam, count=2] one");
			Form file = new Form().file("file", "x", "one")
				.part("meta\"; filename=\"m.json", "application/json", "{\"name\":\"spam\",\"count\":2}");
			assertThat(client.send("POST", "/parts/json", file.bytes(), TYPE)).endsWith("Meta[name=spam, count=2] one");
			assertThat(client.send("POST", "/parts/list",
					new Form().part("meta", "application/json", "[{\"name\":\"a\",\"count\":1}]").bytes(), TYPE))
				.endsWith("[Meta[name=a, count=1]]");
			assertThat(client.send("POST", "/parts/simple",
					new Form().value("text", "grün").file("bytes", "x", "one").file("resource", "y", "two").bytes(),
					TYPE))
				.endsWith("grün 3 two");
		});
	}

	@Test
	void partThatIsInvalidOrOfAWrongTypeIsRefused() {
		HandlerServer.run(validating(), Parts.class, (client, context) -> {
			Form invalid = new Form().part("meta", "application/json", "{\"name\":\"\",\"count\":0}")
				.file("file", "x", "one");
			assertThat(client.send("POST", "/parts/json", invalid.bytes(), TYPE)).startsWith("HTTP/1.1 400 ")
				.contains("\"errors\":[", "\"field\":\"meta.count\"", "\"field\":\"meta.name\"");
			assertThat(client.send("POST", "/parts/errors", invalid.bytes(), TYPE)).endsWith("2 errors");
			Form wrong = new Form().part("meta", "text/plain", "spam").file("file", "x", "one");
			assertThat(client.send("POST", "/parts/json", wrong.bytes(), TYPE)).startsWith("HTTP/1.1 415 ");
			Form malformed = new Form().part("meta", "application/json", "{").file("file", "x", "one");
			assertThat(client.send("POST", "/parts/json", malformed.bytes(), TYPE)).startsWith("HTTP/1.1 400 ");
			assertThat(client.send("POST", "/parts/json", new Form().file("file", "x", "one").bytes(), TYPE))
				.startsWith("HTTP/1.1 400 ")
				.contains("'meta'");
		});
	}

	@Test
	void objectsOfParametersHaveFiles() {
		HandlerServer.run(validating(), Models.class, (client, context) -> {
			Form form = new Form().value("title", "spam")
				.file("photo", "a", "one")
				.file("more", "b", "two")
				.file("more", "c", "three");
			assertThat(client.send("POST", "/models/record", form.bytes(), TYPE)).endsWith("spam a=one b=two,c=three");
			assertThat(client.send("POST", "/models/bean", form.bytes(), TYPE)).endsWith("spam a=one b=two,c=three");
			Form none = new Form().value("title", "spam").file("photo", "", "");
			assertThat(client.send("POST", "/models/record", none.bytes(), TYPE)).endsWith("spam = ");
			assertThat(client.send("POST", "/models/record", new Form().value("title", "").bytes(), TYPE))
				.startsWith("HTTP/1.1 400 ")
				.contains("\"field\":\"title\"");
		});
	}

	@Test
	void formIsReadPartByPart() {
		HandlerServer.run(Streams.class, (client, context) -> {
			Form form = new Form().value("text", "one").file("file", "x", "two");
			assertThat(client.send("POST", "/streams", form.bytes(), TYPE)).endsWith("text=one,file=two");
			byte[] large = new Form().file("file", "x", "x".repeat(1024 * 1024 + 1)).bytes();
			assertThat(client.send("POST", "/streams", large, TYPE)).startsWith("HTTP/1.1 413 ")
				.contains("A file of the form has more than 1048576 bytes.");
			assertThat(client.send("POST", "/streams/large", large, TYPE)).endsWith("1048577");
			assertThat(client.send("POST", "/streams", "x".getBytes(StandardCharsets.US_ASCII),
					"Content-Type: text/plain"))
				.startsWith("HTTP/1.1 415 ")
				.contains("multipart/form-data");
		});
	}

	@Test
	void limitsHaveTheDefaultsOfSpringBoot() {
		HandlerServer.run(Files.class, (client, context) -> {
			String megabyte = "x".repeat(1024 * 1024);
			assertThat(client.send("POST", "/files/size", new Form().file("file", "x", megabyte).bytes(), TYPE))
				.endsWith("1048576");
			assertThat(client.send("POST", "/files/size", new Form().file("file", "x", megabyte + "x").bytes(), TYPE))
				.startsWith("HTTP/1.1 413 ")
				.contains("A file of the form has more than 1048576 bytes.");
			Form many = new Form();
			for (int i = 0; i < 10; i++) {
				many.file("file", "x", megabyte);
			}
			assertThat(client.send("POST", "/files/size", many.bytes(), TYPE)).startsWith("HTTP/1.1 413 ")
				.contains("The form has more than 10485760 bytes.");
			assertThat(client.sendChunked("POST", "/files/size", many.bytes(), TYPE)).startsWith("HTTP/1.1 413 ");
		});
	}

	@Test
	void limitsAreProperties() {
		HandlerServer.run(
				HandlerServer.runner()
					.withPropertyValues("jhttp.multipart.max-file-size=-1", "jhttp.multipart.max-request-size=-1",
							"jhttp.max-request-body-size=1KB", "jhttp.max-in-memory-size=5B"),
				Files.class, (client, context) -> {
					String large = "x".repeat(11 * 1024 * 1024);
					assertThat(client.send("POST", "/files/size", new Form().file("file", "x", large).bytes(), TYPE))
						.endsWith("" + 11 * 1024 * 1024);
					assertThat(client.send("POST", "/files/values",
							new Form().value("a", "123").value("b", "45").bytes(), TYPE))
						.startsWith("HTTP/1.1 200 ");
					assertThat(client.send("POST", "/files/values",
							new Form().value("a", "123").value("b", "456").bytes(), TYPE))
						.startsWith("HTTP/1.1 413 ");
				});
	}

	@Test
	void formThatCannotBeReadIsRefused() {
		HandlerServer.run(Files.class, (client, context) -> {
			byte[] cut = Arrays.copyOf(new Form().file("file", "x", "one").bytes(), 80);
			assertThat(client.send("POST", "/files/list", cut, TYPE)).startsWith("HTTP/1.1 400 ");
			assertThat(client.send("POST", "/files/list", cut, "Content-Type: multipart/form-data"))
				.startsWith("HTTP/1.1 400 ")
				.contains("The Content-Type has no boundary.");
			assertThat(client.send("POST", "/files/list", cut, "Content-Type: text/plain")).startsWith("HTTP/1.1 415 ")
				.contains("The content has to be a form of type multipart/form-data.");
			assertThat(client.send("POST", "/files/list", new Form().value("file", "x").bytes(), TYPE))
				.startsWith("HTTP/1.1 400 ")
				.contains("'file'");
		});
	}

	@Test
	void exceptionsAreThoseOfSpring() {
		HandlerServer.run(Handled.class, (client, context) -> {
			assertThat(client.send("POST", "/handled", new Form().value("a", "").bytes(), TYPE))
				.endsWith("missing file");
			assertThat(client.send("POST", "/handled", new byte[] { 'x' }, TYPE)).endsWith("malformed");
			assertThat(client.send("POST", "/handled", new byte[] { 'x' }, "Content-Type: a/b")).endsWith("malformed");
			assertThat(client.send("POST", "/handled", new byte[20], TYPE)).endsWith("malformed");
			String large = "x".repeat(1024 * 1024 + 1);
			assertThat(client.send("POST", "/handled", new Form().file("file", "x", large).bytes(), TYPE))
				.endsWith("too large");
		});
	}

	@Test
	void formsWithFilesCanBeOff() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.multipart.enabled=false"), Plain.class,
				(client, context) -> {
					assertThat(client.send("POST", "/plain", new Form().value("a", "x").bytes(), TYPE))
						.startsWith("HTTP/1.1 415 ");
					assertThat(client.send("POST", "/plain?a=1")).endsWith("1");
				});
	}

	private static ApplicationContextRunner validating() {
		return HandlerServer.runner().withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class));
	}

	static String describe(@Nullable MultipartFile file) {
		try {
			return (file != null)
					? file.getOriginalFilename() + "=" + new String(file.getBytes(), StandardCharsets.UTF_8) : "null";
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String describe(@Nullable Collection<MultipartFile> files) {
		return (files != null) ? files.stream().map(MultipartTests::describe).collect(Collectors.joining(",")) : "";
	}

	@RequestHandler("/files")
	static class Files {

		@Post("/single")
		String single(@RequestParam MultipartFile file, @RequestParam String text) throws IOException {
			return file.getOriginalFilename() + " " + file.getContentType() + " " + file.getSize() + " "
					+ new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + " " + text;
		}

		@Post("/bare")
		String bare(MultipartFile file) {
			return describe(file);
		}

		@Post("/list")
		String list(@RequestParam("file") List<MultipartFile> files) {
			return describe(files);
		}

		@Post("/array")
		String array(@RequestParam("file") MultipartFile[] files) {
			return describe(Arrays.asList(files));
		}

		@Post("/part")
		String part(@RequestPart("file") Collection<MultipartFile> files) {
			return describe(files);
		}

		@Post("/optional")
		String optional(@RequestParam Optional<MultipartFile> file,
				@RequestParam(name = "file", required = false) @Nullable MultipartFile same) {
			return file.map((given) -> describe(same)).orElse("none");
		}

		@Post("/map")
		String map(@RequestParam Map<String, MultipartFile> files) {
			Map<String, String> all = new TreeMap<>();
			files.forEach((name, file) -> all.put(name, describe(file)));
			return all.toString();
		}

		@Post("/multi")
		String multi(@RequestParam MultiValueMap<String, MultipartFile> files) {
			Map<String, String> all = new TreeMap<>();
			files.forEach((name, of) -> all.put(name, describe(of)));
			return all.toString();
		}

		@Post("/values")
		String values(@RequestParam(required = false) @Nullable List<Integer> n,
				@RequestParam MultiValueMap<String, String> all) {
			return n + " " + new TreeMap<>(all);
		}

		@Post("/size")
		String size(MultipartFile file) {
			return "" + file.getSize();
		}

	}

	record Meta(@NotBlank String name, @Min(1) int count) {
	}

	@RequestHandler("/parts")
	static class Parts {

		@Post("/json")
		String json(@Valid @RequestPart Meta meta, @RequestPart MultipartFile file) throws IOException {
			return meta + " " + new String(file.getBytes(), StandardCharsets.UTF_8);
		}

		@Post("/list")
		String list(@RequestPart("meta") List<Meta> all) {
			return all.toString();
		}

		@Post("/errors")
		String errors(@Valid @RequestPart Meta meta, BindingResult result) {
			return result.getErrorCount() + " errors";
		}

		@Post("/simple")
		String simple(@RequestPart String text, @RequestPart byte[] bytes, @RequestPart Resource resource)
				throws IOException {
			return text + " " + bytes.length + " "
					+ new String(resource.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}

	}

	record Album(@NotBlank String title, @Nullable MultipartFile photo, @Nullable List<MultipartFile> more) {
	}

	static class AlbumBean {

		private String title = "";

		private @Nullable MultipartFile photo;

		private MultipartFile[] more = {};

		public void setTitle(String title) {
			this.title = title;
		}

		public void setPhoto(MultipartFile photo) {
			this.photo = photo;
		}

		public void setMore(MultipartFile[] more) {
			this.more = more;
		}

	}

	@RequestHandler("/models")
	static class Models {

		@Post("/record")
		String record(@Valid @ModelAttribute Album album) {
			return album.title() + " " + describe(album.photo()) + " " + describe(album.more());
		}

		@Post("/bean")
		String bean(@ModelAttribute AlbumBean album) {
			return album.title + " " + describe(album.photo) + " " + describe(Arrays.asList(album.more));
		}

	}

	@RequestHandler("/streams")
	static class Streams {

		@Post
		String all(FormParts parts) throws IOException {
			StringBuilder all = new StringBuilder();
			for (FormPart part = parts.next(); part != null; part = parts.next()) {
				all.append(all.isEmpty() ? "" : ",").append(part.name()).append('=').append(part.text());
			}
			return all.toString();
		}

		@Post("/large")
		String large(FormParts parts) throws IOException {
			FormPart part = parts.maxFileSize(FormParts.UNLIMITED).maxSize(FormParts.UNLIMITED).next();
			return (part != null) ? "" + part.content().transferTo(java.io.OutputStream.nullOutputStream()) : "";
		}

	}

	@RequestHandler("/handled")
	static class Handled {

		@Post
		String post(@RequestParam MultipartFile file) {
			return file.getName();
		}

		@ExceptionHandler
		String missing(MissingRequestValueException ex) {
			return "missing " + ex.getName();
		}

		@ExceptionHandler
		String tooLarge(MaxUploadSizeExceededException ex) {
			return "too large";
		}

		@ExceptionHandler
		String malformed(MultipartException ex) {
			return "malformed";
		}

	}

	@RequestHandler("/plain")
	static class Plain {

		@Post
		String post(@RequestParam(required = false) @Nullable String a) {
			return "" + a;
		}

	}

	/**
	 * Content of type multipart/form-data.
	 */
	static final class Form {

		private final StringBuilder content = new StringBuilder();

		Form value(String name, String value) {
			this.content
				.append("--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
			return this;
		}

		Form file(String name, String fileName, String value) {
			return part(name + "\"; filename=\"" + fileName, "text/plain", value);
		}

		Form part(String name, String type, String value) {
			this.content.append("--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: " + type
					+ "\r\n\r\n" + value + "\r\n");
			return this;
		}

		byte[] bytes() {
			return (this.content + "--B--\r\n").getBytes(StandardCharsets.UTF_8);
		}

	}

}
