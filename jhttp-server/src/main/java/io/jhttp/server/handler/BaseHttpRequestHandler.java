package io.jhttp.server.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The seed's {@code BaseHTTPRequestHandler}: a class of which each connection has an
 * instance of its own, so that its fields are the state of a connection. A subclass has a
 * method for each verb that it answers:
 *
 * <pre class="code">
 * public class SpamHandler extends BaseHttpRequestHandler {
 *
 *     &#64;HttpVerb("SPAM")
 *     void doSpam() throws IOException {
 *         sendResponse(200);
 *         sendHeader("Content-Type", "text/plain");
 *         endHeaders();
 *         output().write("eggs".getBytes(UTF_8));
 *     }
 *
 * }
 * </pre>
 *
 * A verb without a method is answered with 501. One request of a connection is handled
 * after the other, so that no two threads are ever in one instance.
 */
public abstract class BaseHttpRequestHandler {

	private @Nullable HttpExchange exchange;

	/**
	 * For subclasses.
	 */
	protected BaseHttpRequestHandler() {
	}

	void begin(HttpExchange exchange) {
		this.exchange = exchange;
	}

	/** An idle connection keeps its handler, but not what its last request left. */
	void end() {
		this.exchange = null;
	}

	/**
	 * The current exchange.
	 * @return request and response
	 * @throws IllegalStateException outside a request, such as in a constructor
	 */
	protected final HttpExchange exchange() {
		if (this.exchange == null) {
			throw new IllegalStateException("There is no request yet");
		}
		return this.exchange;
	}

	/**
	 * The current request, with its header fields (the seed's {@code headers}).
	 * @return the request
	 */
	protected final HttpRequest request() {
		return exchange().request();
	}

	private HttpResponse response() {
		return exchange().response();
	}

	/**
	 * The seed's {@code command}.
	 * @return the verb, such as {@code GET} or {@code SPAM}
	 */
	protected final String command() {
		return request().method();
	}

	/**
	 * The seed's {@code path}.
	 * @return the request target with its query, still percent-encoded
	 */
	protected final String path() {
		return request().target();
	}

	/**
	 * The seed's {@code requestline}.
	 * @return the request line without its line end
	 */
	protected final String requestLine() {
		return request().requestLine();
	}

	/**
	 * The seed's {@code client_address}.
	 * @return the client's end of the connection
	 */
	protected final InetSocketAddress clientAddress() {
		return request().remoteAddress();
	}

	/**
	 * The seed's {@code rfile}.
	 * @return the content of the request, and no more than that
	 */
	protected final InputStream input() {
		return request().content();
	}

	/**
	 * The seed's {@code wfile}, for the content of the response.
	 * @return the stream to write to after {@link #endHeaders()}
	 */
	protected final OutputStream output() {
		return response().output();
	}

	/**
	 * Begins the response (the seed's {@code send_response}).
	 * @param code a status code, 200 to 999
	 */
	protected final void sendResponse(int code) {
		response().status(code);
	}

	/**
	 * Begins the response with a reason phrase of one's own.
	 * @param code a status code, 200 to 999
	 * @param message the phrase, or null for the registered one
	 */
	protected final void sendResponse(int code, @Nullable String message) {
		response().status(code, message);
	}

	/**
	 * Adds a header field (the seed's {@code send_header}).
	 * @param keyword the name of the field, an RFC 9110 token
	 * @param value its value
	 * @throws IllegalArgumentException if one of them may not stand in a response
	 */
	protected final void sendHeader(String keyword, String value) {
		response().addHeader(keyword, value);
	}

	/**
	 * Ends the header section (the seed's {@code end_headers}). The head leaves together
	 * with the first of the content, in one write.
	 */
	protected final void endHeaders() {
		response().output();
	}

	/**
	 * Sends a complete error response (the seed's {@code send_error}).
	 * @param code a status code, 400 to 599
	 * @throws IOException if the client is gone
	 */
	protected final void sendError(int code) throws IOException {
		response().sendError(code);
	}

	/**
	 * Sends a complete error response.
	 * @param code a status code, 400 to 599
	 * @param explanation one sentence for the client
	 * @throws IOException if the client is gone
	 */
	protected final void sendError(int code, String explanation) throws IOException {
		response().sendError(code, explanation);
	}

}
