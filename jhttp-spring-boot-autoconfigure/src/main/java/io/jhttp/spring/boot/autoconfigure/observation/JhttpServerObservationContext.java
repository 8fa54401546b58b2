package io.jhttp.spring.boot.autoconfigure.observation;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an exchange while it is observed. Request and response are valid until
 * the observation has been stopped; everything else stays.
 */
public final class JhttpServerObservationContext extends RequestReplyReceiverContext<HttpRequest, HttpResponse> {

	private final HttpExchange exchange;

	private final String method;

	private final String path;

	private @Nullable String route;

	private int status;

	private boolean aborted;

	private boolean authenticated;

	/**
	 * Creates the context of an exchange that begins.
	 * @param exchange the exchange
	 */
	public JhttpServerObservationContext(HttpExchange exchange) {
		super(new RequestHeaderGetter());
		this.exchange = exchange;
		this.method = exchange.request().method();
		this.path = exchange.request().path();
		setCarrier(exchange.request());
		setResponse(exchange.response());
	}

	/** The exchange refuses to tell it later. */
	void end(CompletedExchange ended) {
		this.route = this.exchange.route();
		this.status = ended.status();
		this.aborted = ended.isAborted();
		this.authenticated = ended.principal() != null;
	}

	/**
	 * The method of the request.
	 * @return what the client has sent, which may be any token
	 */
	public String getMethod() {
		return this.method;
	}

	/**
	 * The path of the request.
	 * @return as received: percent-encoded, without the query
	 */
	public String getPath() {
		return this.path;
	}

	/**
	 * The pattern of the route that answers.
	 * @return such as <code>/greetings/{name}</code>; null if there is none, or it is not
	 * known yet
	 */
	public @Nullable String getRoute() {
		return this.route;
	}

	/**
	 * The status code of the response.
	 * @return 200 to 999, or 0 if there is none, or it is not known yet
	 */
	public int getStatus() {
		return this.status;
	}

	/**
	 * Whether it is known who has made the request.
	 * @return false if no user was authenticated, or it is not known yet
	 */
	public boolean isAuthenticated() {
		return this.authenticated;
	}

	/**
	 * Whether the client does not have the whole response: it has left or was too slow,
	 * or the server has closed the connection.
	 * @return true if the response has ended too early
	 */
	public boolean isAborted() {
		return this.aborted;
	}

}
