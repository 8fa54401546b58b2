package io.jhttp.server.handler;

import java.io.IOException;
import java.io.OutputStream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.file.ErrorContent;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.net.ClientGoneException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Python's {@code BaseHTTPRequestHandler}: a class of which each connection has an
 * instance of its own, so that its fields are the state of a connection. A subclass has a
 * method for each verb that it answers, with an annotation or with the name {@code do}
 * and the verb, as in {@code doSPAM} or {@code doGet}:
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
 * after the other, so that no two threads are ever in one instance. Everything that is
 * not final can be overridden, and is used as overridden.
 */
public abstract class BaseHttpRequestHandler extends ResponseTexts {

	/** The default of {@link #errorMessageFormat()}. */
	public static final String DEFAULT_ERROR_MESSAGE = ErrorPage.FORMAT;

	/** The default of {@link #errorContentType()}. */
	public static final String DEFAULT_ERROR_CONTENT_TYPE = ErrorPage.CONTENT_TYPE;

	private static final Logger logger = LoggerFactory.getLogger(BaseHttpRequestHandler.class);

	private final HeaderSection headerSection = new HeaderSection();

	private boolean headersEnded;

	private @Nullable OutputStream content;

	private @Nullable VerbMethods verbs;

	/**
	 * For subclasses.
	 */
	protected BaseHttpRequestHandler() {
	}

	void connect(HttpExchange exchange, VerbMethods verbs) throws Exception {
		connect(exchange);
		this.verbs = verbs;
		setup();
	}

	/** On a worker, or on the loop if nothing here can block. */
	void answer(HttpExchange exchange) throws Exception {
		begin(exchange);
		try {
			handle();
			endForgottenHeaders();
		}
		catch (HttpProblem ex) {
			refuse(ex, ex);
		}
		catch (RequestContentException ex) {
			refuse(ex.problem(), ex);
		}
		catch (Exception | Error ex) {
			if (response().isCommitted() || ClientGoneException.isCauseOf(ex)) {
				throw ex;
			}
			exchange.reportError(ex);
			this.headerSection.clear();
			sendError(500);
		}
		finally {
			this.headerSection.clear();
			this.headersEnded = false;
			this.content = null;
			end();
		}
	}

	private void refuse(HttpProblem problem, Exception cause) throws Exception {
		if (response().isCommitted()) {
			throw cause;
		}
		this.headerSection.clear();
		this.headersEnded = false;
		sendProblem(problem);
	}

	/** As the server says it where there is no handler class. */
	final void sendProblem(HttpProblem problem) throws IOException {
		if (problem.status() == 503) {
			sendHeader("Retry-After", "1");
		}
		String message = ErrorPage.withoutFullStop(problem.detail());
		// It may name a script, whose name need not fit into a status line.
		sendError(problem.status(), message.isEmpty() ? null : message.replaceAll("[^ -~\\xa0-\\xff]", "?"));
	}

	void disconnect() {
		try {
			finish();
		}
		catch (Exception | Error ex) {
			logger.error("{}.finish() failed", getClass().getName(), ex);
		}
	}

	// The life of a connection

	/**
	 * Called once, before the first request of the connection.
	 * @throws Exception if the connection cannot be served: its first request is answered
	 * with 500, and the next one tries again with another instance
	 */
	protected void setup() throws Exception {
	}

	/**
	 * Called once, when the connection has ended, also if a request has failed. No thread
	 * is in another method of this instance then, nor will be.
	 * @throws Exception only to be logged
	 */
	protected void finish() throws Exception {
	}

	/**
	 * Handles a request that has arrived, by {@link #handleOneRequest}. Unlike Python's
	 * it is called for each request, and not once for a connection: no thread waits in
	 * between.
	 * @throws Exception if a request cannot be answered: the client gets 500, or a closed
	 * connection if the response has begun
	 */
	protected void handle() throws Exception {
		handleOneRequest();
	}

	/**
	 * Handles one request (Python's {@code handle_one_request}): {@link #parseRequest},
	 * then the method of its verb. Without a request it only sets
	 * {@link #isCloseConnection}, as Python does at the end of its input, so that a loop
	 * like Python's ends. An override need not call it.
	 * @throws Exception what the verb method throws
	 */
	protected void handleOneRequest() throws Exception {
		if (!beginRequest()) {
			presetCloseConnection(true);
		}
		else if (parseRequest()) {
			callVerbMethod();
		}
	}

	/** By whichever method of this class an override calls first; false the next time. */
	private boolean beginRequest() {
		if (!takeRequest()) {
			return false;
		}
		HttpVersion version = protocolVersion();
		if (version != server().protocolVersion()) {
			response().version(version);
		}
		presetCloseConnection(!request().isPersistent() || version != HttpVersion.HTTP_1_1);
		return true;
	}

	private void callVerbMethod() throws Exception {
		VerbMethods.VerbMethod method = (this.verbs != null) ? this.verbs.get(command()) : null;
		if (method != null) {
			method.invoke(this);
		}
		else {
			answerOtherVerb();
		}
	}

	/** Answers a request for whose verb there is no method. */
	void answerOtherVerb() throws IOException {
		sendProblem(HttpProblem.unsupportedMethod(command()));
	}

	/**
	 * Looks at the head of the request (Python's {@code parse_request}). The server has
	 * parsed it, and refused it if it was malformed: here is what a handler wants to
	 * check beyond that, before any verb method.
	 * @return false if the request has been answered already, such as with
	 * {@link #sendError}, or if there is none
	 * @throws Exception if the request cannot be answered
	 */
	protected boolean parseRequest() throws Exception {
		beginRequest();
		if (!markParsed()) {
			presetCloseConnection(true);
			return false;
		}
		return !request().expectsContinue() || handleExpect100();
	}

	/**
	 * Answers a client that waits for a 100 before it sends its content. It gets it by
	 * default. To refuse the content, send 417 and return false.
	 * @return false if the request has been answered already: no verb method is called,
	 * and the content is not read
	 * @throws IOException if the client is gone
	 */
	protected boolean handleExpect100() throws IOException {
		sendResponseOnly(100);
		endHeaders();
		return true;
	}

	// Responses

	/**
	 * Begins the response with the text of {@link #responses}.
	 * @param code a status code, 100 to 999
	 */
	protected void sendResponse(int code) {
		sendResponse(code, null);
	}

	/**
	 * Begins the response (Python's {@code send_response}): logs the request, and buffers
	 * a status line, {@code Server} and {@code Date}.
	 * @param code a status code, 100 to 999
	 * @param message the reason phrase, or null for the text of {@link #responses}
	 * @throws IllegalArgumentException if the message may not stand in a status line
	 */
	protected void sendResponse(int code, @Nullable String message) {
		logRequest(code);
		sendResponseOnly(code, message);
		String version = versionString();
		if (!version.isEmpty()) {
			sendHeader("Server", version);
		}
		sendHeader("Date", dateTimeString());
	}

	/**
	 * Begins the response with the text of {@link #responses}, and nothing else.
	 * @param code a status code, 100 to 999
	 */
	protected void sendResponseOnly(int code) {
		sendResponseOnly(code, null);
	}

	/**
	 * Buffers a status line, without log, {@code Server} and {@code Date} (Python's
	 * {@code send_response_only}). A code below 200 makes an interim response, which
	 * leaves by {@link #endHeaders} and is followed by another one.
	 * @param code a status code, 100 to 999
	 * @param message the reason phrase, or null for the text of {@link #responses}
	 * @throws IllegalArgumentException if the message may not stand in a status line
	 * @throws IllegalStateException if the header section of the response has ended
	 */
	protected void sendResponseOnly(int code, @Nullable String message) {
		requireHeadersOpen();
		beginRequest();
		HttpStatus.Text text = responses().get(code);
		String registered = (text != null) ? text.reason() : "";
		this.headerSection.status(code, (message != null) ? message : registered);
	}

	/**
	 * Buffers a header field (Python's {@code send_header}). {@code Connection} sets
	 * {@link #setCloseConnection}; the server writes it itself, like
	 * {@code Content-Length}, behind the other fields.
	 * @param keyword the name of the field, an RFC 9110 token
	 * @param value its value
	 * @throws IllegalArgumentException if one of them may not stand in a response
	 * @throws IllegalStateException if the header section of the response has ended
	 */
	protected void sendHeader(String keyword, String value) {
		requireHeadersOpen();
		beginRequest();
		if (keyword.equalsIgnoreCase("Connection")
				&& (value.equalsIgnoreCase("close") || value.equalsIgnoreCase("keep-alive"))) {
			setCloseConnection(value.equalsIgnoreCase("close"));
			return;
		}
		this.headerSection.add(keyword, value);
	}

	/** Whether a field of that name is in the buffer. */
	final boolean isHeaderBuffered(String name) {
		return this.headerSection.contains(name);
	}

	/** Whether the buffer has an interim response. */
	final boolean isInterimBuffered() {
		return this.headerSection.isInterim();
	}

	/**
	 * Ends the header section (Python's {@code end_headers}). It leaves together with the
	 * first of the content, in one write; see {@link #flushHeaders}.
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if the fields cannot stand in a response
	 * @throws IllegalStateException if the header section of the response has ended
	 */
	protected void endHeaders() throws IOException {
		requireHeadersOpen();
		boolean interim = this.headerSection.isInterim();
		this.headerSection.end(response());
		if (!interim) {
			response().output();
			this.headersEnded = true;
		}
	}

	/**
	 * Python writes such fields into the content, where programs want them by accident.
	 */
	private void requireHeadersOpen() {
		if (this.headersEnded) {
			throw new IllegalStateException("The header section of the response has ended. Fields of a part of"
					+ " multipart content are content: write them to output().");
		}
	}

	/**
	 * Sends a header section that has ended at once, without waiting for content
	 * (Python's {@code flush_headers}). One that has not ended stays in the buffer: the
	 * server sends a header section as a whole. A second call sends nothing more.
	 * @throws IOException if the client is gone or too slow
	 */
	protected void flushHeaders() throws IOException {
		if (this.headersEnded) {
			response().output().flush();
		}
	}

	/** In Python such a response never leaves. */
	private void endForgottenHeaders() throws IOException {
		if (!this.headerSection.isEmpty()) {
			endHeaders();
		}
	}

	/**
	 * The content of the response (Python's {@code wfile}). What is written leaves with
	 * the write, see {@link #wbufsize}; but content of up to 8 KiB whose length was
	 * declared leaves when the method returns, or by a flush. The server frames it
	 * itself: in chunks, unless its length was declared.
	 * @return the stream to write to after {@link #endHeaders}
	 * @throws IOException if the client is gone
	 * @throws IllegalStateException outside a request
	 */
	protected final OutputStream output() throws IOException {
		endForgottenHeaders();
		OutputStream content = this.content;
		if (content == null) {
			// On an event loop it leaves when the method returns, which is at once.
			content = exchange().onEventLoop() ? response().output() : HandlerOutput.of(response(), wbufsize());
			this.content = content;
		}
		return content;
	}

	/**
	 * How much content may wait for more of it (Python's {@code wbufsize}). It is asked
	 * once for each response.
	 * @return a number of bytes, 0 by default: nothing waits; a negative one leaves it to
	 * the server, which gives small content its length
	 */
	protected int wbufsize() {
		return 0;
	}

	/**
	 * Sends a complete error response with the texts of {@link #responses}.
	 * @param code a status code
	 * @throws IOException if the client is gone
	 */
	protected void sendError(int code) throws IOException {
		sendError(code, null, null);
	}

	/**
	 * Sends a complete error response.
	 * @param code a status code
	 * @param message the reason phrase, or null for the text of {@link #responses}
	 * @throws IOException if the client is gone
	 */
	protected void sendError(int code, @Nullable String message) throws IOException {
		sendError(code, message, null);
	}

	/**
	 * Sends a complete error response (Python's {@code send_error}), in place of what is
	 * buffered, and closes the connection. Fields that were buffered without a status
	 * line are sent with it, such as {@code WWW-Authenticate}, but for those of the
	 * content. The other two forms call this one.
	 * @param code a status code; with 1xx, 204, 205 and 304 there is no content
	 * @param message the reason phrase, or null for the text of {@link #responses}
	 * @param explain the long text of the page, or null likewise
	 * @throws IOException if the client is gone
	 * @throws IllegalArgumentException if the message may not stand in a status line
	 * @throws IllegalStateException if the head of a response has left already
	 */
	protected void sendError(int code, @Nullable String message, @Nullable String explain) throws IOException {
		HttpStatus.Text text = responses().getOrDefault(code, new HttpStatus.Text("???", "???"));
		String shortText = (message != null) ? message : text.reason();
		logError("code %d, message %s", code, shortText);
		this.headerSection.beginError(code);
		this.headersEnded = false;
		this.content = null;
		response().reset();
		sendResponse(code, shortText);
		sendHeader("Connection", "close");
		byte[] page = {};
		if (!HttpStatus.forbidsContent(code)) {
			ErrorContent content = errorContent(code, shortText, (explain != null) ? explain : text.explanation());
			page = content.bytes();
			sendHeader("Content-Type", content.mediaType());
			sendHeader("Content-Length", String.valueOf(page.length));
		}
		endHeaders();
		if (page.length > 0 && !command().equals("HEAD")) {
			output().write(page);
		}
	}

	ErrorContent errorContent(int code, String message, String explain) {
		return new ErrorContent(errorContentType(), ErrorPage.render(errorMessageFormat(), code, message, explain));
	}

}
