package io.jhttp.spring.boot.webflux.http;

import java.net.URI;
import java.net.URISyntaxException;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.EventLoopThread;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHeadResponseDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Adapts a reactive {@link HttpHandler} to the engine. It is called on an event loop, and
 * nothing leaves it until the handler does.
 */
public final class JhttpHttpHandlerAdapter implements NonBlockingHttpHandler {

	static {
		// Whoever would block an event loop is told so by Reactor.
		Schedulers.registerNonBlockingThreadPredicate((thread) -> thread instanceof EventLoopThread);
	}

	private final HttpHandler httpHandler;

	private final DataBufferFactory bufferFactory;

	private final @Nullable ResponseCompression compression;

	/**
	 * Creates an adapter that compresses nothing, with buffers on the heap.
	 * @param httpHandler what answers requests
	 */
	public JhttpHttpHandlerAdapter(HttpHandler httpHandler) {
		this(httpHandler, DefaultDataBufferFactory.sharedInstance, null);
	}

	/**
	 * Creates an adapter.
	 * @param httpHandler what answers requests
	 * @param bufferFactory makes the buffers of requests, and those of responses for
	 * whoever asks a response for its factory
	 * @param compression what compresses responses, or null for nothing
	 */
	public JhttpHttpHandlerAdapter(HttpHandler httpHandler, DataBufferFactory bufferFactory,
			@Nullable ResponseCompression compression) {
		this.httpHandler = httpHandler;
		this.bufferFactory = bufferFactory;
		this.compression = compression;
	}

	@Override
	public void handle(HttpExchange exchange) {
		URI uri = uri(exchange.request());
		AsyncExchange detached = exchange.detach();
		RequestContent content = new RequestContent(detached, this.bufferFactory);
		JhttpServerHttpRequest request = new JhttpServerHttpRequest(exchange.request(), uri, content);
		JhttpServerHttpResponse response = new JhttpServerHttpResponse(exchange.response(), detached, request,
				this.bufferFactory, this.compression);
		HandlerResult result = new HandlerResult(detached, content, response);
		detached.onGone(result::gone);
		result(request, response).subscribe(result);
	}

	private static URI uri(HttpRequest request) {
		String query = request.query();
		try {
			return new URI(request.origin() + request.path() + ((query != null) ? "?" + query : ""));
		}
		catch (URISyntaxException ex) {
			throw new HttpProblem(400, "The request target is no valid URI.");
		}
	}

	private Mono<Void> result(JhttpServerHttpRequest request, JhttpServerHttpResponse response) {
		ServerHttpResponse written = (request.getMethod() == HttpMethod.HEAD) ? new HttpHeadResponseDecorator(response)
				: response;
		try {
			return this.httpHandler.handle(request, written);
		}
		catch (RuntimeException ex) {
			return Mono.error(ex);
		}
	}

}
