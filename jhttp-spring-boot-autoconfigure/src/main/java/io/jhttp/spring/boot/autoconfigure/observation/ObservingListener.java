package io.jhttp.spring.boot.autoconfigure.observation;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.ExchangeListener;
import io.jhttp.server.HttpExchange;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes each exchange from its arrival to the end of its response. The observation is
 * the current one of each thread that runs a handler of the exchange, while it does.
 */
final class ObservingListener implements ExchangeListener {

	private static final String ATTRIBUTE = Observation.class.getName();

	private final ObservationRegistry registry;

	private final @Nullable JhttpServerObservationConvention custom;

	private final JhttpServerObservationConvention standard;

	ObservingListener(ObservationRegistry registry, @Nullable JhttpServerObservationConvention custom,
			JhttpServerObservationConvention standard) {
		this.registry = registry;
		this.custom = custom;
		this.standard = standard;
	}

	@Override
	public void exchangeStarted(HttpExchange exchange) {
		Observation observation = Observation.createNotStarted(this.custom, this.standard,
				() -> new JhttpServerObservationContext(exchange), this.registry);
		if (!observation.isNoop()) {
			exchange.attribute(ATTRIBUTE, observation.start());
		}
	}

	@Override
	public @Nullable Runnable handlerStarts(HttpExchange exchange) {
		Observation observation = (Observation) exchange.attribute(ATTRIBUTE);
		return (observation != null) ? observation.openScope()::close : null;
	}

	@Override
	public void exchangeEnded(CompletedExchange ended) {
		HttpExchange exchange = ended.exchange();
		Observation observation = (exchange != null) ? (Observation) exchange.attribute(ATTRIBUTE) : null;
		if (observation == null) {
			return;
		}
		if (observation.getContext() instanceof JhttpServerObservationContext context) {
			context.end(ended);
		}
		Throwable failure = ended.failure();
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

}
