package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;

import io.jhttp.server.ErrorRenderer;
import io.jhttp.server.FailureHandler;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestHead;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import io.jhttp.spring.boot.autoconfigure.handler.content.BufferedMessage;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.content.ProblemInstance;
import io.jhttp.spring.boot.autoconfigure.handler.content.ResponseMessage;
import io.jhttp.spring.boot.autoconfigure.handler.content.VaryField;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.log.LogFormatUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Answers with what went wrong: a problem (RFC 9457) for programs, a page for browsers
 * and wherever nothing writes JSON. It tells clients of their own mistakes, and of others
 * nothing but that there are some.
 */
public final class Problems implements ErrorRenderer, FailureHandler {

	private static final Log logger = LogFactory.getLog(Problems.class);

	private static final ResolvableType PROBLEM = ResolvableType.forClass(ProblemDetail.class);

	/** Null if nothing writes problems. */
	private final @Nullable MessageConverters converters;

	private Problems(@Nullable MessageConverters converters) {
		this.converters = converters;
	}

	static Problems by(MessageConverters converters) {
		boolean json = converters.writable(PROBLEM).contains(MediaType.APPLICATION_PROBLEM_JSON);
		return json ? new Problems(converters) : pages();
	}

	/**
	 * Problems by the converters of an application.
	 * @param beanFactory where they are
	 * @return what sends problems, or pages if nothing writes JSON
	 */
	public static Problems of(ConfigurableListableBeanFactory beanFactory) {
		return by(MessageConverters.of(beanFactory));
	}

	/**
	 * Pages for all clients, as without handler beans.
	 * @return what sends them
	 */
	public static Problems pages() {
		return new Problems(null);
	}

	/**
	 * Answers for an exception that no other code handles.
	 * @throws Exception if the response cannot be sent
	 */
	void send(Exception failure, HttpExchange exchange) throws Exception {
		if (!exchange.failures().answer(failure, exchange) && !isAnswered(failure, exchange)) {
			exchange.reportError(failure);
			send(500, "", exchange);
		}
	}

	/** What files and scripts refuse is not worth a line in the log for each request. */
	@Override
	public boolean answer(Exception failure, HttpExchange exchange) throws Exception {
		if (failure instanceof HttpProblem problem) {
			exchange.response().resetForError();
			if (problem.status() == 503 && exchange.response().header("Retry-After") == null) {
				exchange.response().header("Retry-After", "1");
			}
			send(problem.status(), problem.detail(), exchange);
			return true;
		}
		return isAnswered(failure, exchange);
	}

	/** The exception, or one of its causes, says what to answer. */
	private boolean isAnswered(Exception failure, HttpExchange exchange) throws Exception {
		exchange.response().resetForError();
		exchange.failure(failure);
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ErrorResponse error) {
				if (error.getStatusCode().value() == 500) {
					exchange.reportError(failure);
				}
				else {
					log(failure);
				}
				send(error.getBody(), error.getHeaders(), exchange);
				return true;
			}
			ProblemDetail problem = problem(cause);
			if (problem != null) {
				log(failure);
				send(problem, HttpHeaders.EMPTY, exchange);
				return true;
			}
		}
		return false;
	}

	/** In one line, and as Spring MVC says it: the client is told less. */
	private static void log(Throwable failure) {
		boolean says = !(failure instanceof HttpProblem problem) || !problem.detail().isEmpty();
		if (says && logger.isWarnEnabled()) {
			logger.warn("Resolved [" + LogFormatUtils.formatValue(failure, -1, true) + "]");
		}
	}

	private static @Nullable ProblemDetail problem(Throwable failure) {
		if (failure instanceof HttpProblem problem) {
			return problem(problem.status(), problem.detail());
		}
		if (failure instanceof HttpMessageNotReadableException) {
			return problem(400,
					"The content of the request cannot be read: it is malformed, or not what it should be.");
		}
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(),
				ResponseStatus.class);
		return (annotation != null) ? problem(annotation.code().value(), annotation.reason()) : null;
	}

	private static ProblemDetail problem(int status, String detail) {
		ProblemDetail problem = ProblemDetail.forStatus(HttpStatusCode.valueOf(status));
		if (!detail.isEmpty()) {
			problem.setDetail(detail);
		}
		return problem;
	}

	/**
	 * Answers with an error.
	 * @param detail one sentence for the client, or empty
	 */
	void send(int status, String detail, HttpExchange exchange) throws Exception {
		send(problem(status, detail), HttpHeaders.EMPTY, exchange);
	}

	private void send(ProblemDetail problem, HttpHeaders headers, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		ResponseMessage.copy(headers, response);
		response.status(problem.getStatus());
		if (problem.getStatus() < 400) {
			response.send();
		}
		else {
			send(problem, exchange.request().path(), exchange.request().combinedHeader("Accept"), response);
		}
	}

	@Override
	public void send(RequestHead request, int status, String detail, HttpResponse response) throws IOException {
		send(problem(status, detail), request.path(), request.combinedField("Accept"), response);
	}

	private void send(ProblemDetail problem, String path, @Nullable String accept, HttpResponse response)
			throws IOException {
		if (this.converters != null) {
			VaryField.add(response, "Accept");
		}
		if (this.converters != null && !Acceptance.of(accept).names(MediaType.TEXT_HTML)) {
			ProblemInstance.set(problem, path);
			BufferedMessage message = new BufferedMessage();
			this.converters.write(problem, PROBLEM, MediaType.APPLICATION_PROBLEM_JSON, message);
			response.contentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE).send(message.bytes());
		}
		else {
			String detail = (problem.getDetail() != null) ? problem.getDetail() : "";
			response.contentType(ErrorPage.CONTENT_TYPE).send(ErrorPage.render(problem.getStatus(), detail));
		}
	}

}
