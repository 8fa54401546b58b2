package io.jhttp.server.exchange;

import java.io.IOException;
import java.util.Arrays;

/**
 * Writes the content of a response for a thread that may wait until the client takes it.
 * On the event loop nothing waits: what there is no room for is kept.
 */
public final class ContentOutput {

	/** How much content is gathered at most until it leaves, in bytes. */
	public static final int MAX_GATHERED = 8192;

	private ContentOutput() {
	}

	/**
	 * Writes bytes.
	 * @param stream where to
	 * @param bytes an array, the caller's again afterwards
	 * @param from the first byte
	 * @param length number of bytes
	 * @throws IOException if the client is gone or too slow
	 */
	public static void write(HttpStream stream, byte[] bytes, int from, int length) throws IOException {
		int at = from;
		int limit = from + length;
		while (at < limit) {
			at += stream.write(bytes, at, limit - at);
			if (at < limit) {
				if (stream.onEventLoop()) {
					byte[] rest = Arrays.copyOfRange(bytes, at, limit);
					stream.writeShared(rest, 0, rest.length);
					return;
				}
				awaitRoom(stream);
			}
		}
	}

	/**
	 * Waits until everything that was written has left.
	 * @param stream where to
	 * @throws IOException if the client is gone or too slow
	 */
	public static void flush(HttpStream stream) throws IOException {
		stream.flush();
		while (!stream.isWritable() && !stream.onEventLoop()) {
			awaitRoom(stream);
		}
	}

	private static void awaitRoom(HttpStream stream) throws IOException {
		Parking parking = new Parking();
		stream.onWritable(parking);
		parking.await();
		stream.flush();
	}

}
