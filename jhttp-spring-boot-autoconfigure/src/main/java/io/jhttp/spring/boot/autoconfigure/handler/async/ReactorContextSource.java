package io.jhttp.spring.boot.autoconfigure.handler.async;

import reactor.util.context.ContextView;

/**
 * Gives values to the Reactor context of what handler methods return, such as who has
 * made the request.
 */
@FunctionalInterface
public interface ReactorContextSource {

	/**
	 * The values, asked for on the thread that has called the method.
	 * @return the values, perhaps none
	 */
	ContextView get();

}
