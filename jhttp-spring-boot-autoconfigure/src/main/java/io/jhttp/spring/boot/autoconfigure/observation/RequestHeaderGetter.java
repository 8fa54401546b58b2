package io.jhttp.spring.boot.autoconfigure.observation;

import io.jhttp.server.HttpRequest;
import io.micrometer.observation.transport.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a trace continues from.
 */
final class RequestHeaderGetter implements Propagator.Getter<HttpRequest> {

	@Override
	public @Nullable String get(HttpRequest carrier, String key) {
		return carrier.header(key);
	}

	@Override
	public Iterable<String> getAll(HttpRequest carrier, String key) {
		return carrier.headers(key);
	}

}
