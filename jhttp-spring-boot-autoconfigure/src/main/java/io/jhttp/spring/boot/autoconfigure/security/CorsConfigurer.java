package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import org.jspecify.annotations.Nullable;

/**
 * Configures what pages of other origins may do with what a chain protects.
 */
public final class CorsConfigurer {

	private @Nullable CorsConfigurationSource source;

	CorsConfigurer() {
	}

	/**
	 * Sets a source for the requests of the chain.
	 * @param source says what is allowed
	 * @return this
	 */
	public CorsConfigurer configurationSource(CorsConfigurationSource source) {
		this.source = source;
		return this;
	}

	@Nullable CorsConfigurationSource source() {
		return this.source;
	}

}
