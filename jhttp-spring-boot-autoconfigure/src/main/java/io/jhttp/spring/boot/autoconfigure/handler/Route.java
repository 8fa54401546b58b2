package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.List;

import org.springframework.http.MediaType;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The requests that a handler method answers.
 *
 * @param verb an RFC 9110 token
 * @param pattern what their paths are like
 * @param consumes the types of content that it takes; empty for any
 * @param produces the types of content that it gives, concrete ones; empty if it does not
 * say
 * @param method the method
 */
record Route(String verb, PathPattern pattern, List<MediaType> consumes, List<MediaType> produces,
		HandlerMethod method) {

	String describe() {
		return this.verb + " " + this.pattern.getPatternString() + describe(" consumes ", this.consumes)
				+ describe(" produces ", this.produces);
	}

	private static String describe(String what, List<MediaType> types) {
		return types.isEmpty() ? "" : what + MediaType.toString(types);
	}

}
