package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.Serial;

import io.jhttp.server.http.HttpProblem;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/**
 * A form or one of its files is larger than it may be: 413, with a word on what is. It is
 * the exception that Spring MVC has for it.
 */
final class TooLargeFormException extends MaxUploadSizeExceededException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient ProblemDetail body;

	TooLargeFormException(long max, HttpProblem problem) {
		super(max, problem);
		this.body = ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, problem.detail());
	}

	@Override
	public ProblemDetail getBody() {
		return this.body;
	}

}
