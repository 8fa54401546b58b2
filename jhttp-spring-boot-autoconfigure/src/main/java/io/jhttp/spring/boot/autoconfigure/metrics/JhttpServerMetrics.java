package io.jhttp.spring.boot.autoconfigure.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.jhttp.server.HttpServer;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.StreamReset;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What the server counts. Totals begin again when the server is started again.
 */
public final class JhttpServerMetrics implements MeterBinder {

	private static final String LISTENER = "listener";

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
		this.server.getListeners().forEach((listener) -> bindTo(registry, listener));
		Gauge.builder("jhttp.threads.workers", this.server, measured(HttpServer::workerThreads))
			.description("Threads of the server's own pool, idle ones included")
			.register(registry);
	}

	private void bindTo(MeterRegistry registry, String listener) {
		gauge(registry, listener, "jhttp.connections.active", "Connections that are open, idle ones included",
				Counters::openConnections);
		total(registry, listener, "jhttp.connections.accepted", "Connections that were accepted",
				Counters::acceptedConnections);
		gauge(registry, listener, "jhttp.requests.active", "Requests that are not answered yet, queued ones included",
				Counters::activeRequests);
		gauge(registry, listener, "jhttp.requests.queued", "Requests that wait for a worker", Counters::queuedRequests);
		total(registry, listener, "jhttp.requests.refused",
				"Requests that were refused before a handler saw them: malformed, late or too many",
				Counters::refusedRequests);
		for (ShedReason reason : ShedReason.values()) {
			FunctionCounter.builder("jhttp.shed", this.server, counted(listener, (counters) -> counters.shed(reason)))
				.description("Connections and requests that were shed")
				.tag("reason", tag(reason))
				.tag(LISTENER, listener)
				.register(registry);
		}
		gauge(registry, listener, "jhttp.http2.streams.active",
				"Streams of HTTP/2 that are open, or whose handler has not returned", Counters::openStreams);
		total(registry, listener, "jhttp.http2.streams.opened", "Streams of HTTP/2 that were opened",
				Counters::streams);
		for (StreamReset reason : StreamReset.values()) {
			FunctionCounter
				.builder("jhttp.http2.streams.reset", this.server,
						counted(listener, (counters) -> counters.resetStreams(reason)))
				.description("Streams of HTTP/2 that ended before their time")
				.tag("reason", tag(reason))
				.tag(LISTENER, listener)
				.register(registry);
		}
	}

	private static String tag(Enum<?> reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private void gauge(MeterRegistry registry, String listener, String name, String description,
			ToDoubleFunction<Counters> value) {
		Gauge.builder(name, this.server, counted(listener, value))
			.description(description)
			.tag(LISTENER, listener)
			.register(registry);
	}

	private void total(MeterRegistry registry, String listener, String name, String description,
			ToDoubleFunction<Counters> value) {
		FunctionCounter.builder(name, this.server, counted(listener, value))
			.description(description)
			.tag(LISTENER, listener)
			.register(registry);
	}

	private static ToDoubleFunction<JhttpServer> counted(String listener, ToDoubleFunction<Counters> value) {
		return measured((engine) -> value.applyAsDouble(engine.counters(listener)));
	}

	/** Nothing is open or active in a server that does not run. */
	private static ToDoubleFunction<JhttpServer> measured(ToDoubleFunction<HttpServer> value) {
		return (server) -> {
			HttpServer engine = server.getEngine();
			return (engine != null) ? value.applyAsDouble(engine) : 0;
		};
	}

}
