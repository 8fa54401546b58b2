package io.jhttp.spring.boot.autoconfigure.handler;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.argument.Invocation;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogFormatUtils;
import org.springframework.core.log.LogMessage;

/**
 * Answers when a handler method has failed: by the exception handler for it, or else with
 * the problem that it is.
 */
final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	private final ExceptionHandlers handlers;

	private final Problems problems;

	Failures(ExceptionHandlers handlers, Problems problems) {
		this.handlers = handlers;
		this.problems = problems;
	}

	/**
	 * Answers for a method.
	 * @param failure what it has thrown
	 * @throws Exception if the response cannot be sent any more
	 */
	void answer(Exception failure, HandlerMethod failed, Invocation invocation) throws Exception {
		HttpExchange exchange = invocation.exchange();
		if (exchange.response().isCommitted() || exchange.isOfConnection(failure)) {
			throw failure;
		}
		exchange.response().resetForError();
		HandlerMethod handler = this.handlers.find(failure, failed.beanType(), Acceptance.of(exchange.request()));
		if (handler == null) {
			this.problems.send(failure, exchange);
		}
		else if (handler.isNonBlocking() || !exchange.onEventLoop()) {
			handle(failure, handler, invocation);
		}
		else {
			exchange.dispatch((later) -> handle(failure, handler, invocation));
		}
	}

	private void handle(Exception failure, HandlerMethod handler, Invocation invocation) throws Exception {
		HttpExchange exchange = invocation.exchange();
		logger.debug(
				LogMessage.of(() -> "Resolved [" + LogFormatUtils.formatValue(failure, -1, true) + "] by " + handler));
		try {
			handler.invoke(invocation.afterFailure(failure));
		}
		catch (Exception ex) {
			if (exchange.response().isCommitted() || exchange.isOfConnection(ex)) {
				throw ex;
			}
			if (ex != failure) {
				ex.addSuppressed(failure);
			}
			this.problems.send(ex, exchange);
		}
	}

}
