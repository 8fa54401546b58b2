package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.io.Serial;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * A request whose values violate constraints: 400, with an {@code errors} property (RFC
 * 9457, section 3).
 */
final class InvalidArgumentsException extends ConstraintViolationException implements ErrorResponse {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient ProblemDetail body;

	InvalidArgumentsException(Set<? extends ConstraintViolation<?>> violations, List<ValueError> errors) {
		super(violations);
		this.body = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "Values of the request are invalid.");
		this.body.setProperty("errors",
				errors.stream()
					.sorted(Comparator.comparing(ValueError::field).thenComparing(ValueError::message))
					.toList());
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
