package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Keeps what the engine reads from its jar in a native image.
 */
final class JhttpRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("io/jhttp/server/file/media-types.txt")
			.registerPattern("io/jhttp/server/file/listing.css")
			.registerPattern("io/jhttp/server/file/listing.js");
	}

}
