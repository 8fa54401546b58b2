package io.jhttp.spring.boot.autoconfigure.cors;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * Says what pages of other origins may do, as its namesakes for servlets and WebFlux do.
 * What several beans of this type say is combined, in their order.
 *
 * <pre class="code">
 * &#64;Bean
 * CorsConfigurationSource partners(Partners partners) {
 *     return (request) -> request.path().startsWith("/partners/") ? partners.cors() : null;
 * }
 * </pre>
 */
@FunctionalInterface
public interface CorsConfigurationSource {

	/**
	 * The configuration for a request. This is asked on an event loop, and must neither
	 * block nor take long.
	 * @param request the request; of a preflight, {@code Access-Control-Request-Method}
	 * is the method that is asked about
	 * @return the configuration, or null if this source has none for it
	 */
	@Nullable CorsConfiguration getCorsConfiguration(HttpRequest request);

}
