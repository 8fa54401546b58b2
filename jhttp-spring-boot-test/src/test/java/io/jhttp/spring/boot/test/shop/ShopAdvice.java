package io.jhttp.spring.boot.test.shop;

import java.util.NoSuchElementException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers for what is missing.
 */
@RestControllerAdvice
class ShopAdvice {

	@ExceptionHandler
	ProblemDetail onMissing(NoSuchElementException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "Not in this shop");
	}

}
