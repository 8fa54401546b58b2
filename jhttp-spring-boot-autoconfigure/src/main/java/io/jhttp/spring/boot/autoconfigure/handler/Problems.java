package io.jhttp.spring.boot.autoconfigure.handler;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.content.ProblemInstance;
import io.jhttp.spring.boot.autoconfigure.handler.content.ResponseMessage;
import io.jhttp.spring.boot.autoconfigure.handler.content.VaryField;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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
final class Problems {

	private static final Log logger = LogFactory.getLog(Problems.class);

	private static final ResolvableType PROBLEM = ResolvableType.forClass(ProblemDetail.class);

	private final MessageConverters converters;

	private final boolean json;

	Problems(MessageConverters converters) {
		this.converters = converters;
		this.json = converters.writable(PROBLEM).contains(MediaType.APPLICATION_PROBLEM_JSON);
	}

	/**
	 * Answers for an exception that no other code handles.
	 * @throws Exception if the client cannot be told
	 */
	void send(Throwable failure, HttpExchange exchange) throws Exception {
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
				return;
			}
			ProblemDetail problem = problem(cause);
			if (problem != null) {
				log(failure);
				send(problem, HttpHeaders.EMPTY, exchange);
				return;
			}
		}
		exchange.reportError(failure);
		send(500, "", exchange);
	}

	/** In one line, and as Spring MVC says it: the client is told less. */
	private static void log(Throwable failure) {
		if (logger.isWarnEnabled()) {
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

	private void send(ProblemDetail problem, HttpHeaders headers, HttpExchange exchange) throws Exception {
		HttpResponse response = exchange.response();
		ResponseMessage.copy(headers, response);
		response.status(problem.getStatus());
		if (this.json) {
			VaryField.add(response, "Accept");
		}
		if (problem.getStatus() < 400) {
			response.send();
		}
		else if (this.json && !isBrowser(exchange.request())) {
			ProblemInstance.set(problem, exchange.request());
			MediaType type = MediaType.APPLICATION_PROBLEM_JSON;
			response.contentType(type.toString());
			this.converters.write(problem, PROBLEM, type, new ResponseMessage(response, type));
		}
		else {
			String detail = problem.getDetail();
			response.sendError(problem.getStatus(), (detail != null) ? detail : "");
		}
	}

	private static boolean isBrowser(HttpRequest request) {
		return Acceptance.of(request).names(MediaType.TEXT_HTML);
	}

}
