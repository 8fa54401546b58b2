package io.jhttp.spring.boot.autoconfigure.server;

import io.jhttp.server.HttpServer;

/**
 * Callback interface that beans can implement to customize the server before it starts.
 * It is called after the {@code jhttp} properties have been applied, in the order of the
 * beans.
 */
@FunctionalInterface
public interface JhttpServerCustomizer {

	/**
	 * Customizes the server.
	 * @param builder what describes it
	 */
	void customize(HttpServer.Builder builder);

}
