package io.jhttp.spring.boot.autoconfigure.ssl;

import java.net.InetSocketAddress;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.FurtherServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * A second port, which speaks plain HTTP and sends every client to HTTPS. It is there
 * while the server is.
 */
public final class HttpsRedirect implements SmartLifecycle, FurtherServer {

	private final JhttpServer listener;

	/**
	 * Creates a listener that does not run yet.
	 * @param server where clients are sent to
	 * @param address where to listen, port 0 for any free one
	 */
	public HttpsRedirect(JhttpServer server, InetSocketAddress address) {
		this.listener = new JhttpServer(
				HttpServer.builder()
					.address(address)
					.eventLoops(1)
					.workerThreads(1)
					.handler(new HttpsRedirectHandler(server::getPort)),
				"jhttp.address", "jhttp.ssl.redirect-from-port");
	}

	@Override
	public void start() {
		this.listener.start();
	}

	@Override
	public void stop() {
		this.listener.stop();
	}

	@Override
	public boolean isRunning() {
		return this.listener.isRunning();
	}

	/** After the server, whose port it has to know. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 2047;
	}

	/**
	 * A paused listener would come back on another port if it was started with port 0.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public String getName() {
		return "redirect to HTTPS";
	}

	@Override
	public @Nullable Throwable getFailure() {
		return this.listener.getFailure();
	}

	/**
	 * The port that the listener has.
	 * @return the real port
	 * @throws IllegalStateException if it does not run
	 */
	public int getPort() {
		return this.listener.getPort();
	}

}
