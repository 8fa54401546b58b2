package io.jhttp.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.Exchange;
import io.jhttp.server.net.FileChangedException;
import io.jhttp.server.net.RequestContentException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its response. It is not safe for use by several threads, and valid until
 * its handler returns.
 */
public final class HttpExchange {

	private static final Logger logger = LoggerFactory.getLogger(HttpExchange.class);

	/** What can be answered here at all; a resource may allow less, or more. */
	private static final String SERVER_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

	/** One more is a loop. */
	private static final int MOST_LOCAL_REDIRECTS = 10;

	private final Exchange exchange;

	private final HttpServer server;

	private final HttpRequest request;

	private final HttpResponse response;

	private boolean dispatched;

	private int localRedirects;

	private @Nullable Map<String, Object> attributes;

	private @Nullable Throwable failure;

	/** Why the request is refused before anybody is asked. */
	private @Nullable HttpProblem problem;

	/** What follows on the same worker. */
	private @Nullable HttpHandler next;

	HttpExchange(Exchange exchange, HttpServer server) {
		this.exchange = exchange;
		this.server = server;
		this.request = new HttpRequest(exchange);
		this.response = new HttpResponse(exchange, this.request, server);
	}

	/**
	 * The server that the request has come to.
	 * @return always the same object
	 */
	public HttpServer server() {
		return this.server;
	}

	/**
	 * The request.
	 * @return always the same object
	 */
	public HttpRequest request() {
		return this.request;
	}

	/**
	 * The response.
	 * @return always the same object
	 */
	public HttpResponse response() {
		return this.response;
	}

	/**
	 * Leaves the answer to a handler that may block. It is called on a worker after the
	 * caller has returned, which must not touch the exchange any more.
	 * @param blocking the handler
	 * @throws IllegalStateException if this exchange is on a worker already
	 */
	public void dispatch(HttpHandler blocking) {
		if (!onEventLoop() && (this.server.isOneAtATime() || this.localRedirects > 0)) {
			this.next = blocking;
			return;
		}
		this.exchange.dispatch(() -> answer(blocking));
		this.dispatched = true;
	}

	/**
	 * Leaves the answer to a handler that runs on other threads than the workers, such as
	 * one that blocks them in a way that others must not suffer from. It is called after
	 * the caller has returned, which must not touch the exchange any more.
	 * @param blocking the handler
	 * @param executor runs it; a task that it rejects is answered with 503, and it must
	 * not run tasks on the calling thread. A server that handles one request at a time
	 * does not ask it
	 */
	public void dispatch(HttpHandler blocking, Executor executor) {
		if (this.server.isOneAtATime()) {
			dispatch(blocking);
			return;
		}
		this.exchange.passOn(() -> answer(blocking), executor, () -> answer(HttpExchange::sendBusy));
		this.dispatched = true;
	}

	private static void sendBusy(HttpExchange exchange) throws IOException {
		exchange.response().header("Retry-After", "1").persistent(false).sendError(503, "All workers are busy.");
	}

	/**
	 * Answers with what the server has at another path, as if the client had asked for
	 * that: a local redirect (RFC 3875, section 6.2.2). It is called after the caller has
	 * returned, which must not touch the exchange any more. {@code HEAD} remains, any
	 * other method becomes {@code GET}, and the content of the request is gone.
	 * @param target a path, perhaps with a query
	 * @throws HttpProblem 502 if it is none, or the redirects have no end
	 * @throws IllegalStateException if the head of the response has left already
	 */
	public void redirectLocally(String target) {
		if (++this.localRedirects > MOST_LOCAL_REDIRECTS) {
			throw new HttpProblem(502, "The local redirects have no end.");
		}
		this.response.reset();
		this.exchange.replaceHead(LocalRedirect.head(this.request, target));
		this.request.begin();
		this.next = this.server.handler();
	}

	/**
	 * Tells when the client does not wait any more, to whoever is busy with something
	 * else than the connection. The content of the request must have been read; the watch
	 * ends with the exchange, and with further input of the client.
	 * @param onGone called at most once, on the event loop, so that it must not block,
	 * when the client has closed its side of the connection, or the server has closed all
	 * of it
	 * @throws IllegalStateException on an event loop
	 */
	public void onClientGone(Runnable onGone) {
		this.exchange.watchClient(onGone);
	}

	/**
	 * Whether this is an event loop, where nothing may block.
	 * @return false on a worker
	 */
	public boolean onEventLoop() {
		return this.exchange.onEventLoop();
	}

	/**
	 * A time between the arrival of the request and this call. What was known of the
	 * world since then is new enough for the answer.
	 * @return nanoseconds, comparable with {@link System#nanoTime()}
	 */
	public long arrivedAt() {
		return this.exchange.arrivedAt();
	}

	/**
	 * What was attached to the connection by an earlier exchange.
	 * @return an object, or null
	 */
	public @Nullable Object connectionAttachment() {
		return this.exchange.attachment();
	}

	/**
	 * Keeps an object for the later exchanges of this connection.
	 * @param attachment an object, or null for none
	 */
	public void attachToConnection(@Nullable Object attachment) {
		this.exchange.attach(attachment);
	}

	/**
	 * Runs a task, on a worker, when the connection has ended: after its last exchange,
	 * also if that failed, and after what was registered before.
	 * @param task what to run; it may block
	 */
	public void onConnectionEnd(Runnable task) {
		this.exchange.onConnectionEnd(task);
	}

	/**
	 * Tells the server of a failure that the caller answers itself; see
	 * {@link HttpServer.Builder#handleError}.
	 * @param failure what a handler has thrown
	 */
	public void reportError(Throwable failure) {
		this.failure = failure;
		this.server.handleError(this.request, failure);
	}

	/**
	 * What was attached to this exchange.
	 * @param name under which
	 * @return an object, or null
	 */
	public @Nullable Object attribute(String name) {
		return (this.attributes != null) ? this.attributes.get(name) : null;
	}

	/**
	 * Attaches an object to this exchange, for whoever sees it later: other handlers, and
	 * listeners.
	 * @param name a name that nobody else uses, such as one with a package in front
	 * @param value an object, or null for none
	 */
	public void attribute(String name, @Nullable Object value) {
		if (value != null) {
			if (this.attributes == null) {
				this.attributes = new HashMap<>();
			}
			this.attributes.put(name, value);
		}
		else if (this.attributes != null) {
			this.attributes.remove(name);
		}
	}

	/** What a handler has thrown or reported. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	void begin() {
		this.request.begin();
		this.response.begin();
		this.dispatched = false;
		this.next = null;
		this.localRedirects = 0;
		this.attributes = null;
		this.failure = null;
		this.problem = null;
		this.request.forwarded(null);
		if (!this.server.trustedProxies().isEmpty()) {
			try {
				this.request.forwarded(this.server.forwarding(this.exchange.remoteAddress(), this.exchange.head()));
			}
			catch (HttpProblem ex) {
				this.problem = ex;
			}
		}
	}

	void onRequest() {
		if (this.problem != null) {
			refuse(this.problem);
		}
		else if (this.exchange.head().isForServer()) {
			answer((exchange) -> exchange.response().status(204).header("Allow", SERVER_METHODS).send());
		}
		else if (this.exchange.head().methodIs("TRACE")) {
			// It would show a script the cookies and credentials that it must not see.
			answer((exchange) -> exchange.response().header("Allow", SERVER_METHODS).sendError(405));
		}
		else if (this.server.handler() instanceof NonBlockingHttpHandler handler && !this.server.isOneAtATime()) {
			answer(handler);
		}
		else {
			dispatch(this.server.handler());
		}
	}

	private void answer(HttpHandler handler) {
		this.dispatched = false;
		try {
			handler.handle(this);
			for (HttpHandler following = this.next; following != null; following = this.next) {
				this.next = null;
				following.handle(this);
			}
			if (!this.dispatched) {
				this.response.complete();
			}
		}
		catch (HttpProblem ex) {
			refuse(ex);
		}
		catch (RequestContentException ex) {
			refuse(ex.problem());
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	/**
	 * Whoever fails after a dispatch has answered for itself: nobody else may as well.
	 */
	private void cancelDispatch() {
		this.next = null;
		if (this.dispatched) {
			this.exchange.cancelDispatch();
			this.dispatched = false;
		}
	}

	private void fail(Throwable failure) {
		this.failure = failure;
		if (ClientGoneException.isCauseOf(failure)) {
			cancelDispatch();
			logger.debug("{} was not answered: {}", this.request, failure.getMessage());
			this.exchange.abort();
			return;
		}
		if (failure instanceof FileChangedException) {
			// No fault of the handler: somebody writes to what is published.
			cancelDispatch();
			logger.warn("{} was cut short: {}", this.request, failure.getMessage());
			this.exchange.abort();
			return;
		}
		this.server.handleError(this.request, failure);
		refuse(new HttpProblem(500, ""));
	}

	private void refuse(HttpProblem problem) {
		cancelDispatch();
		if (this.response.isCommitted()) {
			this.exchange.abort();
			return;
		}
		try {
			this.response.reset();
			this.response.sendError(problem.status(), String.valueOf(problem.getMessage()));
		}
		catch (Exception ex) {
			logger.debug("{} could not be refused: {}", this.request, ex.getMessage());
			this.exchange.abort();
		}
	}

}
