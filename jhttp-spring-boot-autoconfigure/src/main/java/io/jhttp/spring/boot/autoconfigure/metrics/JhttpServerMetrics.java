package io.jhttp.spring.boot.autoconfigure.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.jhttp.server.HttpServer;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.ShedReason;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What the server counts. Totals begin again when the server is started again.
 */
public final class JhttpServerMetrics implements MeterBinder {

	private final JhttpServer server;

	/**
	 * Creates the metrics of a server.
	 * @param server the server, which need not run yet
	 */
	public JhttpServerMetrics(JhttpServer server) {
		this.server = server;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("jhttp.connections.active", this.server, counted(Counters::openConnections))
			.description("Connections that are open, idle ones included")
			.register(registry);
		total(registry, "jhttp.connections.accepted", "Connections that were accepted", Counters::acceptedConnections);
		Gauge.builder("jhttp.requests.active", this.server, counted(Counters::activeRequests))
			.description("Requests that are not answered yet, queued ones included")
			.register(registry);
		Gauge.builder("jhttp.requests.queued", this.server, counted(Counters::queuedRequests))
			.description("Requests that wait for a worker")
			.register(registry);
		total(registry, "jhttp.requests.refused",
				"Requests that were refused before a handler saw them: malformed, late or too many",
				Counters::refusedRequests);
		Gauge.builder("jhttp.threads.workers", this.server, measured(HttpServer::workerThreads))
			.description("Threads of the server's own pool, idle ones included")
			.register(registry);
		for (ShedReason reason : ShedReason.values()) {
			FunctionCounter.builder("jhttp.shed", this.server, counted((counters) -> counters.shed(reason)))
				.description("Connections and requests that were given up")
				.tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.register(registry);
		}
	}

	private void total(MeterRegistry registry, String name, String description, ToDoubleFunction<Counters> value) {
		FunctionCounter.builder(name, this.server, counted(value)).description(description).register(registry);
	}

	private static ToDoubleFunction<JhttpServer> counted(ToDoubleFunction<Counters> value) {
		return measured((engine) -> value.applyAsDouble(engine.counters()));
	}

	/** Nothing is open or active in a server that does not run. */
	private static ToDoubleFunction<JhttpServer> measured(ToDoubleFunction<HttpServer> value) {
		return (server) -> {
			HttpServer engine = server.getEngine();
			return (engine != null) ? value.applyAsDouble(engine) : 0;
		};
	}

}
