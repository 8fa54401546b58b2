package io.jhttp.spring.boot.autoconfigure.ssl;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.NonBlockingHttpHandler;

/**
 * Sends a client to the same address with HTTPS, on the host that it has asked for: the
 * engine has seen to it that this is a host and nothing else. 308 keeps the method (RFC
 * 9110, section 15.4.9).
 */
public final class HttpsRedirectHandler implements NonBlockingHttpHandler {

	private static final int HTTPS = 443;

	private static final Pattern PORT = Pattern.compile(":[0-9]*$");

	private final String listener;

	/**
	 * Creates a handler.
	 * @param listener the name of the listener that clients are sent to
	 */
	public HttpsRedirectHandler(String listener) {
		this.listener = listener;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		HttpRequest request = exchange.request();
		String host = request.host();
		if (host == null) {
			exchange.response().sendError(400, "This port only sends clients to HTTPS, and needs to know the host.");
			return;
		}
		int port = (exchange.server().addresses().get(this.listener) instanceof InetSocketAddress address)
				? address.getPort() : HTTPS;
		String query = request.query();
		exchange.response()
			.sendRedirect(308, "https://" + PORT.matcher(host).replaceFirst("") + ((port == HTTPS) ? "" : ":" + port)
					+ request.path() + ((query != null) ? "?" + query : ""));
	}

}
