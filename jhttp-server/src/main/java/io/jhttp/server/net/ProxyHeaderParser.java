package io.jhttp.server.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * The header of HAProxy's PROXY protocol, versions 1 and 2, which tells whom a proxy
 * speaks for. It takes exactly the bytes of the header, so that whatever follows, also an
 * encrypted connection, begins with the next one that is read.
 */
final class ProxyHeaderParser {

	private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] BINARY = { '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n' };

	/** With its line end, as the specification has it. */
	private static final int MAX_TEXT_LENGTH = 107;

	private static final int BINARY_HEAD = 16;

	/** The addresses and what proxies add to them; the protocol would allow 64 KiB. */
	private static final int MAX_BINARY_LENGTH = BINARY_HEAD + 4096;

	private static final int CHECKSUM = 0x03;

	/** The shortest that a version tells: PROXY UNKNOWN and a line end. */
	private static final int FIRST = 15;

	private byte[] bytes = new byte[MAX_TEXT_LENGTH];

	private int length;

	private boolean complete;

	private @Nullable InetSocketAddress source;

	boolean hasBegun() {
		return this.length > 0;
	}

	/** How many bytes belong to the header in any case; 0 if it is complete. */
	int needed() {
		if (this.complete) {
			return 0;
		}
		if (this.length < FIRST) {
			return FIRST - this.length;
		}
		if (isBinary()) {
			return ((this.length < BINARY_HEAD) ? BINARY_HEAD : binaryLength()) - this.length;
		}
		// The line ends with two bytes, unless the first of them is there.
		int shortest = isVersion("TCP4 ") ? "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\n".length() : 0;
		return Math.max(shortest - this.length, (this.bytes[this.length - 1] == '\r') ? 1 : 2);
	}

	/**
	 * Takes bytes, at most as many as are needed.
	 * @return whether the header is complete
	 * @throws HttpProblem if this is no such header
	 */
	boolean accept(ByteBuffer input) {
		int count = input.remaining();
		if (this.length + count > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, this.length + count);
		}
		input.get(this.bytes, this.length, count);
		this.length += count;
		requireBegin();
		if (isBinary()) {
			if (this.length >= BINARY_HEAD && this.length == requireBinaryLength()) {
				parseBinary();
				this.complete = true;
			}
		}
		else if (this.length >= FIRST) {
			parseText();
		}
		return this.complete;
	}

	/** The client that the proxy speaks for, or null if it speaks for itself. */
	@Nullable InetSocketAddress source() {
		return this.source;
	}

	private boolean isBinary() {
		return this.bytes[0] == '\r';
	}

	private void requireBegin() {
		byte[] begin = isBinary() ? BINARY : TEXT;
		int count = Math.min(this.length, begin.length);
		if (!Arrays.equals(this.bytes, 0, count, begin, 0, count)) {
			throw malformed("does not begin with a header of the PROXY protocol");
		}
	}

	private static HttpProblem malformed(String what) {
		return HttpProblem.badRequest("A connection from a proxy " + what + ".");
	}

	// Version 1: a line

	private boolean isVersion(String family) {
		return new String(this.bytes, TEXT.length, family.length(), StandardCharsets.US_ASCII).equals(family);
	}

	private void parseText() {
		int last = this.length - 1;
		boolean ended = this.bytes[last] == '\n' && this.bytes[last - 1] == '\r';
		for (int i = 0; i < this.length; i++) {
			boolean lineEnd = (i == last && (ended || this.bytes[i] == '\r')) || (i == last - 1 && ended);
			if (!lineEnd && (this.bytes[i] < ' ' || this.bytes[i] > '~')) {
				throw malformed("has a control character in its PROXY line");
			}
		}
		if (!ended) {
			if (this.length > MAX_TEXT_LENGTH - 2 && (this.length >= MAX_TEXT_LENGTH || this.bytes[last] != '\r')) {
				throw malformed("has a PROXY line of more than " + MAX_TEXT_LENGTH + " bytes");
			}
			return;
		}
		this.complete = true;
		String line = new String(this.bytes, 0, this.length - 2, StandardCharsets.US_ASCII);
		if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
			return;
		}
		String[] words = line.split(" ", -1);
		if (words.length != 6) {
			throw malformed("has a malformed PROXY line");
		}
		InetAddress client = address(words[1], words[2]);
		address(words[1], words[3]);
		int port = port(words[4]);
		port(words[5]);
		this.source = new InetSocketAddress(client, port);
	}

	private static InetAddress address(String family, String text) {
		boolean v6 = family.equals("TCP6");
		boolean written = (text.indexOf(':') >= 0) == v6;
		InetAddress address = ((v6 || family.equals("TCP4")) && written) ? IpLiteral.parse(text) : null;
		if (address == null) {
			throw malformed("has a malformed PROXY line");
		}
		return address;
	}

	private static int port(String text) {
		int port = IpLiteral.decimal(text, 0, text.length(), 65535);
		if (port < 0) {
			throw malformed("has a malformed PROXY line");
		}
		return port;
	}

	// Version 2: bytes

	private int unsigned16(int at) {
		return ((this.bytes[at] & 0xff) << 8) | (this.bytes[at + 1] & 0xff);
	}

	private int binaryLength() {
		return BINARY_HEAD + unsigned16(14);
	}

	private int requireBinaryLength() {
		int whole = binaryLength();
		if (whole > MAX_BINARY_LENGTH) {
			throw malformed("has a PROXY header of more than " + MAX_BINARY_LENGTH + " bytes");
		}
		return whole;
	}

	private void parseBinary() {
		int command = this.bytes[12] & 0xff;
		if (command != 0x20 && command != 0x21) {
			throw malformed("has a PROXY header of an unknown version or command");
		}
		if (command == 0x20) {
			// LOCAL, such as a health check: whatever follows says nothing.
			return;
		}
		int family = this.bytes[13] & 0xff;
		int addresses = switch (family) {
			case 0x00 -> 0;
			case 0x11 -> 12;
			case 0x21 -> 36;
			case 0x31 -> 216;
			default -> throw malformed("has a PROXY header that is not for TCP");
		};
		if (family == 0x00) {
			// Unspecified: the rest is to be ignored.
			return;
		}
		if (BINARY_HEAD + addresses > this.length) {
			throw malformed("has a PROXY header that is too short for its addresses");
		}
		checkExtensions(BINARY_HEAD + addresses);
		if (family == 0x11) {
			this.source = socketAddress(4, BINARY_HEAD + 8);
		}
		else if (family == 0x21) {
			this.source = socketAddress(16, BINARY_HEAD + 32);
		}
	}

	private InetSocketAddress socketAddress(int bytes, int portAt) {
		try {
			InetAddress address = InetAddress
				.getByAddress(Arrays.copyOfRange(this.bytes, BINARY_HEAD, BINARY_HEAD + bytes));
			return new InetSocketAddress(address, unsigned16(portAt));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void checkExtensions(int from) {
		int at = from;
		while (at < this.length) {
			int end = (at + 3 <= this.length) ? at + 3 + unsigned16(at + 1) : Integer.MAX_VALUE;
			if (end > this.length) {
				throw malformed("has a PROXY header whose last extension is truncated");
			}
			if (this.bytes[at] == CHECKSUM) {
				checkChecksum(at + 3, end);
			}
			at = end;
		}
	}

	private void checkChecksum(int from, int end) {
		byte[] copy = Arrays.copyOf(this.bytes, this.length);
		Arrays.fill(copy, from, end, (byte) 0);
		CRC32C sum = new CRC32C();
		sum.update(copy);
		if (end - from != 4 || ByteBuffer.wrap(this.bytes).getInt(from) != (int) sum.getValue()) {
			throw malformed("has a PROXY header whose checksum is wrong");
		}
	}

}
