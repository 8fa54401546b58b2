package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.Serial;

import io.jhttp.server.http.HttpProblem;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MultipartException;

/**
 * The content of a request is no form with files, or a malformed one: 415 or 400. It is
 * the exception that Spring MVC has for it.
 */
public final class MalformedFormException extends MultipartException implements ErrorResponse {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient ProblemDetail body;

	/**
	 * Creates an exception.
	 * @param problem what to answer
	 */
	public MalformedFormException(HttpProblem problem) {
		super(problem.detail(), problem);
		this.body = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(problem.status()), problem.detail());
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.body.getStatus());
	}

	@Override
	public ProblemDetail getBody() {
		return this.body;
	}

}
