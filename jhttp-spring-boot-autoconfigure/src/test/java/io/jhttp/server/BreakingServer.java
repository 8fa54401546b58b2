package io.jhttp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import io.jhttp.server.net.EngineClock;

/**
 * A server whose event loops fail when a test wants it: its clock breaks.
 */
public final class BreakingServer {

	private volatile boolean broken;

	public void breakable(HttpServer.Builder builder) {
		builder.clock(new EngineClock() {

			@Override
			public long nanoTime() {
				if (BreakingServer.this.broken) {
					throw new IllegalStateException("The clock is broken");
				}
				return System.nanoTime();
			}

			@Override
			public long currentTimeMillis() {
				return System.currentTimeMillis();
			}

		});
	}

	/** The client that leaves wakes one loop, which then fails. */
	public void breakNow(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.broken = true;
		socket.close();
	}

}
