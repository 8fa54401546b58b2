package io.jhttp.spring.boot.autoconfigure.observation;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Has the server observed, unless the registry would tell no handler.
 */
final class ObservingCustomizer implements JhttpServerCustomizer {

	private final ObservationRegistry registry;

	private final @Nullable JhttpServerObservationConvention custom;

	private final JhttpServerObservationConvention standard;

	ObservingCustomizer(ObservationRegistry registry, @Nullable JhttpServerObservationConvention custom,
			JhttpServerObservationConvention standard) {
		this.registry = registry;
		this.custom = custom;
		this.standard = standard;
	}

	@Override
	public void customize(HttpServer.Builder builder) {
		if (isNeeded()) {
			builder.listener(new ObservingListener(this.registry, this.custom, this.standard));
		}
	}

	boolean isNeeded() {
		return !this.registry.isNoop();
	}

}
