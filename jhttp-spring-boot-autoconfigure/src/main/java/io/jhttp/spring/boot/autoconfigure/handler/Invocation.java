package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.Map;

import io.jhttp.server.HttpExchange;

/**
 * One call of a handler method.
 *
 * @param exchange the request and its response
 * @param pathVariables the decoded variables of the path
 */
record Invocation(HttpExchange exchange, Map<String, String> pathVariables) {
}
