package io.jhttp.server.handler;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.jhttp.server.ForwardingHeader;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.TrustedProxies;
import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Handler classes over a real socket.
 */
class RequestHandlersTests {

	@TempDir
	Path directory;

	private HttpServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private <T extends BaseHttpRequestHandler> RawClient serve(Class<T> type, Supplier<T> factory) throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.handler(RequestHandlers.perConnection(type, factory, FileHandler.of(this.directory)))
			.start();
		return new RawClient(this.server.port());
	}

	private static String request(String method) {
		return method + " / HTTP/1.1\r\nHost: a\r\n\r\n";
	}

	@Test
	void behindAProxyEachRequestHasItsOwnClient() throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.trustedProxies(TrustedProxies.of(List.of("loopback"), List.of(ForwardingHeader.X_FORWARDED_FOR)))
			.handler(RequestHandlers.perConnection(WhoHandler.class, WhoHandler::new, FileHandler.of(this.directory)))
			.start();
		try (RawClient client = new RawClient(this.server.port())) {
			for (String address : new String[] { "203.0.113.8", "203.0.113.9" }) {
				String request = request("WHO").replace("Host: a", "Host: a\r\nX-Forwarded-For: " + address);
				assertThat(client.send(request).readResponse()).endsWith("\r\n\r\n" + address);
			}
			assertThat(client.send(request("WHO")).readResponse()).endsWith("\r\n\r\n127.0.0.1");
		}
	}

	@Test
	void aKnownAndAnInventedVerbReachTheirMethods() throws IOException {
		try (RawClient client = serve(SpamHandler.class, SpamHandler::new)) {
			assertThat(client.send(request("GET")).readResponse()).startsWith("HTTP/1.1 200 OK\r\n")
				.endsWith("\r\n\r\nGET /");
			assertThat(client.send(request("SPAM")).readResponse()).startsWith("HTTP/1.1 299 Eggs\r\n")
				.contains("X-Spam: 1\r\nX-Spam: 2\r\n")
				.endsWith("\r\n\r\neggs");
			assertThat(client.send(request("HAM")).readResponse()).endsWith("\r\n\r\nham");
		}
	}

	@Test
	void aVerbWithoutMethodIsNotImplementedAndVerbsAreCaseSensitive() throws IOException {
		try (RawClient client = serve(SpamHandler.class, SpamHandler::new)) {
			assertThat(client.send(request("spam")).readToEnd())
				.startsWith("HTTP/1.1 501 Unsupported method ('spam')\r\n")
				.contains("<p>Message: Unsupported method ('spam').</p>");
		}
		assertThat(RawClient.exchange(this.server.port(), request("it's")))
			.startsWith("HTTP/1.1 501 Unsupported method (\"it's\")\r\n");
	}

	@Test
	void eachConnectionHasAnInstanceOfItsOwn() throws IOException {
		try (RawClient client = serve(CountingHandler.class, CountingHandler::new);
				RawClient other = new RawClient(this.server.port())) {
			assertThat(client.send(request("GET")).readResponse()).endsWith("\r\n\r\n1");
			assertThat(client.send(request("GET")).readResponse()).endsWith("\r\n\r\n2");
			assertThat(other.send(request("GET")).readResponse()).endsWith("\r\n\r\n1");
			assertThat(client.send(request("GET")).readResponse()).endsWith("\r\n\r\n3");
		}
	}

	@Test
	void filesAreServedAndAnOverrideTakesPart() throws IOException {
		Files.writeString(this.directory.resolve("a.txt"), "eggs");
		try (RawClient client = serve(GreetingFiles.class, GreetingFiles::new)) {
			for (int i = 0; i < 2; i++) {
				client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(client.readResponse()).contains("X-Greeting: hello\r\n").endsWith("\r\n\r\neggs");
				client.send("HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(client.readHead()).contains("Content-Length: 4\r\n").doesNotContain("X-Greeting");
			}
		}
	}

	@Test
	void malformedVerbMethodsAreNamed() {
		assertRefused(TwoGets.class, "Two methods of " + TwoGets.class.getName() + " handle the verb GET");
		assertRefused(Parameters.class,
				Parameters.class.getName() + ".get() of a handler class must not have parameters");
		assertRefused(Static.class, Static.class.getName() + ".get() must not be static");
		assertRefused(NoToken.class, "The verb 'NO TOKEN' of " + NoToken.class.getName() + ".get()");
	}

	@Test
	void mistakesWithNamesOfVerbsAreNamed() {
		assertRefused(NoVerb.class, NoVerb.class.getName() + " has no verb method: annotate one, such as");
		assertRefused(Tunnel.class, "The verb CONNECT of " + Tunnel.class.getName() + ".tunnel() cannot be handled");
		assertRefused(NamedParameters.class,
				NamedParameters.class.getName() + ".doPost() of a handler class must not have parameters");
		assertRefused(NamedStatic.class, NamedStatic.class.getName() + ".doPUT() must not be static");
	}

	@Test
	void aMethodWithTheNameOfARegisteredVerbAnswersIt() throws IOException {
		try (RawClient client = serve(NamedHandler.class, NamedHandler::new)) {
			for (String verb : new String[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "SPAM" }) {
				assertThat(client.send(request(verb)).readHead()).startsWith("HTTP/1.1 299 " + verb + "\r\n");
			}
			assertThat(client.send(request("WORK")).readHead()).startsWith("HTTP/1.1 501 ");
		}
	}

	@Test
	void aClassThatTakesRequestsItselfNeedsNoVerbMethod() throws IOException {
		try (RawClient client = serve(EveryVerb.class, EveryVerb::new)) {
			assertThat(client.send(request("SPAM")).readHead()).startsWith("HTTP/1.1 299 SPAM\r\n");
		}
	}

	private void assertRefused(Class<? extends BaseHttpRequestHandler> type, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestHandlers.perConnection(type, () -> {
			throw new AssertionError("not called");
		})).withMessageContaining(message);
	}

	static class SpamHandler extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		@Get
		void get() throws IOException {
			sendResponse(200);
			endHeaders();
			output().write((command() + " " + path()).getBytes(StandardCharsets.US_ASCII));
		}

		@HttpVerb("SPAM")
		private void spam() throws IOException {
			sendResponse(299, "Eggs");
			sendHeader("X-Spam", "1");
			sendHeader("X-Spam", "2");
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

		@Ham
		void ham() throws IOException {
			output().write("ham".getBytes(StandardCharsets.US_ASCII));
		}

	}

	@CuredHam
	@Retention(RetentionPolicy.RUNTIME)
	@interface Ham {

	}

	@HttpVerb({ "HAM", "HAM" })
	@Retention(RetentionPolicy.RUNTIME)
	@interface CuredHam {

	}

	static class CountingHandler extends BaseHttpRequestHandler {

		private int count;

		@Get
		@NonBlocking
		void get() throws IOException {
			this.count++;
			sendResponse(200);
			sendHeader("Content-Length", "1");
			endHeaders();
			output().write(String.valueOf(this.count).getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class GreetingFiles extends SimpleHttpRequestHandler {

		@Override
		protected void doGet() throws IOException {
			sendHeader("X-Greeting", "hello");
			super.doGet();
		}

	}

	static class NoVerb extends BaseHttpRequestHandler {

		void doWork() {
		}

		void get() {
		}

	}

	static class Tunnel extends BaseHttpRequestHandler {

		@HttpVerb("CONNECT")
		void tunnel() {
		}

	}

	static class NamedParameters extends BaseHttpRequestHandler {

		void doPost(String content) {
		}

	}

	static class NamedStatic extends BaseHttpRequestHandler {

		static void doPUT() {
		}

	}

	static class NamedHandler extends BaseHttpRequestHandler {

		void doGet() throws IOException {
			doGet(command());
		}

		void doGet(String phrase) throws IOException {
			sendResponse(299, phrase);
			sendHeader("Content-Length", "0");
			endHeaders();
		}

		public void doHead() throws IOException {
			doGet();
		}

		protected void doPost() throws IOException {
			doGet();
		}

		private void doPut() throws IOException {
			doGet();
		}

		int doPatch() throws IOException {
			doGet();
			return 1;
		}

		final void doDelete() throws IOException {
			doGet();
		}

		void doOptions() throws IOException {
			doGet();
		}

		private void doSPAM() throws IOException {
			doGet();
		}

		void doWork() throws IOException {
			doGet();
		}

	}

	static class EveryVerb extends BaseHttpRequestHandler {

		@Override
		protected void handleOneRequest() throws Exception {
			if (parseRequest()) {
				sendResponse(299, command());
				sendHeader("Content-Length", "0");
			}
		}

	}

	static class TwoGets extends BaseHttpRequestHandler {

		@Get
		void get() {
		}

		@HttpVerb({ "SPAM", "GET" })
		void getToo() {
		}

	}

	static class Parameters extends BaseHttpRequestHandler {

		@Get
		void get(String path) {
		}

	}

	static class Static extends BaseHttpRequestHandler {

		@Get
		static void get() {
		}

	}

	static class NoToken extends BaseHttpRequestHandler {

		@HttpVerb("NO TOKEN")
		void get() {
		}

	}

	static class WhoHandler extends BaseHttpRequestHandler {

		@HttpVerb("WHO")
		void doWho() throws IOException {
			byte[] content = clientAddress().getAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII);
			sendResponse(200);
			sendHeader("Content-Length", String.valueOf(content.length));
			endHeaders();
			output().write(content);
		}

	}

}
