package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Collection;
import java.util.Comparator;

import org.springframework.http.ProblemDetail;

/**
 * What is wrong with a value in a request, as a member of {@code errors} in a problem.
 *
 * @param field the name of the parameter, or the path of the property in the content
 * @param message what a value must be like
 */
public record ValueError(String field, String message) {

	/**
	 * RFC 9457, section 3.2: which values, and what each must be like.
	 * @param problem the problem to describe
	 * @param errors what is wrong
	 * @return the problem
	 */
	public static ProblemDetail describe(ProblemDetail problem, Collection<ValueError> errors) {
		problem.setDetail("Values of the request are invalid.");
		problem.setProperty("errors",
				errors.stream()
					.sorted(Comparator.comparing(ValueError::field).thenComparing(ValueError::message))
					.toList());
		return problem;
	}

}
