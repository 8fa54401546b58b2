package io.jhttp.server.cgi.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The fork server's side of a connection. It is a descriptor and not a channel, as it is
 * waited for together with pipes.
 */
final class ForkServerSocket {

	/** AF_UNIX, and SOCK_STREAM with SOCK_CLOEXEC. */
	private static final int LOCAL = 1;

	private static final int STREAM = 1 | 0x80000;

	/** MSG_DONTWAIT, and MSG_NOSIGNAL. */
	private static final int DO_NOT_WAIT = 0x40;

	private static final int NO_SIGNAL = 0x4000;

	/** The part of sockaddr_un before the path. */
	private static final int FAMILY = Short.BYTES;

	private static final int USUAL_REQUEST = 16 * 1024;

	private final NativeLibrary library;

	private final ForkServerFunctions functions;

	private final int descriptor;

	/** What has come and was not read yet. */
	private NativeBuffer received;

	ForkServerSocket(NativeLibrary library, ForkServerFunctions functions, byte[] path) throws IOException {
		this.library = library;
		this.functions = functions;
		this.received = NativeBuffer.allocate(library, USUAL_REQUEST);
		this.received.octets().order(ByteOrder.BIG_ENDIAN).limit(0);
		this.descriptor = functions.socket.call(LOCAL, STREAM, 0);
		NativeBuffer address = NativeBuffer.allocate(library, FAMILY + path.length + 1);
		address.octets().putShort((short) LOCAL).put(path).put((byte) 0);
		if (functions.connect.call(this.descriptor, address.address(), address.octets().capacity()) != 0) {
			throw new IOException("the server cannot be reached");
		}
	}

	int descriptor() {
		return this.descriptor;
	}

	/**
	 * Waits until so many octets can be read.
	 * @return these, and perhaps more
	 */
	ByteBuffer await(int count) throws IOException {
		if (this.received.octets().capacity() < count) {
			NativeBuffer larger = NativeBuffer.allocate(this.library, count);
			larger.octets().order(ByteOrder.BIG_ENDIAN).put(this.received.octets()).flip();
			this.received = larger;
		}
		while (this.received.octets().remaining() < count) {
			receive();
		}
		return this.received.octets();
	}

	/** Whatever has come, and waits for it if there is nothing. */
	private void receive() throws IOException {
		ByteBuffer octets = this.received.octets().compact();
		int count = this.functions.receive.call(this.descriptor, this.received.position(), octets.remaining(), 0);
		octets.position(octets.position() + Math.max(0, count)).flip();
		if (count <= 0) {
			throw new EOFException("the server has gone");
		}
	}

	/** Sends what can be sent at once. */
	void sendSome(NativeBuffer buffer) {
		send(buffer, DO_NOT_WAIT);
	}

	/** Waits until everything has been sent. */
	void send(NativeBuffer buffer) throws IOException {
		while (buffer.octets().hasRemaining()) {
			if (!send(buffer, 0)) {
				throw new EOFException("the server has gone");
			}
		}
	}

	private boolean send(NativeBuffer buffer, int flags) {
		ByteBuffer octets = buffer.octets();
		int sent = this.functions.send.call(this.descriptor, buffer.position(), octets.remaining(), flags | NO_SIGNAL);
		octets.position(octets.position() + Math.max(0, sent));
		return sent > 0;
	}

}
