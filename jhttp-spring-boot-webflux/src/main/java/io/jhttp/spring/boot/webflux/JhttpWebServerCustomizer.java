package io.jhttp.spring.boot.webflux;

import io.jhttp.server.HttpServer;

/**
 * Customizes the engine of a {@link JhttpReactiveWebServerFactory}. Beans of this type
 * are applied in order, after the properties.
 */
@FunctionalInterface
public interface JhttpWebServerCustomizer {

	/**
	 * Customizes the engine, but for its handler.
	 * @param builder describes the engine
	 */
	void customize(HttpServer.Builder builder);

}
