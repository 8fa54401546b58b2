package io.jhttp.spring.boot.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Interface that beans can implement to name observations of requests, and to choose what
 * they say, otherwise than {@link DefaultJhttpServerObservationConvention} does.
 */
public interface JhttpServerObservationConvention extends ObservationConvention<JhttpServerObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof JhttpServerObservationContext;
	}

}
