package io.jhttp.server.net;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The first message of a client (RFC 8446, section 4.1.2), as far as it says who is
 * wanted. The certificate depends on that, so it has to be known before TLS begins. All
 * else about the message is checked by TLS itself.
 *
 * @param serverName the name of the server in lower case, or null if there is none
 */
record ClientHello(@Nullable String serverName) {

	private static final ClientHello NAMELESS = new ClientHello(null);

	/** Larger ones are refused by TLS as well. */
	private static final int LONGEST = 32 * 1024;

	private static final int RECORD_HEADER = 5;

	private static final int MESSAGE_HEADER = 4;

	private static final int HANDSHAKE_RECORD = 22;

	private static final int CLIENT_HELLO = 1;

	private static final int SERVER_NAME = 0;

	/** Whether a connection that begins so may be TLS. */
	static boolean isHandshake(byte first) {
		return first == HANDSHAKE_RECORD;
	}

	/** Whether a connection that begins so is a client that speaks HTTP without TLS. */
	static boolean isPlainHttp(byte first) {
		return (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first == '\r' || first == '\n';
	}

	/**
	 * Looks at what has arrived.
	 * @return null if the message is not complete
	 */
	static @Nullable ClientHello read(byte[] bytes, int from, int limit) {
		ByteBuffer message = ByteBuffer.allocate(Math.min(limit - from, LONGEST));
		int at = from;
		while (limit - at >= RECORD_HEADER) {
			int length = (bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff;
			if (bytes[at] != HANDSHAKE_RECORD || length == 0) {
				return NAMELESS;
			}
			at += RECORD_HEADER;
			if (limit - at < length) {
				break;
			}
			if (message.remaining() < length) {
				return NAMELESS;
			}
			message.put(bytes, at, length);
			at += length;
			if (isComplete(message)) {
				return parse(message.flip());
			}
		}
		return (limit - from >= LONGEST) ? NAMELESS : null;
	}

	private static boolean isComplete(ByteBuffer message) {
		if (message.position() < MESSAGE_HEADER) {
			return false;
		}
		int length = (message.get(1) & 0xff) << 16 | (message.get(2) & 0xff) << 8 | message.get(3) & 0xff;
		return message.position() - MESSAGE_HEADER >= length;
	}

	private static ClientHello parse(ByteBuffer message) {
		try {
			if (message.get() != CLIENT_HELLO) {
				return NAMELESS;
			}
			// Length, version and random; then session, cipher suites and compression.
			skip(message, 3 + 2 + 32);
			skip(message, message.get() & 0xff);
			skip(message, message.getShort() & 0xffff);
			skip(message, message.get() & 0xff);
			int extensions = message.getShort() & 0xffff;
			message.limit(Math.min(message.limit(), message.position() + extensions));
			while (message.hasRemaining()) {
				int type = message.getShort() & 0xffff;
				int length = message.getShort() & 0xffff;
				if (type == SERVER_NAME) {
					return serverName(message);
				}
				skip(message, length);
			}
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			// It is malformed, and TLS says so to the client.
		}
		return NAMELESS;
	}

	/** RFC 6066, section 3: a list with one name of each type, and there is one type. */
	private static ClientHello serverName(ByteBuffer message) {
		message.getShort();
		if (message.get() != 0) {
			return NAMELESS;
		}
		byte[] name = new byte[message.getShort() & 0xffff];
		message.get(name);
		for (byte b : name) {
			if (!isNameByte(b)) {
				return NAMELESS;
			}
		}
		return new ClientHello(new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
	}

	/** Names of hosts only, in the form for the DNS: others would find no certificate. */
	private static boolean isNameByte(byte b) {
		return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '.'
				|| b == '_';
	}

	private static void skip(ByteBuffer message, int length) {
		message.position(message.position() + length);
	}

}
