package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.jhttp.server.AsyncExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.http.codec.ServerSentEvent;

/**
 * A stream of server-sent events (WHATWG HTML, section 9.2) to one client. A handler
 * method returns it and keeps it, to send events at any later time; between them it costs
 * memory and no thread.
 *
 * <pre class="code">
 * &#64;Get("/news")
 * ServerSentEvents news(&#64;RequestHeader(name = "Last-Event-ID", required = false) String last) {
 *     ServerSentEvents events = new ServerSentEvents();
 *     events.onEnd((end) -&gt; this.readers.remove(events));
 *     this.readers.add(events);
 *     return events;
 * }
 *
 * void publish(String text) {
 *     this.readers.forEach((events) -&gt; events.send(text));
 * }
 * </pre>
 *
 * <p>
 * It is safe for use by several threads, and sending never waits. What a slow client does
 * not take is kept, up to a bound; then the stream is closed, and the client asks again
 * with the id of the last event that it has seen.
 */
public final class ServerSentEvents {

	private static final byte[] HEARTBEAT = { ':', '\n', '\n' };

	/** A method that has failed after it has given its stream away has no client. */
	private static final int MAX_EARLY = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private int maxUnsent = 256 * 1024;

	private @Nullable Duration heartbeat = Duration.ofSeconds(15);

	private @Nullable Duration timeout;

	/** What was sent before there was a client; null from then on. */
	private @Nullable List<ServerSentEvent<?>> early = new ArrayList<>();

	/** Whether it has been returned for a client. */
	private boolean claimed;

	private @Nullable AsyncExchange exchange;

	private EventData data = String::valueOf;

	private @Nullable End end;

	private Consumer<End> listener = (end) -> {
	};

	/** Heartbeat and timeout; cancelled with the stream. */
	private final List<CompletableFuture<?>> timers = new ArrayList<>(2);

	/**
	 * Creates a stream that has no client yet.
	 */
	public ServerSentEvents() {
	}

	/**
	 * Why a stream has ended.
	 */
	public enum End {

		/** By {@link ServerSentEvents#complete()}. */
		COMPLETED,

		/** By {@link ServerSentEvents#fail}, or because an event cannot be written. */
		FAILED,

		/** It has lasted as long as it may. */
		TIMED_OUT,

		/** The client has left, perhaps before it got any event. */
		CLIENT_GONE,

		/** The client did not take the events fast enough, and its stream was closed. */
		CLIENT_TOO_SLOW,

		/** The server is being stopped. */
		SERVER_STOPPED

	}

	/**
	 * Sets how often a comment is sent that keeps proxies from closing the connection,
	 * and finds out whether the client is still there. The default is 15 seconds.
	 * @param interval a positive duration, or zero for no comments
	 * @return this stream
	 */
	public ServerSentEvents heartbeat(Duration interval) {
		this.heartbeat = interval.isZero() ? null : interval;
		return this;
	}

	/**
	 * Sets how long the stream may last; browsers connect again afterwards. It lasts for
	 * any time by default.
	 * @param timeout a positive duration
	 * @return this stream
	 */
	public ServerSentEvents timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Sets how much may wait for a slow client. The default is 256 KiB.
	 * @param bytes a positive number
	 * @return this stream
	 */
	public ServerSentEvents maxUnsent(int bytes) {
		this.maxUnsent = bytes;
		return this;
	}

	/**
	 * Sets what to do when the stream has ended, for whichever reason.
	 * @param listener is called once, on the thread that ends it or on a worker, so that
	 * it should be short
	 * @return this stream
	 */
	public ServerSentEvents onEnd(Consumer<End> listener) {
		End ended;
		this.lock.lock();
		try {
			ended = this.end;
			this.listener = listener;
		}
		finally {
			this.lock.unlock();
		}
		if (ended != null) {
			listener.accept(ended);
		}
		return this;
	}

	/**
	 * Sends an event.
	 * @param data its data: a text, or an object that a message converter writes as JSON
	 * @return false if the stream has ended
	 */
	public boolean send(Object data) {
		return send(ServerSentEvent.builder(data).build());
	}

	/**
	 * Sends an event with any of id, name, time to wait before connecting again, comment
	 * and data.
	 * @param event the event
	 * @return false if the stream has ended
	 * @throws IllegalArgumentException if its name or id has a line end or a NUL
	 * @throws UncheckedIOException if its data cannot be written as text
	 */
	public boolean send(ServerSentEvent<?> event) {
		boolean begun;
		this.lock.lock();
		try {
			if (this.end != null) {
				return false;
			}
			begun = this.early == null;
			if (this.early != null && this.early.size() < MAX_EARLY) {
				this.early.add(event);
				return true;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (!begun) {
			end(End.CLIENT_TOO_SLOW);
			return false;
		}
		return send(EventEncoding.encode(event, text(event.data())));
	}

	private @Nullable String text(@Nullable Object value) {
		try {
			return (value == null || value instanceof CharSequence) ? (value != null) ? value.toString() : null
					: this.data.text(value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The data of an event cannot be written: " + ex.getMessage(), ex);
		}
	}

	private boolean send(byte[] bytes) {
		AsyncExchange client = this.exchange;
		if (client == null || client.isOver()) {
			return false;
		}
		long waiting = client.unsent();
		// A single event may be larger.
		if (waiting > 0 && waiting + bytes.length > this.maxUnsent) {
			end(End.CLIENT_TOO_SLOW);
			return false;
		}
		return client.send(bytes);
	}

	/**
	 * Ends the stream, after all events that were sent. Browsers connect again unless
	 * they are answered with 204 then.
	 */
	public void complete() {
		end(End.COMPLETED);
	}

	/**
	 * Ends the stream by closing the connection.
	 */
	public void fail() {
		end(End.FAILED);
	}

	/** Who has it must begin it, or end it. */
	boolean claim() {
		this.lock.lock();
		try {
			boolean first = !this.claimed;
			this.claimed = true;
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	void end(End reason) {
		AsyncExchange client;
		Consumer<End> told;
		this.lock.lock();
		try {
			if (this.end != null) {
				return;
			}
			this.end = reason;
			client = this.exchange;
			told = this.listener;
			this.timers.forEach((timer) -> timer.cancel(false));
		}
		finally {
			this.lock.unlock();
		}
		if (client != null) {
			end(client, reason);
		}
		told.accept(reason);
	}

	private static void end(AsyncExchange client, End reason) {
		if (reason == End.FAILED || reason == End.CLIENT_TOO_SLOW) {
			client.abort();
		}
		else {
			client.complete();
		}
	}

	/** There is a client now. */
	void begin(AsyncExchange client, EventData data) {
		this.lock.lock();
		try {
			List<ServerSentEvent<?>> waiting = Objects.requireNonNull(this.early);
			this.data = data;
			this.exchange = client;
			for (ServerSentEvent<?> event : waiting) {
				client.send(EventEncoding.encode(event, text(event.data())));
			}
			this.early = null;
			if (this.end != null) {
				end(client, this.end);
				return;
			}
			startTimers();
		}
		finally {
			this.lock.unlock();
		}
		client.onGone(() -> end(End.CLIENT_GONE));
		client.onServerStop(() -> end(End.SERVER_STOPPED));
	}

	private void startTimers() {
		if (this.timeout != null) {
			CompletableFuture<Void> limit = after(this.timeout);
			limit.thenRunAsync(() -> end(End.TIMED_OUT));
			this.timers.add(limit);
		}
		if (this.heartbeat != null) {
			this.timers.add(beat(this.heartbeat));
		}
	}

	private static CompletableFuture<Void> after(Duration time) {
		return new CompletableFuture<Void>().completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
	}

	private CompletableFuture<Void> beat(Duration interval) {
		CompletableFuture<Void> next = after(interval);
		next.thenRunAsync(() -> {
			if (send(HEARTBEAT)) {
				again(next, interval);
			}
		});
		return next;
	}

	private void again(CompletableFuture<Void> last, Duration interval) {
		this.lock.lock();
		try {
			if (this.end == null) {
				this.timers.remove(last);
				this.timers.add(beat(interval));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
