package io.jhttp.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.jhttp.server.http.FieldRules;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.Engine;
import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * A running HTTP server.
 *
 * <pre class="code">
 * HttpServer server = HttpServer.builder()
 *     .port(8080)
 *     .handler(exchange -&gt; exchange.response().send("Hello"))
 *     .start();
 * …
 * server.stop(Duration.ofSeconds(30));
 * </pre>
 */
public final class HttpServer implements AutoCloseable {

	private final Engine engine;

	private final @Nullable WorkerPool ownWorkers;

	private HttpServer(Engine engine, @Nullable WorkerPool ownWorkers) {
		this.engine = engine;
		this.ownWorkers = ownWorkers;
	}

	/**
	 * Begins to describe a server.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The port that the server listens on.
	 * @return the real one, if it was started with port 0
	 */
	public int port() {
		return address().getPort();
	}

	/**
	 * The address that the server listens on.
	 * @return address and real port
	 */
	public InetSocketAddress address() {
		return this.engine.address();
	}

	/**
	 * Refuses new connections, within a moment, and ends the open ones as soon as the
	 * requests that have arrived are answered. {@link #close} is still to be called.
	 * @return completes when no connection is left
	 */
	public CompletableFuture<Void> drain() {
		return this.engine.drain();
	}

	/**
	 * Stops the server. New connections are refused at once; running requests may finish
	 * within the grace period and are cut after it.
	 * @param grace how long to wait for running requests; zero not to wait
	 * @return true if every request was answered, false if some were cut
	 */
	public boolean stop(Duration grace) {
		boolean drained = false;
		try {
			drain().get(grace.toNanos(), TimeUnit.NANOSECONDS);
			drained = true;
		}
		catch (TimeoutException | ExecutionException ex) {
			// Said by the result: what is still running is cut below.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close();
		return drained;
	}

	/**
	 * Closes the server and every connection at once.
	 */
	@Override
	public void close() {
		this.engine.close();
		if (this.ownWorkers != null) {
			this.ownWorkers.shutdown();
		}
	}

	/**
	 * What the server counts: connections, requests, and what it gave up and why.
	 * @return live counters, readable from any thread
	 */
	public Counters counters() {
		return this.engine.counters();
	}

	/** For tests that move the clock. */
	void checkDeadlines() {
		this.engine.checkDeadlines();
	}

	/**
	 * Describes a server, then starts it.
	 */
	public static final class Builder {

		private InetSocketAddress address = new InetSocketAddress(8000);

		private int backlog = 1024;

		private int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

		private int workerThreads = 200;

		private int workerQueue = 1000;

		private @Nullable Executor workers;

		private int mostConcurrent;

		private HeadLimits headLimits = HeadLimits.DEFAULTS;

		private boolean http09;

		private long maxContent = 100L * 1024 * 1024;

		private ConnectionLimits connectionLimits = ConnectionLimits.DEFAULTS;

		private Timeouts timeouts = Timeouts.DEFAULTS;

		private Pace pace = Pace.DEFAULTS;

		private String serverField = "jhttp";

		private EngineClock clock = EngineClock.SYSTEM;

		private @Nullable HttpHandler handler;

		private Builder() {
		}

		/**
		 * Sets the port, on all interfaces. The default is 8000.
		 * @param port 0 to 65535; 0 for any free port
		 * @return this builder
		 */
		public Builder port(int port) {
			return address(new InetSocketAddress(port));
		}

		/**
		 * Sets the address to listen on.
		 * @param address interface and port
		 * @return this builder
		 */
		public Builder address(InetSocketAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Sets how many connections the system may hold until they are accepted.
		 * @param backlog at least 1; the default is 1024
		 * @return this builder
		 */
		public Builder backlog(int backlog) {
			this.backlog = requirePositive("backlog", backlog);
			return this;
		}

		/**
		 * Sets the number of event loops. The default is half the processors.
		 * @param eventLoops at least 1
		 * @return this builder
		 */
		public Builder eventLoops(int eventLoops) {
			this.eventLoops = requirePositive("number of event loops", eventLoops);
			return this;
		}

		/**
		 * Sets how many handlers may run at the same time in the server's own pool.
		 * @param threads at least 1; the default is 200
		 * @return this builder
		 */
		public Builder workerThreads(int threads) {
			this.workerThreads = requirePositive("number of worker threads", threads);
			return this;
		}

		/**
		 * Sets how many requests may wait for a thread of the server's own pool; more are
		 * refused with 503.
		 * @param queued 0 or more; the default is 1000
		 * @return this builder
		 */
		public Builder workerQueue(int queued) {
			if (queued < 0) {
				throw new IllegalArgumentException("The worker queue cannot have a negative length: " + queued);
			}
			this.workerQueue = queued;
			return this;
		}

		/**
		 * Sets what runs handlers, in place of the server's own pool. It stays the
		 * caller's to stop. A task that it rejects is answered with 503; it must not run
		 * tasks on the calling thread.
		 * @param workers such as a virtual-thread-per-task executor
		 * @param most how many requests it may have at the same time, at least 1; more
		 * are refused with 503
		 * @return this builder
		 */
		public Builder workers(Executor workers, int most) {
			this.workers = workers;
			this.mostConcurrent = requirePositive("number of concurrent handlers", most);
			return this;
		}

		/**
		 * Sets the bounds of request heads.
		 * @param limits the bounds
		 * @return this builder
		 */
		public Builder headLimits(HeadLimits limits) {
			this.headLimits = limits;
			return this;
		}

		/**
		 * Sets whether simple requests of HTTP/0.9 are answered: a line with {@code GET}
		 * and a path, without a version. They are not by default.
		 * @param http09 true to answer them
		 * @return this builder
		 */
		public Builder http09(boolean http09) {
			this.http09 = http09;
			return this;
		}

		/**
		 * Sets how much content a request may have; more is refused with 413.
		 * @param bytes 0 or more; the default is 100 MiB
		 * @return this builder
		 */
		public Builder maxRequestContent(long bytes) {
			if (bytes < 0) {
				throw new IllegalArgumentException("A request cannot have less content than none: " + bytes);
			}
			this.maxContent = bytes;
			return this;
		}

		/**
		 * Sets how many connections there may be, and what one may do.
		 * @param limits the limits
		 * @return this builder
		 */
		public Builder connectionLimits(ConnectionLimits limits) {
			this.connectionLimits = limits;
			return this;
		}

		/**
		 * Sets how slow clients may be.
		 * @param pace the minimum rates
		 * @return this builder
		 */
		public Builder pace(Pace pace) {
			this.pace = pace;
			return this;
		}

		/**
		 * Sets how long to wait for clients.
		 * @param timeouts the durations
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = timeouts;
			return this;
		}

		/**
		 * Sets the value of the {@code Server} field.
		 * @param value the value, or an empty string to leave the field out
		 * @return this builder
		 * @throws IllegalArgumentException if it may not stand in a header field
		 */
		public Builder serverHeader(String value) {
			this.serverField = FieldRules.requireValue("Server", value);
			return this;
		}

		/**
		 * Sets what answers requests.
		 * @param handler a handler; a {@link NonBlockingHttpHandler} is called on the
		 * event loop
		 * @return this builder
		 */
		public Builder handler(HttpHandler handler) {
			this.handler = handler;
			return this;
		}

		Builder clock(EngineClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Binds the address and starts to serve.
		 * @return the running server
		 * @throws IOException if the address cannot be bound; a
		 * {@link java.net.BindException} says which and why
		 * @throws IllegalStateException if there is no handler
		 */
		public HttpServer start() throws IOException {
			HttpHandler handler = this.handler;
			if (handler == null) {
				throw new IllegalStateException("A server needs a handler");
			}
			byte[] serverLine = this.serverField.isEmpty() ? new byte[0]
					: ("Server: " + this.serverField + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
			WorkerPool ownWorkers = null;
			Executor workers = this.workers;
			int concurrentHandlers = this.mostConcurrent;
			if (workers == null) {
				ownWorkers = new WorkerPool(this.workerThreads);
				workers = ownWorkers;
				concurrentHandlers = (int) Math.min(Integer.MAX_VALUE, (long) this.workerThreads + this.workerQueue);
			}
			EngineOptions options = new EngineOptions(this.address, this.backlog, this.eventLoops, this.headLimits,
					this.http09, this.maxContent, concurrentHandlers, this.connectionLimits, this.timeouts, this.pace,
					serverLine, this.clock);
			Engine engine = Engine.start(options, workers,
					(exchange) -> new HttpExchange(exchange, handler, serverLine)::onRequest);
			return new HttpServer(engine, ownWorkers);
		}

		private static int requirePositive(String what, int number) {
			if (number < 1) {
				throw new IllegalArgumentException("The " + what + " must be positive: " + number);
			}
			return number;
		}

	}

}
