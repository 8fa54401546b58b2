package io.jhttp.spring.boot.webflux.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Content that is written piece by piece, each when the client has taken what was written
 * before. It completes when the last piece was written.
 *
 * @param <T> the type of the pieces
 */
final class WrittenContent<T> extends Mono<Void> {

	private final Publisher<? extends T> source;

	private final AsyncExchange exchange;

	private final PieceWriter<T> writer;

	WrittenContent(Publisher<? extends T> source, AsyncExchange exchange, PieceWriter<T> writer) {
		this.source = source;
		this.exchange = exchange;
		this.writer = writer;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		this.source.subscribe(new Pieces<>(actual, this.exchange, this.writer));
	}

	/**
	 * <pre>
	 *             onNext          the next step
	 *  EXPECTING ────────▶ WRITING ────────────▶ EXPECTING
	 *      │                  │ onComplete, onError
	 *      │                  ▼      the next step
	 *      │               LAST ────────────────▶ ENDED
	 *      └──────── onComplete, onError, cancel ───▲
	 * </pre>
	 */
	private static final class Pieces<T> implements CoreSubscriber<T>, Subscription {

		private enum State {

			EXPECTING, WRITING, LAST, ENDED

		}

		private final CoreSubscriber<? super Void> actual;

		private final AsyncExchange exchange;

		private final PieceWriter<T> writer;

		private final AtomicReference<State> state = new AtomicReference<>(State.EXPECTING);

		/** The piece that is to be written, for whoever takes it first. */
		private final AtomicReference<@Nullable T> piece = new AtomicReference<>();

		private @Nullable Subscription upstream;

		/**
		 * Before, it is not cancelled: some publishers then forget the piece that they
		 * hold.
		 */
		private volatile boolean begun;

		/** Why there is no further piece, set before {@code LAST}. */
		private @Nullable Throwable failure;

		Pieces(CoreSubscriber<? super Void> actual, AsyncExchange exchange, PieceWriter<T> writer) {
			this.actual = actual;
			this.exchange = exchange;
			this.writer = writer;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.upstream, subscription)) {
				this.upstream = subscription;
				this.actual.onSubscribe(this);
				subscription.request(1);
				this.begun = true;
				if (this.state.get() == State.ENDED) {
					subscription.cancel();
				}
			}
		}

		@Override
		public void onNext(T next) {
			this.piece.set(next);
			if (!this.state.compareAndSet(State.EXPECTING, State.WRITING)) {
				releasePiece();
			}
			else if (!this.exchange.execute(this::write)) {
				// By this class Spring knows that nobody is left to be answered.
				fail(new EOFException("The exchange is over: the client has left, or the response was complete"));
			}
			else {
				this.exchange.execute((current) -> written());
			}
		}

		@Override
		public void onComplete() {
			end(null);
		}

		@Override
		public void onError(Throwable reason) {
			end(reason);
		}

		private void end(@Nullable Throwable reason) {
			this.failure = reason;
			if (!this.state.compareAndSet(State.WRITING, State.LAST)
					&& this.state.compareAndSet(State.EXPECTING, State.ENDED)) {
				tellEnd();
			}
		}

		private void tellEnd() {
			Throwable reason = this.failure;
			if (reason != null) {
				this.actual.onError(reason);
			}
			else {
				this.actual.onComplete();
			}
		}

		/** The number is not asked for: there is nothing to be given. */
		@Override
		public void request(long count) {
			Operators.validate(count);
		}

		@Override
		public void cancel() {
			if (this.state.getAndSet(State.ENDED) != State.ENDED) {
				cancelUpstream();
				releasePiece();
			}
		}

		private void cancelUpstream() {
			Subscription subscription = this.upstream;
			if (subscription != null && this.begun) {
				subscription.cancel();
			}
		}

		private void releasePiece() {
			T unwritten = this.piece.getAndSet(null);
			if (unwritten != null) {
				this.writer.release(unwritten);
			}
		}

		// On the event loop

		private void write(HttpExchange current) throws IOException {
			T next = this.piece.getAndSet(null);
			if (next == null) {
				return;
			}
			try {
				this.writer.write(next, current.response());
			}
			catch (RuntimeException ex) {
				fail(ex);
			}
			catch (IOException ex) {
				if (current.isOfConnection(ex)) {
					// The connection is closed, and whoever waits for this is cancelled.
					throw ex;
				}
				fail(ex);
			}
		}

		/** There is room for more. */
		private void written() {
			if (this.state.compareAndSet(State.WRITING, State.EXPECTING)) {
				Subscription subscription = this.upstream;
				if (subscription != null) {
					subscription.request(1);
				}
			}
			else if (this.state.compareAndSet(State.LAST, State.ENDED)) {
				tellEnd();
			}
		}

		private void fail(Exception reason) {
			releasePiece();
			if (this.state.getAndSet(State.ENDED) != State.ENDED) {
				cancelUpstream();
				this.actual.onError(reason);
			}
		}

	}

}
