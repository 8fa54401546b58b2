package io.jhttp.server.handler;

import java.util.Set;
import java.util.function.Supplier;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.VerbMethods.VerbMethod;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link HttpHandler} of a handler class.
 */
public final class RequestHandlers implements NonBlockingHttpHandler {

	private final VerbMethods verbs;

	private final boolean hooksOverridden;

	private final Supplier<? extends BaseHttpRequestHandler> factory;

	private final SharedFiles files;

	private RequestHandlers(Class<? extends BaseHttpRequestHandler> type,
			Supplier<? extends BaseHttpRequestHandler> factory, SharedFiles files) {
		this.verbs = VerbMethods.of(type);
		if (this.verbs.verbs().isEmpty() && !Hooks.takeRequests(type)) {
			throw new IllegalArgumentException(type.getName() + " has no verb method: annotate one, such as"
					+ " '@Get void get()', or name it after its verb, such as 'void doGET()'");
		}
		this.hooksOverridden = Hooks.areOverridden(type);
		this.factory = factory;
		this.files = files;
	}

	/**
	 * Answers with one instance of a class for each connection. A
	 * {@link SimpleHttpRequestHandler} that was not given a directory serves the working
	 * directory.
	 * @param type the class
	 * @param factory makes an instance, when the first request of a connection arrives
	 * @return a handler
	 * @throws IllegalArgumentException if a verb method of the class is malformed: it has
	 * parameters, is static, its verb is no token, or a class has two methods for a verb;
	 * or if it has none
	 */
	public static HttpHandler perConnection(Class<? extends BaseHttpRequestHandler> type,
			Supplier<? extends BaseHttpRequestHandler> factory) {
		return new RequestHandlers(type, factory, new SharedFiles(null, null));
	}

	/**
	 * Answers with one instance of a class for each connection.
	 * @param type the class
	 * @param factory makes an instance, when the first request of a connection arrives
	 * @param files what a {@link SimpleHttpRequestHandler} serves that was not given a
	 * directory of its own
	 * @return a handler
	 * @throws IllegalArgumentException if a verb method of the class is malformed: it has
	 * parameters, is static, its verb is no token, or a class has two methods for a verb;
	 * if it has none; or if the class is a {@link CgiHttpRequestHandler}, which needs
	 * scripts
	 */
	public static HttpHandler perConnection(Class<? extends BaseHttpRequestHandler> type,
			Supplier<? extends BaseHttpRequestHandler> factory, FileHandler files) {
		if (CgiHttpRequestHandler.class.isAssignableFrom(type)) {
			throw new IllegalArgumentException(
					type.getName() + " runs scripts: give perConnection a CgiHandler, which has its files");
		}
		return new RequestHandlers(type, factory, new SharedFiles(files, null));
	}

	/**
	 * Answers with one instance of a class for each connection.
	 * @param type the class
	 * @param factory makes an instance, when the first request of a connection arrives
	 * @param scripts what a {@link CgiHttpRequestHandler} serves and runs that was not
	 * given a directory of its own; it stays the caller's to close
	 * @return a handler
	 * @throws IllegalArgumentException if a verb method of the class is malformed: it has
	 * parameters, is static, its verb is no token, or a class has two methods for a verb;
	 * or if it has none
	 */
	public static HttpHandler perConnection(Class<? extends BaseHttpRequestHandler> type,
			Supplier<? extends BaseHttpRequestHandler> factory, CgiHandler scripts) {
		return new RequestHandlers(type, factory, new SharedFiles(scripts.files(), scripts));
	}

	/**
	 * The verbs that a class answers.
	 * @param type the class
	 * @return verbs of annotated methods, and of those named after one
	 * @throws IllegalArgumentException if a verb method of the class is malformed
	 */
	public static Set<String> verbs(Class<? extends BaseHttpRequestHandler> type) {
		return VerbMethods.of(type).verbs();
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		BaseHttpRequestHandler handler = existing(exchange);
		if (handler == null) {
			// A factory may block.
			exchange.dispatch((later) -> create(later).answer(later));
			return;
		}
		if (mayBlock(handler, exchange)) {
			exchange.dispatch(handler::answer);
		}
		else {
			handler.answer(exchange);
		}
	}

	/** Hooks, the log and the error pages of files may block, whatever a method says. */
	private boolean mayBlock(BaseHttpRequestHandler handler, HttpExchange exchange) {
		VerbMethod verb = this.verbs.get(exchange.request().method());
		return verb == null || !verb.nonBlocking() || this.hooksOverridden || RequestLog.isRead()
				|| exchange.request().expectsContinue() || handler instanceof SimpleHttpRequestHandler;
	}

	private @Nullable BaseHttpRequestHandler existing(HttpExchange exchange) {
		return (exchange.connectionAttachment() instanceof Instance instance && instance.owner() == this)
				? instance.handler() : null;
	}

	private BaseHttpRequestHandler create(HttpExchange exchange) throws Exception {
		BaseHttpRequestHandler handler = this.factory.get();
		if (handler instanceof SimpleHttpRequestHandler simple) {
			simple.useFiles(this.files);
		}
		handler.connect(exchange, this.verbs);
		exchange.attachToConnection(new Instance(this, handler));
		exchange.onConnectionEnd(handler::disconnect);
		return handler;
	}

	private record Instance(RequestHandlers owner, BaseHttpRequestHandler handler) {
	}

}
