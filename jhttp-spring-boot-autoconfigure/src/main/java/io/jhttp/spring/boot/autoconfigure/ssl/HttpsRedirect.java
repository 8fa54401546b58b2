package io.jhttp.spring.boot.autoconfigure.ssl;

import java.net.InetSocketAddress;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.AbstractJhttpServerLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.FurtherServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A second port, which speaks plain HTTP and sends every client to HTTPS. It is there
 * while the server is.
 */
public final class HttpsRedirect extends AbstractJhttpServerLifecycle implements FurtherServer {

	/**
	 * Creates a listener that does not run yet.
	 * @param server where clients are sent to
	 * @param address where to listen, port 0 for any free one
	 */
	public HttpsRedirect(JhttpServer server, InetSocketAddress address) {
		// After the server, whose port it has to know.
		super(new JhttpServer(
				HttpServer.builder()
					.address(address)
					.eventLoops(1)
					.workerThreads(1)
					.handler(new HttpsRedirectHandler(server::getPort)),
				"jhttp.address", "jhttp.ssl.redirect-from-port", server.isAutoStartup()), DEFAULT_PHASE - 2047);
	}

	@Override
	public String getName() {
		return "redirect to HTTPS";
	}

	@Override
	public @Nullable Throwable getFailure() {
		return server().getFailure();
	}

	/**
	 * The port that the listener has.
	 * @return the real port
	 * @throws IllegalStateException if it does not run
	 */
	public int getPort() {
		return server().getPort();
	}

}
