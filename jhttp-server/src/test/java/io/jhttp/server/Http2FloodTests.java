package io.jhttp.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

import io.jhttp.server.http2.Http2Client;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.StreamReset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.http2.Http2Client.block;
import static io.jhttp.server.http2.Http2Client.frame;
import static io.jhttp.server.http2.Http2Client.number;
import static io.jhttp.server.http2.Http2Client.settings;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of HTTP/2 that make work for nothing. The time stands still, so that nothing is
 * forgiven.
 */
class Http2FloodTests {

	private static final byte[] HELD = block(":method GET\n:scheme http\n:authority a\n:path /held");

	private static final byte[] HELLO = block(":method GET\n:scheme http\n:authority a\n:path /");

	private final TestClock clock = new TestClock();

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch holding = new CountDownLatch(1);

	private final List<String> counted = new CopyOnWriteArrayList<>();

	private @Nullable HttpServer server;

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private HttpServer start() throws IOException {
		HttpServer started = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.handler((NonBlockingHttpHandler) this::handle)
			.start();
		this.server = started;
		return started;
	}

	private void handle(HttpExchange exchange) throws Exception {
		switch (exchange.request().path()) {
			case "/held" -> exchange.dispatch((later) -> {
				this.release.await();
				later.response().send("held");
			});
			case "/reading" -> exchange.dispatch((later) -> {
				later.request().content().readAllBytes();
				later.response().send("read");
			});
			case "/holding" -> {
				this.holding.countDown();
				this.release.await();
				exchange.response().send("released");
			}
			case "/counted" -> {
				this.counted.add(exchange.request().query());
				exchange.response().send("counted");
			}
			case "/refused" -> exchange.response().send("" + this.server.counters().resetStreams(StreamReset.REFUSED));
			case "/long" -> exchange.response().send("0123456789".repeat(5000));
			default -> exchange.response().send("a");
		}
	}

	/**
	 * What a client sends over and over: how often it is accepted, and what it counts as.
	 */
	enum Flood {

		CANCELLED(250, ShedReason.STREAM_RESETS,
				(i) -> join(frame(1, 5, 3 + 2 * i, HELD), frame(3, 0, 3 + 2 * i, number(8)))),

		RESET_BY_A_WINDOW_OF_NOTHING(250, ShedReason.STREAM_RESETS,
				(i) -> join(frame(1, 5, 3 + 2 * i, HELD), frame(8, 0, 3 + 2 * i, number(0)))),

		RESET_BY_CONTENT_BEHIND_THE_END(250, ShedReason.STREAM_RESETS,
				(i) -> join(frame(1, 5, 3 + 2 * i, HELD), frame(0, 1, 3 + 2 * i))),

		RESET_AS_MALFORMED(250, ShedReason.STREAM_RESETS, (i) -> frame(1, 5, 3 + 2 * i, block("A b"))),

		SETTINGS(100, ShedReason.CONTROL_FRAMES, (i) -> frame(4, 0, 0, settings(4, i + 1))),

		ACKNOWLEDGED_SETTINGS(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(4, 1, 0)),

		PING(1000, ShedReason.CONTROL_FRAMES, (i) -> frame(6, 0, 0, new byte[8])),

		ACKNOWLEDGED_PING(1000, ShedReason.CONTROL_FRAMES, (i) -> frame(6, 1, 0, new byte[8])),

		PRIORITY(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(2, 0, 1, new byte[5])),

		PRIORITY_UPDATE(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(16, 0, 0, bytes(0, 0, 0, 1, 'u', '=', '1'))),

		WINDOWS(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(8, 0, 0, number(1))),

		WINDOWS_OF_A_STREAM(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(8, 0, 1, number(1))),

		RESET_OF_WHAT_HAS_ENDED(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(3, 0, 1, number(8))),

		UNKNOWN(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(99, 0, 0)),

		GOAWAY(2000, ShedReason.CONTROL_FRAMES, (i) -> frame(7, 0, 0, new byte[8]));

		private final int accepted;

		private final ShedReason reason;

		private final IntFunction<byte[]> frames;

		Flood(int accepted, ShedReason reason, IntFunction<byte[]> frames) {
			this.accepted = accepted;
			this.reason = reason;
			this.frames = frames;
		}

		private byte[] frames(int from, int to) {
			byte[][] all = new byte[to - from][];
			Arrays.setAll(all, (i) -> this.frames.apply(from + i));
			return join(all);
		}

	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	private void assertEndsCalm(Http2Client client, ShedReason reason) throws IOException {
		assertThat(client.readToEnd()).endsWith(" ENHANCE_YOUR_CALM\n");
		assertThat(this.server.counters().shed(reason)).isOne();
		try (Http2Client other = new Http2Client(this.server.port())) {
			assertThat(other.head(1, "GET /").await(1).content()).isEqualTo("a");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aFloodEndsItsConnectionAndALittleOfItDoesNot(Flood flood) throws Exception {
		try (Http2Client client = new Http2Client(start().port())) {
			client.head(1, "GET /").await(1);
			// The settings of the client have counted, too.
			int little = flood.accepted * 98 / 100;
			client.send(flood.frames(0, little)).head(99_999, "GET /").await(99_999);
			assertThat(client.goAways()).isEmpty();
			client.send(flood.frames(50_000, 50_000 + flood.accepted / 10));
			assertEndsCalm(client, flood.reason);
		}
	}

	/** What both have sent is there before the loop looks at either of them. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aClientThatSendsWithoutPauseLetsOthersHaveTheirTurn(boolean requests) throws Exception {
		int port = start().port();
		try (Http2Client busy = new Http2Client(port);
				Http2Client other = new Http2Client(port);
				Http2Client holder = new Http2Client(port)) {
			busy.head(1, "GET /").await(1);
			other.head(1, "GET /").await(1);
			holder.head(1, "GET /holding");
			this.holding.await();
			byte[][] many = new byte[requests ? 16 : 256][];
			Arrays.setAll(many, (i) -> requests ? frame(1, 5, 3 + 2 * i, HELLO) : Flood.PRIORITY.frames.apply(i));
			busy.send(join(many), frame(1, 5, 99, counted("busy")));
			other.send(frame(1, 5, 3, counted("other")));
			this.release.countDown();
			assertThat(busy.await(99).content() + other.await(3).content()).isEqualTo("countedcounted");
			assertThat(this.counted).containsExactly("other", "busy");
		}
	}

	private static byte[] counted(String name) {
		return block(":method GET\n:scheme http\n:authority a\n:path /counted?" + name);
	}

	/** Header blocks of streams that are refused are decoded, too. */
	@Test
	void aClientWhoseStreamsAreRefusedLetsOthersHaveTheirTurn() throws Exception {
		int port = start().port();
		try (Http2Client busy = new Http2Client(port);
				Http2Client other = new Http2Client(port);
				Http2Client holder = new Http2Client(port)) {
			for (int i = 0; i < 100; i++) {
				busy.head(1 + 2 * i, "POST /reading\nContent: yes");
			}
			assertThat(busy.head(201, "GET /").await(201).end()).isEqualTo("REFUSED_STREAM");
			other.head(1, "GET /").await(1);
			holder.head(1, "GET /holding");
			this.holding.await();
			byte[][] refused = new byte[100][];
			Arrays.setAll(refused, (i) -> frame(1, 5, 203 + 2 * i, HELLO));
			busy.send(join(refused));
			other.send(frame(1, 5, 3, block(":method GET\n:scheme http\n:authority a\n:path /refused")));
			this.release.countDown();
			assertThat(other.await(3).content()).isIn("1", "17");
			assertThat(busy.await(401).end()).isEqualTo("REFUSED_STREAM");
		}
	}

	/** A worker that comes to it much later finds nothing. */
	@Test
	void aCancelledRequestThatWaitsForAWorkerKeepsNoMemory() throws Exception {
		Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
		AtomicReference<WeakReference<byte[]>> kept = new AtomicReference<>();
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.workers(tasks::add, 10)
			.handler((NonBlockingHttpHandler) (exchange) -> {
				byte[] large = new byte[100_000];
				kept.set(new WeakReference<>(large));
				exchange.attachToConnection(large);
				exchange.dispatch((later) -> later.response().send("fine"));
			})
			.start();
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /");
			assertThat(Eventually.holds(() -> tasks.size() == 1)).isTrue();
			client.reset(1).send(frame(6, 0, 0, new byte[8])).readUntil(() -> client.pongs() == 1);
			assertThat(Eventually.holds(() -> {
				System.gc();
				return kept.get().get() == null;
			})).isTrue();
			tasks.remove().run();
			client.head(3, "GET /");
			assertThat(Eventually.holds(() -> tasks.size() == 1)).isTrue();
			tasks.remove().run();
			assertThat(client.await(3).content()).isEqualTo("fine");
		}
	}

	@Test
	void streamsThatAreRefusedCountLess() throws Exception {
		try (Http2Client client = new Http2Client(start().port())) {
			byte[][] many = new byte[100 + 1100][];
			Arrays.setAll(many, (i) -> frame(1, 5, 1 + 2 * i, HELD));
			client.send(join(Arrays.copyOf(many, 1000)));
			assertThat(client.await(1 + 2 * 999).end()).isEqualTo("REFUSED_STREAM");
			assertThat(this.server.counters().activeRequests()).isEqualTo(100);
			client.send(Arrays.copyOfRange(many, 1000, many.length));
			assertEndsCalm(client, ShedReason.STREAM_RESETS);
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', 199, 23", "a, 9800, 400" })
	void framesThatCarryNothingEndTheConnection(String content, int accepted, int more) throws Exception {
		byte[] frame = frame(0, 0, 1, content.getBytes());
		try (Http2Client client = new Http2Client(start().port())) {
			client.head(1, "POST /reading\nContent: yes");
			byte[][] frames = new byte[accepted - 2][];
			Arrays.fill(frames, frame);
			client.send(frames).head(3, "GET /").await(3);
			assertThat(client.goAways()).isEmpty();
			frames = new byte[more][];
			Arrays.fill(frames, frame);
			client.send(frames);
			assertEndsCalm(client, ShedReason.SMALL_FRAMES);
		}
	}

	@Test
	void largeFramesThatComeInPiecesAreNotSmall() throws Exception {
		byte[] frame = frame(0, 0, 1, new byte[16_000]);
		try (Http2Client client = new Http2Client(start().port())) {
			client.head(1, "POST /reading\nContent: yes");
			for (int at = 0; at < frame.length; at++) {
				client.send(new byte[] { frame[at] });
			}
			assertThat(client.end(1).await(1).content()).isEqualTo("read");
		}
	}

	@Test
	void aResponseInBytesEndsTheConnection() throws Exception {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), start().port());
		try (Http2Client client = new Http2Client(socket, settings(4, 1))) {
			client.head(1, "GET /long").readUntil(() -> client.response(1).length() == 1);
			for (int i = 2; i < 1900; i++) {
				int length = i;
				client.credit(1, 1).readUntil(() -> client.response(1).length() == length);
			}
			assertThat(client.goAways()).isEmpty();
			for (int i = 0; i < 110; i++) {
				client.credit(1, 1);
			}
			assertEndsCalm(client, ShedReason.CONTROL_FRAMES);
		}
	}

	@Test
	void fewBytesThatMeanManyEndTheConnection() throws Exception {
		byte[] references = new byte[10_000];
		Arrays.fill(references, (byte) (0x80 | 62));
		byte[] kept = join(bytes(0x40, 1, 'x', 0x7f, 0xa0 - 0x7f + 0x80, 0x1e), "v".repeat(4000).getBytes());
		try (Http2Client client = new Http2Client(start().port())) {
			client.send(frame(1, 5, 1, join(HELD, kept)), frame(1, 5, 3, join(HELD, references)));
			assertEndsCalm(client, ShedReason.HEADER_BLOCKS);
		}
	}

	@Test
	void aHeaderBlockOfManyFramesEndsTheConnection() throws Exception {
		try (Http2Client client = new Http2Client(start().port())) {
			client.send(frame(1, 1, 1, HELD));
			for (int i = 0; i < 17; i++) {
				client.send(frame(9, 0, 1));
			}
			assertEndsCalm(client, ShedReason.HEADER_BLOCKS);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 65_535 })
	void manyStreamsThatAreNotContinuedEndTheConnection(int window) throws Exception {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), start().port());
		try (Http2Client client = new Http2Client(socket, settings(4, window))) {
			for (int i = 0; i < 30; i++) {
				client.head(1 + 2 * i, "POST /long\nContent: yes");
			}
			while (client.goAways().isEmpty()) {
				this.clock.advance(Duration.ofSeconds(1));
				this.server.checkDeadlines();
				int pongs = client.pongs();
				client.send(frame(6, 0, 0, new byte[8]))
					.readUntil(() -> client.pongs() > pongs || !client.goAways().isEmpty());
			}
			assertThat(client.goAways()).endsWith(" ENHANCE_YOUR_CALM\n");
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isPositive();
		}
	}

	@Test
	void timeForgives() throws Exception {
		try (Http2Client client = new Http2Client(start().port())) {
			for (int i = 0; i < 10; i++) {
				int pongs = client.pongs() + 900;
				client.send(Flood.PING.frames(0, 900)).readUntil(() -> client.pongs() == pongs);
				this.clock.advance(Duration.ofSeconds(9));
			}
			assertThat(client.goAways()).isEmpty();
		}
	}

	/** As browsers, proxies and libraries do it that tell of each frame. */
	@Test
	void usefulWorkMakesUpForWhatComesWithIt() throws Exception {
		try (Http2Client client = new Http2Client(start().port())) {
			for (int i = 1; i < 1800; i += 6) {
				client.head(i, "GET /\nPriority: u=2").send(frame(99, 0, i), frame(16, 0, 0, number(i)));
				client.head(i + 2, "GET /").head(i + 4, "GET /held").reset(i + 4).await(i);
				client.credit(0, 1).credit(i, 1).await(i + 2);
				client.credit(0, 1);
			}
			client.send(frame(6, 0, 0, new byte[8])).readUntil(() -> client.pongs() == 1);
			assertThat(client.goAways()).isEmpty();
		}
	}

}
