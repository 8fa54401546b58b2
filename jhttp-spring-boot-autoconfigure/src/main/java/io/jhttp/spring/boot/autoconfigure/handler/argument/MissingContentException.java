package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.Serial;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;

/**
 * A request has no content where a method needs it: 400. It is the exception that Spring
 * MVC has for it.
 */
final class MissingContentException extends HttpMessageNotReadableException implements ErrorResponse {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient ProblemDetail body;

	MissingContentException() {
		super("Required request body is missing", new RequestContent(new byte[0], HttpHeaders.EMPTY));
		this.body = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The content of the request is missing.");
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatus.BAD_REQUEST;
	}

	@Override
	public ProblemDetail getBody() {
		return this.body;
	}

}
