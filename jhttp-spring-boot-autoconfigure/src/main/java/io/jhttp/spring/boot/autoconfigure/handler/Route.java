package io.jhttp.spring.boot.autoconfigure.handler;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The requests that a handler method answers.
 *
 * @param verb an RFC 9110 token
 * @param pattern what their paths are like
 * @param method the method
 */
record Route(String verb, PathPattern pattern, HandlerMethod method) {

	String describe() {
		return this.verb + " " + this.pattern.getPatternString();
	}

}
