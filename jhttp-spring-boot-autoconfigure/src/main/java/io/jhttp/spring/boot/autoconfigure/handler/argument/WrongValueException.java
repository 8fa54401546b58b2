package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * A value of a request cannot be converted to the type of its parameter: 400. It is the
 * exception that Spring MVC has for it.
 */
final class WrongValueException extends MethodArgumentTypeMismatchException implements ErrorResponse {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient ProblemDetail body;

	WrongValueException(String detail, @Nullable Object value, String name, MethodParameter parameter,
			Throwable cause) {
		super(value, parameter.getParameterType(), name, parameter, cause);
		this.body = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
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
