package io.jhttp.server.handler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.RunningServer;
import io.jhttp.server.http.FormParameters;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a handler knows: Python's instance attributes. Server and client address are there
 * from {@code setup()} to {@code finish()}, everything else while a request is handled.
 */
abstract class RequestAttributes {

	/**
	 * <pre>
	 *  NONE ──▶ WAITING ──▶ TAKEN: it is being answered ──▶ PARSED: parseRequest() has seen it ──▶ NONE
	 * </pre>
	 */
	private enum Request {

		NONE, WAITING, TAKEN, PARSED

	}

	private static final int MAX_FORM = 2 * 1024 * 1024;

	private @Nullable RunningServer server;

	private @Nullable InetSocketAddress clientAddress;

	private @Nullable HttpExchange exchange;

	private @Nullable RequestHeaders headers;

	private boolean closeConnection = true;

	private Request progress = Request.NONE;

	void connect(HttpExchange exchange) {
		this.server = exchange.server();
		this.clientAddress = exchange.request().remoteAddress();
	}

	void begin(HttpExchange exchange) {
		this.exchange = exchange;
		// Behind a proxy, the requests of a connection may be those of several clients.
		this.clientAddress = exchange.request().remoteAddress();
		this.progress = Request.WAITING;
	}

	/** An idle connection keeps its handler, but not what its last request left. */
	void end() {
		this.exchange = null;
		this.headers = null;
		this.progress = Request.NONE;
	}

	/** False if it was taken before, or there is none. */
	boolean takeRequest() {
		return advance(Request.WAITING, Request.TAKEN);
	}

	/** False if it was parsed before, or there is none. */
	boolean markParsed() {
		return advance(Request.TAKEN, Request.PARSED);
	}

	private boolean advance(Request from, Request to) {
		boolean here = this.progress == from;
		this.progress = here ? to : this.progress;
		return here;
	}

	/** As long as the handler itself says nothing. */
	void presetCloseConnection(boolean close) {
		this.closeConnection = close;
	}

	HttpResponse response() {
		return exchange().response();
	}

	/**
	 * The current exchange.
	 * @return request and response
	 * @throws IllegalStateException outside a request, such as in a constructor
	 */
	protected final HttpExchange exchange() {
		if (this.exchange == null) {
			throw new IllegalStateException("There is no request at the moment");
		}
		return this.exchange;
	}

	/**
	 * The current request.
	 * @return the request
	 * @throws IllegalStateException outside a request
	 */
	protected final HttpRequest request() {
		return exchange().request();
	}

	/**
	 * The server that the connection has come to (Python's {@code server}).
	 * @return always the same object
	 * @throws IllegalStateException in a constructor
	 */
	protected final RunningServer server() {
		if (this.server == null) {
			throw new IllegalStateException("There is no connection yet");
		}
		return this.server;
	}

	/**
	 * The client (Python's {@code client_address}): the other end of the connection, or
	 * for whom a trusted proxy says that it has made this request.
	 * @return address and port
	 * @throws IllegalStateException in a constructor
	 */
	protected final InetSocketAddress clientAddress() {
		if (this.clientAddress == null) {
			throw new IllegalStateException("There is no connection yet");
		}
		return this.clientAddress;
	}

	/**
	 * Who has made the current request.
	 * @return the user, or null if no user was authenticated
	 * @throws IllegalStateException outside a request
	 */
	protected final @Nullable Principal principal() {
		return exchange().principal();
	}

	/**
	 * Whether the connection ends after this request (Python's {@code close_connection}).
	 * @return what client, server and handler have said so far
	 */
	protected final boolean isCloseConnection() {
		return this.closeConnection;
	}

	/**
	 * Says whether the connection ends after this request. It stays open only if the
	 * client permits that: in HTTP/1.0 it has to ask for it.
	 * @param close false to keep it
	 */
	protected final void setCloseConnection(boolean close) {
		this.closeConnection = close;
		if (this.exchange != null && this.progress != Request.WAITING) {
			response().persistent(!close);
		}
	}

	/**
	 * The request line (Python's {@code requestline}).
	 * @return the line as received, without its line end; empty if there is no request
	 */
	protected final String requestLine() {
		return (this.exchange != null) ? request().requestLine() : "";
	}

	/**
	 * The bytes of the request line (Python's {@code raw_requestline}).
	 * @return the line with its line end; empty if there is no request
	 */
	protected final byte[] rawRequestLine() {
		return ((this.exchange != null) ? requestLine() + "\r\n" : "").getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The verb (Python's {@code command}).
	 * @return such as {@code GET} or {@code SPAM}
	 * @throws IllegalStateException outside a request
	 */
	protected final String command() {
		return request().method();
	}

	/**
	 * The path and the query (Python's {@code path}).
	 * @return still percent-encoded, and beginning with one slash: a browser would take
	 * two for the name of a server
	 * @throws IllegalStateException outside a request
	 */
	protected final String path() {
		String path = request().path();
		int slashes = 0;
		while (slashes < path.length() && path.charAt(slashes) == '/') {
			slashes++;
		}
		path = (slashes > 1) ? path.substring(slashes - 1) : path;
		String query = request().query();
		return (query != null) ? path + "?" + query : path;
	}

	/**
	 * The protocol version of the request (Python's {@code request_version}).
	 * @return as received, such as {@code HTTP/1.1}; {@code HTTP/0.9} if the request line
	 * has none
	 * @throws IllegalStateException outside a request
	 */
	protected final String requestVersion() {
		if (request().version() == HttpVersion.HTTP_0_9) {
			return HttpVersion.HTTP_0_9.toString();
		}
		String line = request().requestLine();
		return line.substring(line.lastIndexOf(' ') + 1);
	}

	/**
	 * The header fields of the request (Python's {@code headers}).
	 * @return what {@link #parseHeaders} made of them
	 * @throws IllegalStateException outside a request
	 */
	protected final RequestHeaders headers() {
		RequestHeaders headers = this.headers;
		if (headers == null) {
			headers = parseHeaders(request());
			this.headers = headers;
		}
		return headers;
	}

	/**
	 * Makes {@link #headers()} of a request (Python's {@code MessageClass}). It can be
	 * overridden to add, drop or change fields, such as those of a trusted proxy. It is
	 * called once, when the headers are first asked for.
	 * @param request the request
	 * @return all its fields by default
	 */
	protected RequestHeaders parseHeaders(HttpRequest request) {
		return RequestHeaders.of(request);
	}

	/**
	 * The parameters of the query, decoded as UTF-8 (Python's {@code parse_qs}).
	 * @return values by name in the order in which they came, empty ones too; empty
	 * without a query
	 * @throws HttpProblem 400 if the query is malformed
	 * @throws IllegalStateException outside a request
	 */
	protected final Map<String, List<String>> queryParameters() {
		String query = request().query();
		return FormParameters.parse((query != null) ? query : "");
	}

	/**
	 * The parameters of a form that is the content of the request. It is read as a whole,
	 * and can be read once.
	 * @return values by name, as of {@link #queryParameters()}; empty without content
	 * @throws HttpProblem 413 if the content has more than 2 MiB, 415 if it is of another
	 * type than {@code application/x-www-form-urlencoded}, 400 if it is malformed
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException outside a request
	 */
	protected final Map<String, List<String>> formParameters() throws IOException {
		byte[] content = input().readNBytes(MAX_FORM + 1);
		if (content.length > MAX_FORM) {
			throw new HttpProblem(413, "The form has more than " + MAX_FORM + " bytes.");
		}
		String type = headers().get("Content-Type", "").split(";", 2)[0].strip();
		if (content.length > 0 && !type.equalsIgnoreCase(FormParameters.MEDIA_TYPE)) {
			throw new HttpProblem(415, "The content has to be a form of type " + FormParameters.MEDIA_TYPE + ".");
		}
		return FormParameters.parse(content);
	}

	/**
	 * The next line of the content (Python's {@code rfile.readline}).
	 * @param max how many bytes it may have; more are left for the next call
	 * @return the line with its line end, if there is one within these bytes; empty at
	 * the end of the content
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if the line may have no bytes
	 * @throws IllegalStateException outside a request
	 */
	protected final byte[] readLine(int max) throws IOException {
		if (max < 1) {
			throw new IllegalArgumentException("A line needs room for 1 byte at least: " + max);
		}
		InputStream input = input();
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int next = -1;
		while (line.size() < max && next != '\n') {
			next = input.read();
			if (next < 0) {
				break;
			}
			line.write(next);
		}
		return line.toByteArray();
	}

	/**
	 * The content of the request (Python's {@code rfile}), and no more than that.
	 * @return a stream, empty without content
	 * @throws IllegalStateException outside a request
	 */
	protected final InputStream input() {
		return request().content();
	}

}
