package io.jhttp.spring.boot.autoconfigure.handler;

/**
 * A route, for people.
 *
 * @param verb the method of requests
 * @param pattern what their paths are like
 * @param handler what answers
 */
public record RouteDescription(String verb, String pattern, String handler) {
}
