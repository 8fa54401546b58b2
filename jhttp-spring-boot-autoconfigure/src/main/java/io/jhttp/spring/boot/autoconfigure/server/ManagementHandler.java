package io.jhttp.spring.boot.autoconfigure.server;

import io.jhttp.server.HttpHandler;
import org.jspecify.annotations.Nullable;

/**
 * What listeners that serve management serve.
 */
public interface ManagementHandler {

	/**
	 * What answers; no bean of its own, as the handler of the application is one.
	 * @return a handler
	 */
	HttpHandler handler();

	/**
	 * A listener that is described elsewhere than the others.
	 * @return the listener, or null if there is none
	 */
	@Nullable JhttpListener listener();

}
