package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpRequest;

import org.springframework.http.server.PathContainer;

/**
 * Says which requests a rule, or a whole chain, is about.
 *
 * <p>
 * A path may be read in more than one way, and a thing may have more than one path. A
 * matcher is asked with each of them, and has to decide by the one that it is given,
 * never by {@link HttpRequest#path()}.
 */
@FunctionalInterface
public interface RequestMatcher {

	/**
	 * Whether it is about a request. It is asked on an event loop, and must neither block
	 * nor take long.
	 * @param request the request
	 * @param path a path of what the request is for, without a slash at its end
	 * @return true if it is
	 */
	boolean matches(HttpRequest request, PathContainer path);

}
