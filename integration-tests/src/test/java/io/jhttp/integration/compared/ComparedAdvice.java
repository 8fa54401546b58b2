package io.jhttp.integration.compared;

import java.util.NoSuchElementException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * The compared application: what answers for failures of all of it.
 */
@RestControllerAdvice
class ComparedAdvice {

	@ExceptionHandler
	ProblemDetail answer(NoSuchElementException failure) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no " + failure.getMessage());
	}

}
