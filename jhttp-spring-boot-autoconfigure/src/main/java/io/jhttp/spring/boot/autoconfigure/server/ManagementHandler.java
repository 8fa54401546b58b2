package io.jhttp.spring.boot.autoconfigure.server;

import io.jhttp.server.HttpListener;
import org.jspecify.annotations.Nullable;

/**
 * What listeners that serve management serve.
 */
public interface ManagementHandler {

	/**
	 * Lets a listener serve management.
	 * @param listener where to listen
	 * @return a listener with a handler of its own, which stops last
	 */
	HttpListener serve(HttpListener listener);

	/**
	 * A listener that is described elsewhere than the others.
	 * @return the listener, or null if there is none
	 */
	@Nullable JhttpListener listener();

}
