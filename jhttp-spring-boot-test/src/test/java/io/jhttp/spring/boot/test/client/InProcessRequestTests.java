package io.jhttp.spring.boot.test.client;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what is sent, and how responses are read.
 */
class InProcessRequestTests {

	private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

	private ScriptedSocket socket = new ScriptedSocket("\r\n\r\n", EMPTY);

	private ClientHttpRequest request(String method, String uri) {
		return new InProcessClientHttpRequestFactory((target) -> this.socket).createRequest(URI.create(uri),
				HttpMethod.valueOf(method));
	}

	private ClientHttpResponse get(String response) throws IOException {
		this.socket = new ScriptedSocket("\r\n\r\n", response);
		return request("GET", "/").execute();
	}

	private static String content(ClientHttpResponse response) throws IOException {
		return new String(response.getBody().readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	@Test
	void pathIsEnoughOfAnAddress() throws IOException {
		request("GET", "/a%20b?c=d").execute();
		assertThat(this.socket.received()).isEqualTo("GET /a%20b?c=d HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}

	@Test
	void hostIsThatOfTheAddress() throws IOException {
		request("SPAM", "http://user@example.com:81").execute();
		assertThat(this.socket.received()).isEqualTo("SPAM / HTTP/1.1\r\nHost: example.com:81\r\n\r\n");
	}

	@Test
	void fieldsAreThoseOfTheTest() throws IOException {
		ClientHttpRequest request = request("GET", "/");
		request.getHeaders().add("Host", "other");
		request.getHeaders().add("A", "1");
		request.getHeaders().add("A", "2");
		request.execute();
		assertThat(this.socket.received()).isEqualTo("GET / HTTP/1.1\r\nHost: other\r\nA: 1\r\nA: 2\r\n\r\n");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> request.getHeaders().add("A", "3"));
	}

	@Test
	void lineBreakInAFieldIsRefused() {
		ClientHttpRequest request = request("GET", "/");
		request.getHeaders().add("A", "1\r\nB: 2");
		assertThatIllegalArgumentException().isThrownBy(request::execute)
			.withMessage("A line break cannot stand in the head of a request: A: 1\\r\\nB: 2");
	}

	@Test
	void verbThatCouldHaveContentSaysThatItHasNone() throws IOException {
		request("POST", "/").execute();
		assertThat(this.socket.received()).endsWith("Content-Length: 0\r\n\r\n");
	}

	@Test
	void contentThatWasWrittenHasALength() throws IOException {
		this.socket = new ScriptedSocket("abc", EMPTY);
		ClientHttpRequest request = request("PUT", "/");
		request.getHeaders().setContentLength(99);
		request.getBody().write('a');
		request.getBody().write("bc".getBytes(StandardCharsets.US_ASCII));
		assertThatIllegalStateException().isThrownBy(() -> ((StreamingHttpOutputMessage) request).setBody(new byte[1]));
		request.execute();
		assertThat(this.socket.received())
			.isEqualTo("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
		assertThatIllegalStateException().isThrownBy(request::execute);
	}

	@Test
	void contentOfUnknownLengthIsSentInChunks() throws IOException {
		this.socket = new ScriptedSocket("0\r\n\r\n", EMPTY);
		ClientHttpRequest request = request("PUT", "/");
		((StreamingHttpOutputMessage) request).setBody((output) -> {
			output.write("abc".getBytes(StandardCharsets.US_ASCII));
			output.flush();
			output.write(new byte[0]);
			output.write("d".repeat(20).getBytes(StandardCharsets.US_ASCII));
		});
		request.execute();
		assertThat(this.socket.received())
			.endsWith("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n14\r\n" + "dddddddddddddddddddd\r\n0\r\n\r\n");
	}

	@Test
	void contentThatCannotBeMadeIsNotTakenForTheWhole() {
		ClientHttpRequest request = request("PUT", "/");
		this.socket = new ScriptedSocket("never", EMPTY);
		((StreamingHttpOutputMessage) request).setBody((output) -> {
			output.write(1);
			throw new FileNotFoundException("none.txt");
		});
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(request::execute).withMessage("none.txt");
		assertThat(this.socket.received()).doesNotEndWith("0\r\n\r\n");
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void responseHasStatusReasonAndFields() throws IOException {
		ClientHttpResponse response = get("HTTP/1.1 418 I'm a teapot\r\nA: 1\r\na:2 \r\nContent-Length: 3\r\n\r\nabc");
		assertThat(response.getStatusCode().value()).isEqualTo(418);
		assertThat(response.getStatusText()).isEqualTo("I'm a teapot");
		assertThat(response.getHeaders().get("A")).containsExactly("1", "2");
		assertThat(this.socket.isClosed()).isFalse();
		assertThat(content(response)).isEqualTo("abc");
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void interimResponsesAreLeftOut() throws IOException {
		assertThat(get("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
				+ "HTTP/1.1 204 No Content\r\n\r\n")
			.getStatusCode()
			.value()).isEqualTo(204);
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void chunksAreJoinedAndTrailersLeftOut() throws IOException {
		ClientHttpResponse response = get("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ "3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nChecksum: 1\r\n\r\n");
		assertThat(content(response)).isEqualTo("abc0123456789");
		assertThat(response.getBody().read()).isEqualTo(-1);
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void withoutALengthTheContentEndsWithTheConnection() throws IOException {
		assertThat(content(get("HTTP/1.0 200 OK\r\n\r\nabc"))).isEqualTo("abc");
	}

	@Test
	void responseToHeadHasNoContent() throws IOException {
		this.socket = new ScriptedSocket("\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
		assertThat(content(request("HEAD", "/").execute())).isEmpty();
	}

	@Test
	void responseThatIsCutIsNotTakenForTheWhole() throws IOException {
		ClientHttpResponse declared = get("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab");
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> content(declared))
			.withMessage("The response has ended too early: 1 bytes are missing");
		ClientHttpResponse chunked = get("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> content(chunked));
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> get("HTTP/1.1 200 OK\r\nContent-Le"))
			.withMessage("The response ends within a line of its head: Content-Le");
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> get(""))
			.withMessage("The server has closed the connection without a response");
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void otherProtocolIsNoResponse() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("SSH-2.0-Server\r\n"))
			.withMessage("This is no status line of HTTP/1: SSH-2.0-Server");
	}

	@Test
	void closedResponseEndsTheConnection() throws IOException {
		ClientHttpResponse response = get("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
		response.close();
		assertThat(this.socket.isClosed()).isTrue();
	}

}
