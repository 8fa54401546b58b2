package io.jhttp.server;

import java.util.List;
import java.util.function.BiConsumer;

import io.jhttp.server.exchange.HttpStream;
import io.jhttp.server.exchange.RejectedRequest;
import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.exchange.ResponseOutcome;
import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.FileChangedException;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between protocols and handlers: makes an exchange of each request, has the handler
 * answer it, answers for handlers that fail, and tells the listeners.
 */
final class ExchangeDispatcher implements StreamHandler, ExchangeOwner {

	private static final Logger logger = LoggerFactory.getLogger(HttpExchange.class);

	/** What can be answered here at all; a resource may allow less, or more. */
	private static final String SERVER_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

	private final RunningServer server;

	private final HttpHandler handler;

	private final boolean oneAtATime;

	private final TrustedProxies trustedProxies;

	/** Null if there are none. */
	private final @Nullable ClientLimits clientLimits;

	private final ExchangeListeners listeners;

	private final ErrorRenderer errors;

	private final FailureHandler failures;

	private final @Nullable BiConsumer<HttpRequest, Throwable> errorHook;

	/** Told of requests that are refused, with the name of their listener. */
	private final BiConsumer<String, ShedReason> refusals;

	ExchangeDispatcher(RunningServer server, HttpHandler handler, boolean oneAtATime, TrustedProxies trustedProxies,
			@Nullable ClientLimits clientLimits, ExchangeListeners listeners, ErrorRenderer errors,
			FailureHandler failures, @Nullable BiConsumer<HttpRequest, Throwable> errorHook,
			BiConsumer<String, ShedReason> refusals) {
		this.server = server;
		this.handler = handler;
		this.oneAtATime = oneAtATime;
		this.trustedProxies = trustedProxies;
		this.clientLimits = clientLimits;
		this.listeners = listeners;
		this.errors = errors;
		this.failures = failures;
		this.errorHook = errorHook;
		this.refusals = refusals;
	}

	/** For a handler that stands beside this one. */
	ExchangeDispatcher beside(HttpHandler other, @Nullable ErrorRenderer errors) {
		return new ExchangeDispatcher(this.server, other, false, this.trustedProxies, null,
				new ExchangeListeners(List.of()), (errors != null) ? errors : this.errors, this.failures, null,
				this.refusals);
	}

	@Override
	public RunningServer server() {
		return this.server;
	}

	@Override
	public HttpHandler handler() {
		return this.handler;
	}

	@Override
	public boolean isOneAtATime() {
		return this.oneAtATime;
	}

	@Override
	public ErrorRenderer errors() {
		return this.errors;
	}

	@Override
	public void countRefused(String listener, ShedReason reason) {
		this.refusals.accept(listener, reason);
	}

	@Override
	public void watchEnd(HttpExchange exchange) {
		if (!isListening()) {
			report(exchange);
		}
	}

	private void report(HttpExchange exchange) {
		exchange.stream().onOutcome((outcome) -> {
			CompletedExchange ended = CompletedExchange.of(exchange, outcome);
			exchange.ends().forEach((task) -> this.listeners.exchangeEnded(ended, task));
			this.listeners.exchangeEnded(ended);
		});
	}

	@Override
	public boolean isListening() {
		return !this.listeners.isEmpty();
	}

	@Override
	public void onRequest(HttpStream stream) {
		HttpExchange exchange = new HttpExchange(stream, this);
		HttpProblem problem = null;
		if (!this.trustedProxies.isEmpty()) {
			try {
				exchange.request().forwarded(Forwarding.of(this.trustedProxies, stream.connection(), stream.head()));
			}
			catch (HttpProblem ex) {
				problem = ex;
			}
		}
		if (isListening()) {
			report(exchange);
			this.listeners.exchangeStarted(exchange);
		}
		long wait = (problem == null && this.clientLimits != null) ? this.clientLimits.admit(exchange) : 0;
		if (wait > 0) {
			refuse(exchange, new HttpProblem(429, ClientLimits.REFUSAL), wait);
		}
		else if (problem != null) {
			refuse(exchange, problem);
		}
		else {
			begin(exchange, stream);
		}
	}

	private void begin(HttpExchange exchange, HttpStream stream) {
		if (stream.head().isForServer()) {
			answer(exchange, (asked) -> asked.response().status(204).header("Allow", SERVER_METHODS).send());
		}
		else if (stream.head().methodIs("TRACE")) {
			// It would show a script the cookies and credentials that it must not see.
			answer(exchange, (asked) -> asked.response().header("Allow", SERVER_METHODS).sendError(405));
		}
		else if (this.handler instanceof NonBlockingHttpHandler && !this.oneAtATime) {
			answer(exchange, this.handler);
		}
		else {
			exchange.dispatch(this.handler);
		}
	}

	@Override
	public void onRejected(RejectedRequest request, ResponseOutcome outcome) {
		this.listeners.exchangeEnded(CompletedExchange.of(request, this.trustedProxies, outcome));
	}

	@Override
	public void answer(HttpExchange exchange, HttpHandler handler) {
		Runnable ending = this.listeners.handlerStarts(exchange);
		Runnable closing = exchange.openScope();
		try {
			call(exchange, handler);
		}
		finally {
			closing.run();
		}
		if (ending != null) {
			ending.run();
		}
	}

	private void call(HttpExchange exchange, HttpHandler handler) {
		exchange.begin();
		try {
			handler.handle(exchange);
			exchange.follow();
			if (!exchange.isContinued()) {
				exchange.response().complete();
			}
		}
		catch (HttpProblem ex) {
			if (!isAnswered(exchange, ex)) {
				refuse(exchange, ex);
			}
		}
		catch (RequestContentException ex) {
			refuse(exchange, ex.problem());
		}
		catch (Throwable ex) {
			fail(exchange, ex);
		}
	}

	private void fail(HttpExchange exchange, Throwable failure) {
		exchange.failure(failure);
		if (ClientGoneException.isCauseOf(failure)) {
			exchange.cancelContinuation();
			logger.debug("{} was not answered: {}", exchange.request(), failure.getMessage());
			exchange.stream().abort();
			return;
		}
		if (failure instanceof FileChangedException changed) {
			// No fault of the handler: another process writes to what is published.
			changed.tell(logger, exchange.request());
			refuse(exchange, new HttpProblem(503, ""));
			return;
		}
		if (!isAnswered(exchange, failure)) {
			handleError(exchange.request(), failure);
			refuse(exchange, new HttpProblem(500, ""));
		}
	}

	/** The exception may say itself what the client is to be told. */
	private boolean isAnswered(HttpExchange exchange, Throwable failure) {
		if (!(failure instanceof Exception known) || exchange.response().hasLeft()) {
			return false;
		}
		try {
			exchange.cancelContinuation();
			boolean answered = exchange.failures().answer(known, exchange) || this.failures.answer(known, exchange);
			if (answered) {
				exchange.response().complete();
			}
			return answered;
		}
		catch (RequestContentException ex) {
			refuse(exchange, ex.problem());
			return true;
		}
		catch (Exception ex) {
			if (exchange.isOfConnection(ex)) {
				fail(exchange, ex);
				return true;
			}
			addSuppressed(failure, ex);
			return false;
		}
	}

	private static void refuse(HttpExchange exchange, HttpProblem problem) {
		refuse(exchange, problem, (problem.status() == 503) ? 1 : 0);
	}

	/** A client that may try again is told after how many seconds. */
	private static void refuse(HttpExchange exchange, HttpProblem problem, long retryAfter) {
		exchange.cancelContinuation();
		HttpResponse response = exchange.response();
		if (response.hasLeft()) {
			exchange.stream().abort();
			return;
		}
		try {
			response.resetForError();
			if (retryAfter > 0) {
				response.header("Retry-After", String.valueOf(retryAfter));
			}
			response.sendError(problem.status(), problem.detail());
		}
		catch (Exception ex) {
			logger.debug("{} could not be refused: {}", exchange.request(), ex.getMessage());
			exchange.stream().abort();
		}
	}

	@Override
	public void handleError(HttpRequest request, Throwable failure) {
		if (this.errorHook == null) {
			logger.error("{} failed", request, failure);
			return;
		}
		try {
			this.errorHook.accept(request, failure);
		}
		catch (RuntimeException ex) {
			addSuppressed(ex, failure);
			logger.error("The error hook failed for {}", request, ex);
		}
	}

	/** What was given a failure may throw just that, which cannot suppress itself. */
	private static void addSuppressed(Throwable failure, Throwable suppressed) {
		if (failure != suppressed) {
			failure.addSuppressed(suppressed);
		}
	}

}
