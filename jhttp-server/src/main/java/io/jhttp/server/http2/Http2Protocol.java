package io.jhttp.server.http2;

import java.nio.charset.StandardCharsets;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.Protocol;

/**
 * HTTP/2 (RFC 9113), which clients choose in the TLS handshake, or know before (section
 * 3.3).
 */
public final class Http2Protocol implements Protocol {

	static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	/** As much is not the beginning of anything else; what follows has to be right. */
	private static final int DECISIVE = "PRI * HTTP/2.0\r\n".length();

	/** The longest line that is taken for a preface that is wrong. */
	private static final int MAX_WRONG = 64;

	private final Http2Options options;

	private final StreamHandler handler;

	/**
	 * Creates the protocol.
	 * @param options how it is spoken
	 * @param handler what answers requests
	 */
	public Http2Protocol(Http2Options options, StreamHandler handler) {
		this.options = options;
		this.handler = handler;
	}

	@Override
	public String name() {
		return "h2";
	}

	@Override
	public Match match(byte[] bytes, int from, int limit) {
		int length = Math.min(limit - from, DECISIVE);
		for (int i = 0; i < length; i++) {
			if (bytes[from + i] != PREFACE[i]) {
				return matchWrong(bytes, from, limit);
			}
		}
		return (length == DECISIVE) ? Match.YES : Match.UNDECIDED;
	}

	/**
	 * RFC 9113, section 3.4: a preface that is wrong is an error of the connection. Three
	 * words are one if there is no slash in them: each request of HTTP/1 has one, in its
	 * version if nowhere else.
	 */
	private static Match matchWrong(byte[] bytes, int from, int limit) {
		int end = Math.min(limit, from + MAX_WRONG);
		int spaces = 0;
		for (int i = from; i < end; i++) {
			byte b = bytes[i];
			if (b == '\n') {
				return (spaces == 2) ? Match.YES : Match.NO;
			}
			if (b == '/' || (b < ' ' && b != '\r')) {
				return Match.NO;
			}
			spaces += (b == ' ') ? 1 : 0;
		}
		return (limit - from < MAX_WRONG) ? Match.UNDECIDED : Match.NO;
	}

	@Override
	public boolean isPermitted(String tlsProtocol, String cipherSuite) {
		return permits(tlsProtocol, cipherSuite);
	}

	/**
	 * RFC 9113, section 9.2.2: of the suites of TLS 1.2, those with ephemeral keys and
	 * authenticated encryption are permitted.
	 */
	static boolean permits(String tlsProtocol, String cipherSuite) {
		if (tlsProtocol.equals("TLSv1.3")) {
			return true;
		}
		boolean ephemeral = cipherSuite.startsWith("TLS_ECDHE_") || cipherSuite.startsWith("TLS_DHE_");
		boolean authenticated = cipherSuite.contains("_GCM_") || cipherSuite.contains("_CHACHA20_");
		return tlsProtocol.equals("TLSv1.2") && ephemeral && authenticated;
	}

	@Override
	public LoopProtocol forLoop(EventLoop loop) {
		Http2Context context = new Http2Context(this.options, this.handler, loop);
		return (connection) -> new Http2Connection(connection, context);
	}

}
