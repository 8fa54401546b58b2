package io.jhttp.server;

import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.jhttp.server.exchange.HttpStream;
import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.exchange.Suspension;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.FileChangedException;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response. It is made for one request, and refuses everything with
 * {@link IllegalStateException} once that is over. On a worker, threads that write the
 * response take turns; on an event loop only the loop's own thread can write it.
 */
public final class HttpExchange {

	/** One more is a loop. */
	private static final int MAX_LOCAL_REDIRECTS = 10;

	/** What was said about the exchange that few are asked for. */
	private static final class Details {

		private @Nullable Map<String, Object> attributes;

		private @Nullable Throwable failure;

		private @Nullable List<Consumer<CompletedExchange>> ends;

		private @Nullable String route;

		private @Nullable Principal principal;

		private @Nullable String authenticationScheme;

		private @Nullable HandlerScope scope;

		private FailureHandler failures = FailureHandler.NONE;

		private int localRedirects;

	}

	private final HttpStream stream;

	private final ExchangeOwner owner;

	private final HttpRequest request;

	private final HttpResponse response;

	/** What goes on, on the same worker, once the handler has returned. */
	private @Nullable HttpHandler next;

	/** Whether the exchange goes on elsewhere once the handler has returned. */
	private boolean continued;

	private @Nullable Details details;

	HttpExchange(HttpStream stream, ExchangeOwner owner) {
		this.stream = stream;
		this.owner = owner;
		this.request = new HttpRequest(stream);
		this.response = new HttpResponse(stream, owner.server().protocolVersion(), owner.errors());
	}

	private Details details() {
		this.stream.requireOpen();
		Details details = this.details;
		if (details == null) {
			details = new Details();
			this.details = details;
		}
		return details;
	}

	/**
	 * The server that the request has come to.
	 * @return always the same object
	 */
	public RunningServer server() {
		return this.owner.server();
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
	 * Leaves the response to a handler that may block. It is called on a worker, on this
	 * one if the exchange is on a worker already, after the caller has returned, which
	 * must not touch the exchange any more.
	 * @param blocking the handler
	 * @see #proceed
	 */
	public void dispatch(HttpHandler blocking) {
		this.stream.enter();
		try {
			if (!this.stream.onEventLoop()) {
				this.next = blocking;
				return;
			}
			this.stream.dispatch(() -> this.owner.answer(this, blocking), null, () -> {
			});
			this.continued = true;
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Leaves the response to a handler that runs on other threads than the workers, such
	 * as one that blocks them in a way that others must not suffer from. It is called
	 * after the caller has returned, which must not touch the exchange any more.
	 * @param blocking the handler
	 * @param executor runs it; a task that it rejects is answered with 503, and it must
	 * not run tasks on the calling thread. A server that handles one request at a time
	 * does not ask it
	 */
	public void dispatch(HttpHandler blocking, Executor executor) {
		if (this.owner.isOneAtATime()) {
			dispatch(blocking);
			return;
		}
		this.stream.enter();
		try {
			this.stream.dispatch(() -> this.owner.answer(this, blocking), executor,
					() -> this.owner.answer(this, HttpExchange::refuseForNow));
			this.continued = true;
		}
		finally {
			this.stream.exit();
		}
	}

	/**
	 * Answers with another handler, to do something afterwards. On a worker it returns
	 * when that has answered, together with what it has
	 * {@linkplain #dispatch(HttpHandler) left} to workers; on an event loop, that is yet
	 * to come.
	 * @param handler what answers
	 * @throws Exception what the handler throws
	 */
	public void proceed(HttpHandler handler) throws Exception {
		this.stream.requireOpen();
		handler.handle(this);
		if (!onEventLoop()) {
			follow();
		}
	}

	/** Runs what the handler has left to this worker. */
	void follow() throws Exception {
		for (HttpHandler following = this.next; following != null; following = this.next) {
			this.next = null;
			following.handle(this);
		}
	}

	/**
	 * Keeps the exchange open after its handler has returned, without a thread, to be
	 * answered later. Until the caller has returned it may still use the exchange;
	 * nothing that is done with the detached exchange happens before. If it fails after
	 * this, that is its response.
	 * @return what the exchange goes on with
	 * @throws IllegalStateException if it is detached or dispatched already
	 */
	public AsyncExchange detach() {
		this.stream.enter();
		try {
			if (this.next != null) {
				throw new IllegalStateException("The exchange has been dispatched already");
			}
			AsyncExchange detached = new AsyncExchange(this, this.stream.suspend());
			this.continued = true;
			return detached;
		}
		finally {
			this.stream.exit();
		}
	}

	private static void refuseForNow(HttpExchange exchange) {
		exchange.response().persistent(false);
		throw HttpProblem.busy();
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
		if (++details().localRedirects > MAX_LOCAL_REDIRECTS) {
			throw new HttpProblem(502, "Too many local redirects.");
		}
		this.response.reset();
		this.request.redirect(LocalRedirect.of(this.stream.head(), target));
		this.next = this.owner.handler();
	}

	/**
	 * Tells when the client does not wait any more, to a thread that is busy with
	 * something else than the connection. Read the content of the request before: the
	 * watch ends when more of it is read, when the client sends anything further, with
	 * another call of this method, and with the exchange.
	 * @param onGone called at most once, on the event loop, so that it must not block,
	 * when the client has closed its side of the connection, or the server has closed all
	 * of it
	 * @throws IllegalStateException on an event loop
	 */
	public void onClientGone(Runnable onGone) {
		this.stream.requireOpen();
		this.stream.watchClient(onGone);
	}

	/**
	 * Whether the exchange goes on after the handler has returned, as it was
	 * {@linkplain #dispatch(HttpHandler) dispatched}, {@linkplain #detach() detached} or
	 * redirected.
	 * @return false if its response is complete then
	 */
	public boolean isContinued() {
		this.stream.requireOpen();
		return this.continued || this.next != null;
	}

	/**
	 * Whether this is an event loop, where nothing may block.
	 * @return false on a worker
	 */
	public boolean onEventLoop() {
		this.stream.requireOpen();
		return this.stream.onEventLoop();
	}

	/**
	 * A time between the arrival of the request and this call. What was known of the
	 * world since then is new enough for the response.
	 * @return nanoseconds, comparable with {@link System#nanoTime()}
	 */
	public long arrivedAt() {
		this.stream.requireOpen();
		return this.stream.arrivedAt();
	}

	/**
	 * What was attached to the connection by an earlier exchange.
	 * @return an object, or null
	 */
	public @Nullable Object connectionAttachment() {
		this.stream.requireOpen();
		return this.stream.connection().attachment();
	}

	/**
	 * Keeps an object for the later exchanges of this connection. Over HTTP/2 it is kept
	 * for this exchange: others of its connection go on at the same time.
	 * @param attachment an object, or null for none
	 */
	public void attachToConnection(@Nullable Object attachment) {
		this.stream.requireOpen();
		this.stream.connection().attach(attachment);
	}

	/**
	 * Runs a task, on a worker, when the connection has ended: after its last exchange,
	 * also if that failed, and after what was registered before. Over HTTP/2 it runs when
	 * the stream of this exchange has ended.
	 * @param task what to run; it may block
	 */
	public void onConnectionEnd(Runnable task) {
		this.stream.requireOpen();
		this.stream.connection().onEnd(task);
	}

	/**
	 * Tells the server of a failure that the caller answers itself; see
	 * {@link HttpServer.Builder#handleError}.
	 * @param failure what a handler has thrown
	 */
	public void reportError(Throwable failure) {
		details().failure = failure;
		this.owner.handleError(this.request, failure);
	}

	/**
	 * Whether a failure is of the connection, such as a client that has left or that
	 * sends malformed content. Code that answers for failures has to throw it again: the
	 * server knows what to do.
	 * @param failure what was thrown
	 * @return false if it is the handler's own
	 */
	public boolean isOfConnection(Throwable failure) {
		return failure instanceof RequestContentException || failure instanceof FileChangedException
				|| ClientGoneException.isCauseOf(failure);
	}

	/**
	 * What was attached to this exchange.
	 * @param name under which
	 * @return an object, or null
	 */
	public @Nullable Object attribute(String name) {
		this.stream.requireOpen();
		Details known = this.details;
		return (known != null && known.attributes != null) ? known.attributes.get(name) : null;
	}

	/**
	 * Attaches an object to this exchange, for code that sees it later: other handlers,
	 * and listeners.
	 * @param name a name that no other code uses, such as one with a package in front
	 * @param value an object, or null for none
	 */
	public void attribute(String name, @Nullable Object value) {
		Details details = details();
		if (value != null) {
			if (details.attributes == null) {
				details.attributes = new HashMap<>();
			}
			details.attributes.put(name, value);
		}
		else if (details.attributes != null) {
			details.attributes.remove(name);
		}
	}

	/**
	 * Which of few kinds of requests this is one of.
	 * @return what was set, or null
	 */
	public @Nullable String route() {
		this.stream.requireOpen();
		return (this.details != null) ? this.details.route : null;
	}

	/**
	 * Says which kind of requests this is one of, for logs and metrics.
	 * @param route a pattern of paths, such as <code>/greetings/{name}</code>: one of
	 * few; null if it is none of them
	 */
	public void route(@Nullable String route) {
		details().route = route;
	}

	/**
	 * Who has made the request, as far as a handler has found out before.
	 * @return the user, or null if no user was authenticated
	 */
	public @Nullable Principal principal() {
		this.stream.requireOpen();
		return (this.details != null) ? this.details.principal : null;
	}

	/**
	 * How the client has proved who it is.
	 * @return such as {@code Basic}, or null if no user was authenticated
	 */
	public @Nullable String authenticationScheme() {
		this.stream.requireOpen();
		return (this.details != null) ? this.details.authenticationScheme : null;
	}

	/**
	 * Says who has made the request. The caller has verified it: handlers, scripts and
	 * logs believe it.
	 * @param principal the user, whose name must not change
	 * @param authenticationScheme how the client has proved it, such as {@code Basic}
	 */
	public void authenticated(Principal principal, String authenticationScheme) {
		Details details = details();
		details.principal = principal;
		details.authenticationScheme = authenticationScheme;
	}

	/**
	 * Opens a scope on each thread that runs a handler of this exchange after the caller
	 * has returned, also those that go on once it was {@linkplain #detach() detached},
	 * and closes it when the handler has returned. The caller opens it itself for what it
	 * calls.
	 * @param scope takes the place of one that was set before
	 */
	public void scope(HandlerScope scope) {
		details().scope = scope;
	}

	/**
	 * Has another handler answer for exceptions of this exchange, before that of the
	 * server.
	 * @param failures takes the place of one that was set before
	 */
	public void failures(FailureHandler failures) {
		details().failures = failures;
	}

	/**
	 * What answers for exceptions of this exchange before the server does. Code that
	 * answers for exceptions itself has to ask it.
	 * @return what was set, or one that knows no exception
	 */
	public FailureHandler failures() {
		this.stream.requireOpen();
		return (this.details != null) ? this.details.failures : FailureHandler.NONE;
	}

	/**
	 * Has code told when the response has ended: it has left, or cannot. With a script or
	 * an asynchronous result that is after the handler has returned.
	 * @param task takes what is known then; it is called once, by any thread, and must
	 * neither block nor throw
	 */
	public void onEnd(Consumer<CompletedExchange> task) {
		Details details = details();
		if (details.ends == null) {
			details.ends = new ArrayList<>(1);
			this.owner.watchEnd(this);
		}
		details.ends.add(task);
	}

	/** What is to be told of the end. */
	List<Consumer<CompletedExchange>> ends() {
		return (this.details != null && this.details.ends != null) ? this.details.ends : List.of();
	}

	/** What a handler has thrown or reported. */
	@Nullable Throwable failure() {
		return (this.details != null) ? this.details.failure : null;
	}

	/**
	 * Notes why a request was refused, for listeners such as observations and the access
	 * log. Unlike {@link #reportError}, nothing is logged as an error.
	 * @param failure the reason
	 */
	public void failure(Throwable failure) {
		details().failure = failure;
	}

	/** It was refused, and no handler is going to see it. */
	void countRefused(ShedReason reason) {
		this.owner.countRefused(this.request.listener(), reason);
	}

	// For what runs handlers

	HttpStream stream() {
		return this.stream;
	}

	/** Opens the scope on this thread. */
	Runnable openScope() {
		HandlerScope scope = (this.details != null) ? this.details.scope : null;
		return (scope != null) ? scope.open() : () -> {
		};
	}

	/** A task that runs in the scope, also when the exchange is over. */
	Runnable scoped(Runnable task) {
		HandlerScope scope = (this.details != null) ? this.details.scope : null;
		return (scope == null) ? task : () -> {
			Runnable closing = scope.open();
			try {
				task.run();
			}
			finally {
				closing.run();
			}
		};
	}

	/** In a step: goes on with a handler, on a worker. */
	void resume(Suspension suspension, HttpHandler handler) {
		suspension.resume(() -> this.owner.answer(this, handler));
	}

	/** A handler is about to run. */
	void begin() {
		this.continued = false;
	}

	/**
	 * A handler that fails after a dispatch gets an error response: what it has left to
	 * others must not answer as well.
	 */
	void cancelContinuation() {
		this.next = null;
		if (this.continued) {
			this.stream.cancelDispatch();
			this.continued = false;
		}
	}

}
