package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Forms with files, part by part, over the wire.
 */
class FormPartsTests {

	private static final String VALUE = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n";

	private static final String FILE = "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n"
			+ "Content-Type: text/plain\r\n\r\n%s\r\n";

	private static final String FORM = VALUE + FILE.formatted("two") + "--B--\r\n";

	@TempDir
	private Path directory;

	@Test
	void partsComeOneAfterTheOther() throws IOException {
		assertThat(answer(FORM, (parts) -> {
			FormPart value = parts.next();
			String text = value.name() + value.isFile() + value.fileName() + value.contentType() + value.text();
			FormPart file = parts.next();
			return text + " " + file.name() + file.isFile() + file.fileName() + file.contentType() + file.text()
					+ file.header("content-type") + file.headers().size() + " " + parts.next() + parts.next();
		})).endsWith("afalsenullnullone ftruex.txttext/plaintwotext/plain2 nullnull");
	}

	@Test
	void partThatIsNotReadIsDiscarded() throws IOException {
		String large = "x".repeat(100_000) + "\r\n--C";
		assertThat(answer(FILE.formatted(large) + VALUE + "--B--epilogue", (parts) -> {
			parts.next().content().read();
			return parts.next().text() + parts.next();
		})).endsWith("\r\n\r\nonenull");
	}

	@Test
	void partArrivesBeforeTheFormIsComplete() throws IOException {
		try (HttpServer server = server((exchange) -> {
			FormParts parts = exchange.request().formParts();
			OutputStream output = exchange.response().output();
			for (FormPart part = parts.next(); part != null; part = parts.next()) {
				output.write(part.content().readNBytes(3));
				output.flush();
			}
		}); RawClient client = new RawClient(server.port())) {
			client.send(chunkedHead());
			client.send(chunk(VALUE.substring(0, VALUE.length() - 2)));
			client.readHead();
			assertThat(new String(client.read(8), StandardCharsets.US_ASCII)).isEqualTo("3\r\none\r\n");
			client.send(chunk(FORM.substring(VALUE.length() - 2)) + "0\r\n\r\n");
			assertThat(new String(client.read(8), StandardCharsets.US_ASCII)).isEqualTo("3\r\ntwo\r\n");
		}
	}

	@Test
	void contentOfAPartIsAnOrdinaryStream() throws IOException {
		assertThat(answer(FILE.formatted("0123456789") + "--B--", (parts) -> {
			InputStream content = parts.next().content();
			String read = "" + (char) content.read() + (char) content.read() + content.read(new byte[0]);
			byte[] some = new byte[4];
			read += content.read(some, 1, 3) + new String(some, 1, 3, StandardCharsets.US_ASCII);
			read += content.skip(2) + new String(content.readAllBytes(), StandardCharsets.US_ASCII);
			return read + content.read() + content.read(some) + content.available();
		})).endsWith("01032342789-1-10");
	}

	@Test
	void limitsAreThoseOfWhoReadsTheForm() throws IOException {
		assertThat(answer(FORM, (parts) -> all(parts.maxFileSize(3)))).endsWith("onetwo");
		assertThat(answer(FORM, (parts) -> all(parts.maxFileSize(2)))).startsWith("HTTP/1.1 413 ")
			.contains("A file of the form has more than 2 bytes.");
		assertThat(answer(FORM, (parts) -> skip(parts.maxFileSize(2)))).startsWith("HTTP/1.1 413 ");
		assertThat(answer(FORM, (parts) -> all(parts.maxTextSize(6)))).endsWith("onetwo");
		assertThat(answer(FORM, (parts) -> all(parts.maxTextSize(5)))).startsWith("HTTP/1.1 413 ");
		assertThat(answer(FORM, (parts) -> all(parts.maxSize(FORM.length())))).endsWith("onetwo");
		assertThat(answer(FORM, (parts) -> all(parts.maxSize(FORM.length() - 1)))).startsWith("HTTP/1.1 413 ")
			.contains("The form has more than " + (FORM.length() - 1) + " bytes.");
	}

	@Test
	void limitOfTheServerCountsUnlessThereIsAnother() throws IOException {
		assertThat(answer(FORM, FormPartsTests::all, 10)).startsWith("HTTP/1.1 413 ");
		assertThat(answer(FORM, (parts) -> all(parts.maxSize(FormParts.UNLIMITED)), 10)).endsWith("onetwo");
		String request = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=B\r\n"
				+ "Transfer-Encoding: chunked\r\n\r\n" + chunk(FORM) + "0\r\n\r\n";
		assertThat(exchange(request, (parts) -> all(parts.maxSize(1000)), 10)).endsWith("onetwo");
		assertThat(exchange(request, (parts) -> all(parts.maxSize(100)), 10)).startsWith("HTTP/1.1 413 ");
	}

	@Test
	void formThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
		String request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\n"
				+ "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n";
		assertThat(exchange(request, (parts) -> all(parts.maxSize(4999)), 10)).startsWith("HTTP/1.1 413 ");
		assertThat(exchange(request, FormPartsTests::all, 4999)).startsWith("HTTP/1.1 413 ");
	}

	@Test
	void formThatIsNoneOrEndsTooEarlyIsRefused() throws IOException {
		assertThat(answer(VALUE, FormPartsTests::all)).startsWith("HTTP/1.1 400 ")
			.contains("without its last boundary");
		assertThat(answer("", FormPartsTests::all)).startsWith("HTTP/1.1 400 ");
		assertThat(exchange("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", FormPartsTests::all, 10))
			.startsWith("HTTP/1.1 415 ");
		assertThat(answer(VALUE, (parts) -> {
			parts.next();
			assertThatExceptionOfType(HttpProblem.class).isThrownBy(parts::next);
			assertThatExceptionOfType(HttpProblem.class).isThrownBy(parts::next);
			return "twice";
		})).endsWith("twice");
	}

	@Test
	void charsetIsThatOfThePart() throws IOException {
		String part = "--B\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=%s\r\n\r\n\u00fc"
				+ "\r\n--B--";
		assertThat(answer(part.formatted("iso-8859-1"), (parts) -> "" + (int) parts.next().text().charAt(0)))
			.endsWith("\r\n252");
		assertThat(answer(part.formatted("none"), FormPartsTests::all)).startsWith("HTTP/1.1 415 ");
	}

	@Test
	void partRefusesOnceTheNextOneIsThereOrTheExchangeIsOver() throws IOException {
		AtomicReference<FormParts> form = new AtomicReference<>();
		AtomicReference<FormPart> last = new AtomicReference<>();
		assertThat(answer(VALUE + VALUE + "--B--", (parts) -> {
			FormPart first = parts.next();
			form.set(parts);
			last.set(parts.next());
			assertThatIllegalStateException().isThrownBy(() -> first.content().read());
			return "refused";
		})).endsWith("refused");
		assertThatIllegalStateException().isThrownBy(() -> last.get().content().read());
		assertThatIllegalStateException().isThrownBy(() -> form.get().next());
	}

	@Test
	void fileIsThereOnceAllOfItHasCome() throws IOException {
		Path target = this.directory.resolve("stored");
		Files.writeString(target, "before");
		List<String> names = new ArrayList<>();
		assertThat(answer(FORM, (parts) -> {
			parts.next();
			parts.next().transferTo(target);
			names.addAll(names());
			return "stored";
		})).endsWith("stored");
		assertThat(names).containsExactly("stored");
		assertThat(target).hasContent("two");
		assertThat(answer(VALUE + FILE.formatted("three").replace("\r\n--B", ""), (parts) -> {
			parts.next();
			parts.next().transferTo(target);
			return "stored";
		})).startsWith("HTTP/1.1 400 ");
		assertThat(names()).containsExactly("stored");
		assertThat(target).hasContent("two");
	}

	@Test
	void cutUploadLeavesNoFile() throws Exception {
		Path target = this.directory.resolve("stored");
		try (HttpServer server = server((exchange) -> {
			FormParts parts = exchange.request().formParts();
			parts.next();
			parts.next().transferTo(target);
		})) {
			int fileEnd = FORM.indexOf("two") + "two\r\n--B".length();
			for (int length = 0; length < fileEnd; length++) {
				try (RawClient client = new RawClient(server.port())) {
					client.send(chunkedHead() + Integer.toHexString(FORM.length()) + "\r\n" + FORM.substring(0, length))
						.finishSending()
						.readToEnd();
				}
				assertThat(names()).as("after %s bytes", length).isEmpty();
			}
		}
	}

	@Test
	void longFormIsReadInConstantMemory() throws IOException {
		byte[] block = new byte[64 * 1024];
		Arrays.fill(block, (byte) '\r');
		long blocks = Boolean.getBoolean("jhttp.test.exhaustive") ? 33 * 1024 : 64;
		String start = FILE.substring(0, FILE.indexOf("%s"));
		String end = "\r\n--B--";
		try (HttpServer server = server((exchange) -> {
			FormPart part = exchange.request().formParts().maxSize(FormParts.UNLIMITED).next();
			exchange.response().send(part.content().transferTo(OutputStream.nullOutputStream()) + "");
		}); RawClient client = new RawClient(server.port())) {
			client.send(head(start.length() + blocks * block.length + end.length()) + start);
			for (long i = 0; i < blocks; i++) {
				client.send(block);
			}
			client.send(end);
			assertThat(client.readResponse()).endsWith("\r\n\r\n" + blocks * block.length);
		}
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private static String all(FormParts parts) throws IOException {
		StringBuilder all = new StringBuilder();
		for (FormPart part = parts.next(); part != null; part = parts.next()) {
			all.append(part.text());
		}
		return all.toString();
	}

	private static String skip(FormParts parts) throws IOException {
		int count = 0;
		while (parts.next() != null) {
			count++;
		}
		return count + "";
	}

	private static String chunk(String content) {
		return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
	}

	private static String chunkedHead() {
		return head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked");
	}

	private static String head(long length) {
		return "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: "
				+ length + "\r\n\r\n";
	}

	private static String answer(String form, Reading reading) throws IOException {
		return answer(form, reading, 1_000_000);
	}

	private static String answer(String form, Reading reading, long limit) throws IOException {
		return exchange(head(form.length()).replace("Host: a", "Host: a\r\nConnection: close") + form, reading, limit);
	}

	private static String exchange(String request, Reading reading, long limit) throws IOException {
		try (HttpServer server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.maxRequestContent(limit)
			.handler((exchange) -> exchange.response().send(reading.of(exchange.request().formParts())))
			.start()) {
			return RawClient.exchange(server.port(), request);
		}
	}

	private static HttpServer server(HttpHandler handler) throws IOException {
		return HttpServer.builder().port(0).eventLoops(1).handler(handler).start();
	}

	private interface Reading {

		String of(FormParts parts) throws IOException;

	}

}
