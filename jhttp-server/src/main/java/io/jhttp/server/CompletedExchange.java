package io.jhttp.server;

import java.net.InetSocketAddress;
import java.security.Principal;

import io.jhttp.server.exchange.RejectedRequest;
import io.jhttp.server.exchange.ResponseOutcome;
import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered, and what became of it. The request is the one that the
 * client has sent, also if a handler has redirected it locally. Valid until the listener
 * returns that was given it.
 */
public final class CompletedExchange {

	/** Null if none has begun. */
	private final @Nullable HttpExchange exchange;

	private final StreamConnection connection;

	private final String requestLine;

	private final @Nullable RequestHead head;

	private final boolean headComplete;

	private final int status;

	private final long contentLength;

	private final ResponseOutcome outcome;

	private final TrustedProxies trustedProxies;

	private CompletedExchange(@Nullable HttpExchange exchange, RejectedRequest request, TrustedProxies trustedProxies,
			ResponseOutcome outcome) {
		this.exchange = exchange;
		this.connection = request.connection();
		this.requestLine = request.requestLine();
		this.head = request.head();
		this.headComplete = request.complete();
		this.status = request.status();
		this.contentLength = request.contentLength();
		this.trustedProxies = trustedProxies;
		this.outcome = outcome;
	}

	/** An exchange that a handler was given. */
	static CompletedExchange of(HttpExchange exchange, ResponseOutcome outcome) {
		RequestHead head = exchange.stream().head();
		boolean rejected = outcome.rejectedStatus() > 0;
		return new CompletedExchange(exchange,
				new RejectedRequest(exchange.stream().connection(), head.requestLine(), head, true,
						rejected ? outcome.rejectedStatus() : exchange.response().sentStatus(),
						rejected ? outcome.rejectedLength() : exchange.response().contentBytes()),
				TrustedProxies.NONE, outcome);
	}

	/** A request that the server has answered by itself. */
	static CompletedExchange of(RejectedRequest request, TrustedProxies trustedProxies, ResponseOutcome outcome) {
		return new CompletedExchange(null, request, trustedProxies, outcome);
	}

	/**
	 * Whether an exchange has begun. If not, the server has answered by itself: a request
	 * head that is malformed, too large or late, or a connection too many.
	 * @return true if the listener was told of the start
	 */
	public boolean hasStarted() {
		return this.exchange != null;
	}

	/**
	 * The exchange.
	 * @return what the listener was told of at the start, or null if none has begun
	 */
	public @Nullable HttpExchange exchange() {
		return this.exchange;
	}

	/**
	 * The request line as received, without its line end, or as much of it as was
	 * received. That of a malformed request may have any byte but CR and LF.
	 * @return ISO-8859-1 text, empty if nothing was received
	 */
	public String requestLine() {
		return this.requestLine;
	}

	/** The head, if it is complete. */
	private @Nullable RequestHead completeHead() {
		return this.headComplete ? this.head : null;
	}

	/**
	 * The method.
	 * @return a token, or null if the request line is incomplete or malformed
	 */
	public @Nullable String method() {
		RequestHead head = completeHead();
		return (head != null) ? head.method() : null;
	}

	/**
	 * The request target as received.
	 * @return a path with query, an absolute URL or {@code *}, or null if the request
	 * head is incomplete or malformed
	 */
	public @Nullable String target() {
		RequestHead head = completeHead();
		return (head != null) ? head.target() : null;
	}

	/**
	 * The protocol version of the request.
	 * @return the version, or null if the request head is incomplete or malformed
	 */
	public @Nullable HttpVersion version() {
		RequestHead head = completeHead();
		return (head != null) ? head.version() : null;
	}

	/**
	 * The first value of a header field of the request.
	 * @param name its name, in any case
	 * @return the value, or null if no such field was received
	 */
	public @Nullable String header(String name) {
		return (this.head != null) ? this.head.field(name) : null;
	}

	/**
	 * The address of the client; see {@link HttpRequest#remoteAddress}.
	 * @return address and port
	 */
	public InetSocketAddress remoteAddress() {
		if (this.exchange != null) {
			return this.exchange.request().remoteAddress();
		}
		Forwarding forwarding = forwarding();
		return (forwarding != null) ? forwarding.client() : this.connection.remoteAddress();
	}

	/**
	 * The client, for logs; see {@link HttpRequest#client}.
	 * @return the numbers of its address, or {@code unix:}
	 */
	public String client() {
		return PeerAddress.text(remoteAddress());
	}

	/**
	 * The listener that the request came by.
	 * @return its name
	 */
	public String listener() {
		return this.connection.listener();
	}

	private @Nullable Forwarding forwarding() {
		RequestHead head = completeHead();
		if (head == null || this.trustedProxies.isEmpty()) {
			return null;
		}
		try {
			return Forwarding.of(this.trustedProxies, this.connection, head);
		}
		catch (HttpProblem ex) {
			return null;
		}
	}

	/**
	 * Who has made the request; see {@link HttpExchange#principal}.
	 * @return the user, or null if no user was authenticated
	 */
	public @Nullable Principal principal() {
		return (this.exchange != null) ? this.exchange.principal() : null;
	}

	/**
	 * The status code of the response.
	 * @return 200 to 999, or 0 if the connection ended before there was one
	 */
	public int status() {
		return this.status;
	}

	/**
	 * How much content of the response the system has taken: without head and framing,
	 * and without what a client has not waited for.
	 * @return a number of bytes
	 */
	public long contentBytes() {
		return Math.max(0, this.contentLength - this.outcome.unsentBytes());
	}

	/**
	 * When the request head was complete.
	 * @return milliseconds since 1970
	 */
	public long arrivalMillis() {
		return this.outcome.arrivalMillis();
	}

	/**
	 * How long it took from the complete request head to the end of the response.
	 * @return nanoseconds, 0 or more
	 */
	public long durationNanos() {
		return this.outcome.durationNanos();
	}

	/**
	 * What went wrong, if anything did: what a handler has thrown or reported, or why the
	 * response has not reached the client.
	 * @return an exception, or null if the response is complete and nothing failed
	 */
	public @Nullable Throwable failure() {
		Throwable failure = (this.exchange != null) ? this.exchange.failure() : null;
		return (failure != null) ? failure : this.outcome.failure();
	}

	/**
	 * Whether the response was aborted, or never given, because the client has left or
	 * was too slow, or the server has closed the connection.
	 * @return true if the client does not have the whole response
	 */
	public boolean isAborted() {
		Throwable failure = failure();
		boolean aborted = this.exchange != null && this.exchange.stream().isAborted();
		return aborted || (failure != null && ClientGoneException.isCauseOf(failure));
	}

}
