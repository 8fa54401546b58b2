package io.jhttp.spring.boot.autoconfigure.handler.result;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.spring.boot.autoconfigure.handler.content.ProblemInstance;
import io.jhttp.spring.boot.autoconfigure.handler.content.ResponseMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * A problem (RFC 9457), with its status.
 */
final class ProblemContent extends Content {

	private final ReturnValue body;

	private ProblemContent(ReturnValue body) {
		this.body = body;
	}

	static final class Resolver implements ReturnValueResolver {

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			if (!type.isA(ProblemDetail.class) && !type.isA(ErrorResponse.class)) {
				return null;
			}
			return new ProblemContent(
					others.converted(new ReturnType(type.method(), ResolvableType.forClass(ProblemDetail.class))));
		}

	}

	@Override
	void send(Object value, HttpExchange exchange) throws Exception {
		HttpResponse response = exchange.response();
		ProblemDetail problem;
		if (value instanceof ErrorResponse error) {
			response.status(error.getStatusCode().value());
			ResponseMessage.copy(error.getHeaders(), response);
			problem = error.getBody();
		}
		else {
			problem = (ProblemDetail) value;
			response.status(problem.getStatus());
		}
		ProblemInstance.set(problem, exchange.request().path());
		if (response.header("Content-Type") == null) {
			response.contentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		}
		this.body.write(problem, exchange);
	}

}
