package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Writes the elements of a publisher as they come. Each is written by a worker, which
 * waits while the client does not take it; between two elements no thread is held, and
 * only one is asked for at a time.
 */
final class ElementStream implements Subscriber<Object> {

	private final ElementFormat format;

	private final EventData data;

	private volatile @Nullable AsyncExchange client;

	private volatile @Nullable Subscription subscription;

	/** What is done when the publisher has no more elements. */
	private volatile @Nullable HttpHandler end;

	private ElementStream(ElementFormat format, EventData data) {
		this.format = format;
		this.data = data;
	}

	/**
	 * Answers with a publisher.
	 * @param publisher gives the elements
	 * @param format how they are written
	 * @param data makes text of them
	 * @param exchange the exchange
	 * @throws IOException if the client is gone
	 */
	static void send(Publisher<?> publisher, ElementFormat format, EventData data, HttpExchange exchange)
			throws IOException {
		HttpResponse response = exchange.response();
		response.contentType(format.contentType(response.header("Content-Type")));
		if (response.header("Cache-Control") == null) {
			response.header("Cache-Control", "no-cache");
		}
		// Or else nginx keeps elements until it has enough of them.
		response.header("X-Accel-Buffering", "no");
		response.output().flush();
		if (!exchange.request().methodIs("HEAD")) {
			ElementStream stream = new ElementStream(format, data);
			stream.detach(exchange);
			publisher.subscribe(stream);
		}
	}

	private void detach(HttpExchange exchange) {
		AsyncExchange detached = exchange.detach();
		this.client = detached;
		detached.onGone(this::cancel);
		detached.onServerStop(() -> {
			cancel();
			detached.complete();
		});
	}

	private void cancel() {
		Subscription known = this.subscription;
		if (known != null) {
			known.cancel();
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		AsyncExchange detached = this.client;
		if (detached == null || detached.isOver()) {
			subscription.cancel();
		}
		else {
			subscription.request(1);
		}
	}

	@Override
	public void onNext(Object element) {
		if (!resume((exchange) -> {
			try {
				exchange.response().output().write(this.format.encode(element, this.data));
				exchange.response().output().flush();
			}
			catch (IOException | RuntimeException ex) {
				cancel();
				throw ex;
			}
			detach(exchange);
			if (this.end != null) {
				resume(this.end);
			}
			else if (this.subscription != null) {
				this.subscription.request(1);
			}
		})) {
			cancel();
		}
	}

	@Override
	public void onError(Throwable failure) {
		end((exchange) -> {
			throw (failure instanceof Exception exception) ? exception : new IllegalStateException(failure);
		});
	}

	@Override
	public void onComplete() {
		end((exchange) -> exchange.response().output().flush());
	}

	/**
	 * It may come while the last element is being written, and is found after that then.
	 */
	private void end(HttpHandler handler) {
		this.end = handler;
		resume(handler);
	}

	private boolean resume(HttpHandler handler) {
		AsyncExchange detached = this.client;
		return detached != null && detached.resume(handler);
	}

}
