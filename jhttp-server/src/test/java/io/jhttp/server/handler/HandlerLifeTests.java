package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.RawClient;
import io.jhttp.server.http.HttpVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.handler.HandlerServer.request;
import static io.jhttp.server.handler.HandlerServer.withoutDate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The life of a handler: as long as its connection.
 */
class HandlerLifeTests {

	private static final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private static CountDownLatch mayEnd = new CountDownLatch(0);

	@BeforeEach
	void forgetEvents() {
		events.clear();
		mayEnd = new CountDownLatch(0);
	}

	private static String nextEvent() throws InterruptedException {
		return events.poll(20, TimeUnit.SECONDS);
	}

	@Test
	void setupAndFinishEncloseTheRequestsOfAConnection() throws Exception {
		try (HandlerServer server = HandlerServer.start(Living.class, Living::new)) {
			try (RawClient client = server.client()) {
				client.send(request("GET", "/1")).readResponse();
				client.send(request("GET", "/2")).readResponse();
				assertThat(events).containsExactly("setup", "handle", "/1", "handle", "/2");
			}
			for (int i = 0; i < 5; i++) {
				nextEvent();
			}
			assertThat(nextEvent()).startsWith("finish on jhttp-worker-");
		}
		assertThat(events).isEmpty();
	}

	@Test
	void finishRunsAfterAnException() throws Exception {
		try (HandlerServer server = HandlerServer.start(Living.class, Living::new)) {
			assertThat(server.exchange(request("FAIL", "/"))).startsWith("HTTP/1.1 500 ");
			assertThat(nextEvent()).isEqualTo("setup");
			assertThat(nextEvent()).isEqualTo("handle");
			assertThat(nextEvent()).startsWith("finish on jhttp-worker-");
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void finishWaitsForTheRequestOfAClientThatHasLeft() throws Exception {
		mayEnd = new CountDownLatch(1);
		try (HandlerServer server = HandlerServer.start(Living.class, Living::new)) {
			try (RawClient client = server.client()) {
				client.send(request("WAIT", "/"));
				assertThat(nextEvent()).isEqualTo("setup");
				assertThat(nextEvent()).isEqualTo("handle");
				assertThat(nextEvent()).isEqualTo("wait");
				client.reset();
			}
			mayEnd.countDown();
			assertThat(nextEvent()).isEqualTo("waited");
			assertThat(nextEvent()).startsWith("finish on ");
		}
	}

	@Test
	void finishRunsWhenTheServerIsClosedWithIdleAndBusyConnections() throws Exception {
		mayEnd = new CountDownLatch(1);
		HandlerServer server = HandlerServer.start(Living.class, Living::new);
		try (RawClient idle = server.client(); RawClient busy = server.client()) {
			idle.send(request("GET", "/")).readResponse();
			busy.send(request("WAIT", "/"));
			String event;
			do {
				event = nextEvent();
			}
			while (!"wait".equals(event));
			server.close();
			assertThat(nextEvent()).startsWith("finish on ");
			mayEnd.countDown();
			assertThat(nextEvent()).isEqualTo("waited");
			assertThat(nextEvent()).startsWith("finish on ");
		}
	}

	@Test
	void finishRunsWhenTheServerIsClosedBehindAnAnswerThatIsComplete() throws Exception {
		mayEnd = new CountDownLatch(1);
		HandlerServer server = HandlerServer.start(Living.class, Living::new);
		try (RawClient client = server.client()) {
			client.send(request("LINGER", "/")).readResponse();
			assertThat(nextEvent()).isEqualTo("setup");
			assertThat(nextEvent()).isEqualTo("handle");
			server.close();
			mayEnd.countDown();
			assertThat(nextEvent()).startsWith("finish on ");
		}
	}

	@Test
	void aHandlerCanShutTheServerDownAndItsResponseLeaves() throws Exception {
		try (HandlerServer server = HandlerServer.start(ShuttingDown.class, ShuttingDown::new)) {
			try (RawClient client = server.client()) {
				client.send(request("STOP", "/"));
				assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nbye");
			}
			server.server().drain().get(20, TimeUnit.SECONDS);
			server.server().serveForever();
			assertThatIOException().isThrownBy(server::client);
		}
	}

	@Test
	void aSetupThatFailsIsA500AndTheNextRequestTriesAgain() throws Exception {
		try (HandlerServer server = HandlerServer.start(FailingSetup.class, FailingSetup::new);
				RawClient client = server.client()) {
			FailingSetup.fails = true;
			assertThat(client.send(request("GET", "/")).readResponse()).startsWith("HTTP/1.1 500 ");
			FailingSetup.fails = false;
			assertThat(client.send(request("GET", "/")).readResponse()).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void oneRequestCanBeWrapped() throws Exception {
		try (HandlerServer server = HandlerServer.start(Wrapping.class, Wrapping::new);
				RawClient client = server.client()) {
			client.send(request("GET", "/1") + request("GET", "/2"));
			client.readResponse();
			client.readResponse();
			assertThat(events).containsExactly("before", "verb /1", "after /1", "before", "verb /2", "after /2");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnRequest.class, OwnRequestWithoutParsing.class, OwnRequestInALoop.class })
	void oneRequestCanBeHandledWithoutSuper(Class<? extends BaseHttpRequestHandler> type) throws Exception {
		try (HandlerServer server = start(type)) {
			assertThat(withoutDate(server.exchange(request("GET", "/404"))))
				.startsWith("HTTP/1.0 404 Not Found\r\nServer: jhttp\r\n")
				.contains("\r\nConnection: close\r\n");
			assertThat(withoutDate(server.exchange(request("GET", "/close"))))
				.isEqualTo("HTTP/1.0 200 OK\r\nServer: jhttp\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
			try (RawClient client = server.client()) {
				for (int i = 0; i < 2; i++) {
					client.send(request("GET", "/keep", "Connection: keep-alive"));
					assertThat(withoutDate(client.readResponse())).isEqualTo(
							"HTTP/1.0 200 OK\r\nServer: jhttp\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
				}
			}
		}
	}

	private static <T extends BaseHttpRequestHandler> HandlerServer start(Class<T> type) throws IOException {
		return HandlerServer.start(type, () -> {
			try {
				return type.getDeclaredConstructor().newInstance();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	void theLoopOfPythonEndsWhenNoRequestIsLeft() throws Exception {
		try (HandlerServer server = HandlerServer.start(PythonLoop.class, PythonLoop::new);
				RawClient client = server.client()) {
			assertThat(client.send(request("GET", "/")).readResponse()).startsWith("HTTP/1.1 200 ");
			assertThat(client.send(request("GET", "/")).readResponse()).startsWith("HTTP/1.1 200 ");
			assertThat(events).containsExactly("true", "true");
		}
	}

	@Test
	void aMethodThatNeverBlocksRunsOnTheLoopUnlessRequestsAreLogged() throws Exception {
		try (HandlerServer server = HandlerServer.start(Quick.class, Quick::new).silent();
				RawClient client = server.client()) {
			assertThat(client.send(request("GET", "/")).readResponse()).endsWith("false");
			assertThat(client.send(request("GET", "/")).readResponse()).endsWith("true");
		}
		try (HandlerServer server = HandlerServer.start(Quick.class, Quick::new); RawClient client = server.client()) {
			assertThat(client.send(request("GET", "/")).readResponse()).endsWith("false");
			assertThat(client.send(request("GET", "/")).readResponse()).endsWith("false");
		}
	}

	static class Living extends BaseHttpRequestHandler {

		@Override
		protected void setup() {
			assertThat(clientAddress()).isNotNull();
			assertThat(requestLine()).isEmpty();
			events.add("setup");
		}

		@Override
		protected void handle() throws Exception {
			events.add("handle");
			super.handle();
		}

		@Override
		protected void finish() {
			assertThat(server()).isNotNull();
			events.add("finish on " + Thread.currentThread().getName());
		}

		@Get
		void get() throws IOException {
			events.add(path());
			sendResponse(200);
			endHeaders();
		}

		@HttpVerb("FAIL")
		void fail() {
			throw new IllegalStateException("boom");
		}

		@HttpVerb("LINGER")
		void linger() throws Exception {
			sendResponse(200);
			sendHeader("Content-Length", "0");
			endHeaders();
			flushHeaders();
			mayEnd.await();
		}

		@HttpVerb("WAIT")
		void waitForIt() throws Exception {
			events.add("wait");
			mayEnd.await();
			events.add("waited");
		}

	}

	static class ShuttingDown extends BaseHttpRequestHandler {

		@HttpVerb("STOP")
		void stop() throws IOException {
			server().shutdown();
			server().shutdown();
			sendResponse(200);
			sendHeader("Content-Length", "3");
			endHeaders();
			output().write("bye".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class FailingSetup extends BaseHttpRequestHandler {

		static volatile boolean fails;

		@Override
		protected void setup() {
			if (fails) {
				throw new IllegalStateException("boom");
			}
		}

		@Get
		void get() throws IOException {
			sendResponse(200);
			endHeaders();
		}

	}

	static class Wrapping extends BaseHttpRequestHandler {

		@Override
		protected void handleOneRequest() throws Exception {
			events.add("before");
			super.handleOneRequest();
			events.add("after " + path());
		}

		@Get
		void get() throws IOException {
			events.add("verb " + path());
			sendResponse(200);
			endHeaders();
		}

	}

	static class OwnRequest extends BaseHttpRequestHandler {

		@Override
		protected HttpVersion protocolVersion() {
			return HttpVersion.HTTP_1_0;
		}

		@Override
		protected void handleOneRequest() throws Exception {
			if (parseRequest()) {
				answer();
			}
		}

		void answer() throws IOException {
			if (path().equals("/404")) {
				sendError(404);
				return;
			}
			sendResponse(200);
			setCloseConnection(path().equals("/close"));
		}

	}

	static class OwnRequestWithoutParsing extends OwnRequest {

		@Override
		protected void handleOneRequest() throws Exception {
			answer();
		}

	}

	static class OwnRequestInALoop extends OwnRequest {

		@Override
		protected void handle() throws Exception {
			do {
				handleOneRequest();
			}
			while (!isCloseConnection());
		}

	}

	static class PythonLoop extends BaseHttpRequestHandler {

		@Override
		protected void handle() throws Exception {
			setCloseConnection(true);
			handleOneRequest();
			while (!isCloseConnection()) {
				handleOneRequest();
			}
			events.add(String.valueOf(isCloseConnection()));
		}

		@Get
		void get() throws IOException {
			sendResponse(200);
			endHeaders();
		}

	}

	static class Quick extends BaseHttpRequestHandler {

		@Get
		@NonBlocking
		void get() throws IOException {
			byte[] content = String.valueOf(exchange().onEventLoop()).getBytes(StandardCharsets.US_ASCII);
			sendResponse(200);
			sendHeader("Content-Length", String.valueOf(content.length));
			endHeaders();
			output().write(content);
		}

	}

}
