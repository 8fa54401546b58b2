package io.jhttp.spring.boot.autoconfigure.handler.validation;

/**
 * What is wrong with a value in a request, as a member of {@code errors} in a problem.
 *
 * @param field the name of the parameter, or the path of the property in the content
 * @param message what a value must be like
 */
public record ValueError(String field, String message) {
}
