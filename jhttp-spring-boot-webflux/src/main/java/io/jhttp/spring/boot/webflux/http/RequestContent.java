package io.jhttp.spring.boot.webflux.http;

import java.io.EOFException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/**
 * The content of a request, for one subscriber. What it does not request waits, and then
 * the client does.
 *
 * <pre>
 *          subscribe              the end, a failure, cancel
 *  UNUSED ───────────▶ SUBSCRIBED ──────────────────────────▶ ENDED
 *     │                                                         ▲
 *     └─ the client is gone ──▶ GONE ──────── subscribe ────────┘
 * </pre>
 */
final class RequestContent extends Flux<DataBuffer> implements Subscription, AsyncExchange.ContentReceiver {

	private enum State {

		UNUSED, SUBSCRIBED, GONE, ENDED

	}

	private static final AtomicLongFieldUpdater<RequestContent> DEMAND = AtomicLongFieldUpdater
		.newUpdater(RequestContent.class, "demand");

	private final AsyncExchange exchange;

	private final DataBufferFactory bufferFactory;

	private final AtomicReference<State> state = new AtomicReference<>(State.UNUSED);

	private final AtomicReference<@Nullable CoreSubscriber<? super DataBuffer>> subscriber = new AtomicReference<>();

	/** A piece is being received if this is positive. */
	private volatile long demand;

	RequestContent(AsyncExchange exchange, DataBufferFactory bufferFactory) {
		this.exchange = exchange;
		this.bufferFactory = bufferFactory;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (!this.subscriber.compareAndSet(null, actual)) {
			Operators.error(actual, new IllegalStateException("The content of a request can be read once"));
			return;
		}
		actual.onSubscribe(this);
		if (!this.state.compareAndSet(State.UNUSED, State.SUBSCRIBED)
				&& this.state.compareAndSet(State.GONE, State.ENDED)) {
			actual.onError(disconnected());
		}
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count) && Operators.addCap(DEMAND, this, count) == 0) {
			this.exchange.receive(this);
		}
	}

	@Override
	public void cancel() {
		this.state.set(State.ENDED);
	}

	@Override
	public void received(byte @Nullable [] content) {
		CoreSubscriber<? super DataBuffer> current = this.subscriber.get();
		if (current == null || isOver()) {
			return;
		}
		if (content != null) {
			current.onNext(this.bufferFactory.wrap(content));
			if (Operators.produced(DEMAND, this, 1) > 0 && !isOver()) {
				this.exchange.receive(this);
			}
		}
		else if (end()) {
			current.onComplete();
		}
	}

	@Override
	public void failed(HttpProblem problem) {
		CoreSubscriber<? super DataBuffer> current = this.subscriber.get();
		if (current != null && end()) {
			// With the status that the client deserves.
			current.onError(
					new ResponseStatusException(HttpStatusCode.valueOf(problem.status()), problem.detail(), problem));
		}
	}

	/** The client will not send any more. */
	void gone() {
		CoreSubscriber<? super DataBuffer> current = this.subscriber.get();
		if (!this.state.compareAndSet(State.UNUSED, State.GONE) && current != null
				&& this.state.compareAndSet(State.SUBSCRIBED, State.ENDED)) {
			current.onError(disconnected());
		}
	}

	private boolean isOver() {
		State now = this.state.get();
		return now == State.GONE || now == State.ENDED;
	}

	/** It may end before subscribe has returned. */
	private boolean end() {
		State before = this.state.getAndSet(State.ENDED);
		return before == State.UNUSED || before == State.SUBSCRIBED;
	}

	/** Spring knows by this class that nobody is left to be answered. */
	private static EOFException disconnected() {
		return new EOFException("The client closed the connection");
	}

}
