package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.io.Serial;
import java.util.List;
import java.util.Set;

import io.jhttp.spring.boot.autoconfigure.handler.argument.ValueError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * A request whose values violate constraints, as the proxy of a bean has found: 400.
 */
final class InvalidArgumentsException extends ConstraintViolationException implements ErrorResponse {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient ProblemDetail body;

	InvalidArgumentsException(Set<? extends ConstraintViolation<?>> violations, List<ValueError> errors) {
		super(violations);
		this.body = ValueError.describe(ProblemDetail.forStatus(HttpStatus.BAD_REQUEST), errors);
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
