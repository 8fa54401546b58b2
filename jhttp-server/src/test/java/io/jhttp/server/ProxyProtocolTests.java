package io.jhttp.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

import io.jhttp.server.net.ConnectionLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The PROXY protocol on the wire.
 */
class ProxyProtocolTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

	/** From 203.0.113.9 port 4711 to 192.0.2.1 port 80. */
	private static final String V4 = "cb007109c00002011267" + "0050";

	private final TestClock clock = new TestClock();

	private HttpServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private HttpServer.Builder builder(String... trusted) {
		return HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.proxyProtocol(true)
			.trustedProxies(TrustedProxies.of(List.of(trusted), Set.of(ForwardingHeader.X_FORWARDED_FOR)))
			.handler((exchange) -> exchange.response()
				.send(exchange.request().remoteAddress().getAddress().getHostAddress() + " "
						+ ((exchange.request().remoteAddress().getPort() == exchange.request().peerAddress().getPort())
								? "own" : exchange.request().remoteAddress().getPort())));
	}

	private int serve() throws IOException {
		this.server = builder("loopback").start();
		return this.server.port();
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	private static byte[] join(byte[] first, String second) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.writeBytes(first);
		joined.writeBytes(second.getBytes(StandardCharsets.ISO_8859_1));
		return joined.toByteArray();
	}

	private static String content(String answer) {
		return answer.startsWith("HTTP/1.1 200 ") ? answer.substring(answer.indexOf("\r\n\r\n") + 4)
				: answer.substring(9, Math.min(12, answer.length()));
	}

	private String answerTo(byte[] bytes) throws IOException {
		try (RawClient client = new RawClient(this.server.port())) {
			return content(client.send(bytes).readToEnd());
		}
	}

	private String answerToText(String header) throws IOException {
		return answerTo(join(header.getBytes(StandardCharsets.ISO_8859_1), LAST_GET));
	}

	private String answerToBinary(String hex) throws IOException {
		return answerTo(join(bytes(SIGNATURE + hex), LAST_GET));
	}

	@Test
	void aLineTellsTheClient() throws IOException {
		serve();
		assertThat(answerToText("PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n")).isEqualTo("203.0.113.9 4711");
		assertThat(answerToText("PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\n")).isEqualTo("1.1.1.1 1");
		assertThat(answerToText("PROXY TCP6 2001:db8::1 :: 4711 0\r\n")).isEqualTo("2001:db8:0:0:0:0:0:1 4711");
		assertThat(answerToText("PROXY TCP6 ::1 :: 65535 0\r\n")).isEqualTo("0:0:0:0:0:0:0:1 65535");
	}

	@Test
	void anUnknownClientIsTheProxyItself() throws IOException {
		serve();
		assertThat(answerToText("PROXY UNKNOWN\r\n")).isEqualTo("127.0.0.1 own");
		assertThat(answerToText("PROXY UNKNOWN ffff::1 ::1 1 2\r\n")).isEqualTo("127.0.0.1 own");
	}

	/** What it says is the client's own word: the proxy has not looked at it. */
	@Test
	void aRequestOfAnUnknownClientIsNotBelieved() throws IOException {
		serve();
		String get = LAST_GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n");
		assertThat(answerTo(join("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.ISO_8859_1), get)))
			.isEqualTo("127.0.0.1 own");
		assertThat(answerTo(join("PROXY UNKNOWN ffff::1 ::1 1 2\r\n".getBytes(StandardCharsets.ISO_8859_1), get)))
			.isEqualTo("127.0.0.1 own");
		assertThat(answerTo(join(bytes(SIGNATURE + "20000000"), get))).isEqualTo("127.0.0.1 own");
		assertThat(answerTo(join(bytes(SIGNATURE + "21000000"), get))).isEqualTo("127.0.0.1 own");
		assertThat(
				answerTo(join("PROXY TCP4 127.0.0.1 192.0.2.1 4711 80\r\n".getBytes(StandardCharsets.ISO_8859_1), get)))
			.isEqualTo("6.6.6.6 0");
	}

	@Test
	void theLongestLineHas107Bytes() throws IOException {
		serve();
		String line = "PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n";
		assertThat(line).hasSize(107);
		assertThat(answerToText(line)).isEqualTo("127.0.0.1 own");
		assertThat(answerToText(line.replace("UNKNOWN ", "UNKNOWN x"))).isEqualTo("400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\n", "PROXY TCP4 203.0.113.9 192.0.2.1 4711\r\n",
			"PROXY TCP4 203.0.113.9 192.0.2.1 4711 80 \r\n", "PROXY TCP4  203.0.113.9 192.0.2.1 4711 80\r\n",
			"PROXY TCP4 203.0.113.09 192.0.2.1 4711 80\r\n", "PROXY TCP4 203.0.113.9 192.0.2.1 04711 80\r\n",
			"PROXY TCP4 203.0.113.9 192.0.2.1 65536 80\r\n", "PROXY TCP4 203.0.113.9 192.0.2.1 -1 80\r\n",
			"PROXY TCP4 localhost 192.0.2.1 4711 80\r\n", "PROXY TCP4 ::1 ::1 4711 80       \r\n",
			"PROXY TCP6 203.0.113.9 192.0.2.1 4711 80\r\n", "PROXY TCP5 203.0.113.9 192.0.2.1 4711 80\r\n",
			"PROXY UNKNOWNX\r\n  ", "proxy TCP4 203.0.113.9 192.0.2.1 4711 80\r\n",
			"PROXY TCP4 203.0.113.9\r192.0.2.1 4711 80\r\n", "PROXY TCP4 203.0.113.9\t192.0.2.1 4711 80\r\n",
			"PROXY TCP6 fe80::1%lo ::1 4711 80\r\n" })
	void whatIsNoSuchLineIsRefused(String line) throws IOException {
		serve();
		assertThat(answerToText(line)).isEqualTo("400");
	}

	@Test
	void aTrustedProxyThatSaysNothingIsRefused() throws IOException {
		serve();
		assertThat(answerToText("")).isEqualTo("400");
	}

	@Test
	void anUntrustedAddressCannotIntroduceAClient() throws IOException {
		this.server = builder("10.0.0.0/8").start();
		assertThat(answerToText("")).isEqualTo("127.0.0.1 own");
		assertThat(answerToText("PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n")).isEqualTo("400");
		assertThat(answerToBinary("2111000c" + V4)).isEqualTo("400");
	}

	@Test
	void bytesTellTheClient() throws IOException {
		serve();
		assertThat(answerToBinary("2111000c" + V4)).isEqualTo("203.0.113.9 4711");
		assertThat(answerToBinary("21210024" + "20010db8000000000000000000000001" + "00".repeat(16) + "12670050"))
			.isEqualTo("2001:db8:0:0:0:0:0:1 4711");
		assertThat(answerToBinary("21210024" + "00000000000000000000ffffcb007109" + "00".repeat(16) + "12670050"))
			.isEqualTo("203.0.113.9 4711");
	}

	@Test
	void healthChecksAndOtherFamiliesAreTheProxyItself() throws IOException {
		serve();
		assertThat(answerToBinary("20000000")).isEqualTo("127.0.0.1 own");
		assertThat(answerToBinary("2011000c" + V4)).isEqualTo("127.0.0.1 own");
		assertThat(answerToBinary("21000000")).isEqualTo("127.0.0.1 own");
		assertThat(answerToBinary("21000003" + "ffffff")).isEqualTo("127.0.0.1 own");
		assertThat(answerToBinary("213100d8" + "00".repeat(216))).isEqualTo("127.0.0.1 own");
	}

	@Test
	void extensionsAreSkipped() throws IOException {
		serve();
		assertThat(answerToBinary("21110012" + V4 + "040003aabbcc")).isEqualTo("203.0.113.9 4711");
		assertThat(answerToBinary("21111000" + V4 + "04" + "0ff1" + "aa".repeat(4081))).isEqualTo("203.0.113.9 4711");
		assertThat(answerToBinary("21110011" + V4 + "040003aabb")).isEqualTo("400");
		assertThat(answerToBinary("2111000e" + V4 + "0400")).isEqualTo("400");
	}

	@Test
	void aChecksumMustBeRight() throws IOException {
		serve();
		byte[] header = bytes(SIGNATURE + "21110013" + V4 + "03000400000000");
		CRC32C sum = new CRC32C();
		sum.update(header);
		ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());
		assertThat(answerTo(join(header, LAST_GET))).isEqualTo("203.0.113.9 4711");
		header[header.length - 1]++;
		assertThat(answerTo(join(header, LAST_GET))).isEqualTo("400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1111000c" + V4, "2211000c" + V4, "2112000c" + V4, "2141000c" + V4, "2111000b" + V4,
			"21210023" + V4 + V4 + V4, "2111ffff" + V4, "2111" + "1001" + V4, "3111000c" + V4 })
	void whatIsNoSuchHeaderIsRefused(String hex) throws IOException {
		serve();
		assertThat(answerToBinary(hex)).isEqualTo("400");
	}

	@Test
	void bothMayComeByteByByteAndNothingOfTheRequestIsTaken() throws IOException {
		int port = serve();
		try (RawClient client = new RawClient(port)) {
			client.trickle("PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n" + LAST_GET);
			assertThat(content(client.readToEnd())).isEqualTo("203.0.113.9 4711");
		}
		try (RawClient client = new RawClient(port)) {
			byte[] bytes = join(bytes(SIGNATURE + "21110012" + V4 + "040003aabbcc"), LAST_GET);
			client.trickle(new String(bytes, StandardCharsets.ISO_8859_1));
			assertThat(content(client.readToEnd())).isEqualTo("203.0.113.9 4711");
		}
	}

	@Test
	void theClientHoldsForAllRequestsOfTheConnection() throws IOException {
		int port = serve();
		try (RawClient client = new RawClient(port)) {
			client.send("PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n" + GET + GET);
			assertThat(content(client.readResponse())).isEqualTo("203.0.113.9 4711");
			assertThat(content(client.readResponse())).isEqualTo("203.0.113.9 4711");
			client.send("PROXY TCP4 6.6.6.6 192.0.2.1 4711 80\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 400 ");
		}
	}

	@Test
	void theClientThatWasIntroducedIsNotBelievedInTurn() throws IOException {
		int port = serve();
		String forged = LAST_GET.replace("Host: a", "Host: a\r\nX-Forwarded-For: 6.6.6.6");
		assertThat(content(RawClient.exchange(port, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n" + forged)))
			.isEqualTo("203.0.113.9 4711");
	}

	@Test
	void theConnectionOfAProxyThatDoesNotSpeakInTimeIsClosed() throws IOException {
		int port = serve();
		try (RawClient client = new RawClient(port); RawClient silent = new RawClient(port)) {
			client.send("PROXY TCP4 203.0");
			try (RawClient other = new RawClient(port)) {
				other.send("PROXY UNKNOWN\r\n" + GET).readResponse();
				this.clock.advance(Duration.ofSeconds(11));
				this.server.checkDeadlines();
				assertThat(client.isClosedByServer()).isTrue();
				assertThat(silent.isClosedByServer()).isTrue();
				assertThat(other.send(GET).readResponse()).startsWith("HTTP/1.1 200");
			}
		}
	}

	@Test
	void connectionsAreCountedByTheClientThatWasIntroduced() throws IOException {
		this.server = builder("loopback").connectionLimits(new ConnectionLimits(100, 1, 100, 16)).start();
		int port = this.server.port();
		String first = "PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n" + GET;
		try (RawClient client = new RawClient(port);
				RawClient other = new RawClient(port);
				RawClient same = new RawClient(port)) {
			assertThat(client.send(first).readResponse()).startsWith("HTTP/1.1 200");
			assertThat(other.send(first.replace("113.9", "113.8")).readResponse()).startsWith("HTTP/1.1 200");
			assertThat(same.send(first).readHead()).startsWith("HTTP/1.1 503");
		}
	}

	@Test
	void itNeedsATrustedAddress() {
		assertThatIllegalStateException().isThrownBy(() -> builder().start());
	}

}
