package io.jhttp.server;

import java.net.InetSocketAddress;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.net.AnswerEnd;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered, and what became of it. The request is the one that the
 * client has sent, also if a handler has redirected it locally. Valid until the listener
 * returns that was given it.
 */
public final class EndedExchange {

	private final Exchange engine;

	private final HttpExchange exchange;

	private final AnswerEnd end;

	EndedExchange(Exchange engine, HttpExchange exchange, AnswerEnd end) {
		this.engine = engine;
		this.exchange = exchange;
		this.end = end;
	}

	private @Nullable RequestHead head() {
		return this.engine.receivedHead();
	}

	/**
	 * Whether an exchange has begun. If not, the server has answered by itself: a request
	 * head that is malformed, too large or late, or a connection too many.
	 * @return true if the listener was told of the start
	 */
	public boolean hasStarted() {
		return this.end.started();
	}

	/**
	 * The exchange.
	 * @return what the listener was told of at the start, or null if none has begun
	 */
	public @Nullable HttpExchange exchange() {
		return this.end.started() ? this.exchange : null;
	}

	/**
	 * The request line as received, without its line end, or as much of it as was
	 * received. That of a malformed request may have any octet but CR and LF.
	 * @return ISO-8859-1 text, empty if nothing was received
	 */
	public String requestLine() {
		RequestHead head = head();
		return (head != null && this.end.headComplete()) ? head.requestLine() : this.engine.receivedLine();
	}

	/**
	 * The method.
	 * @return a token, or null if the request line is incomplete or malformed
	 */
	public @Nullable String method() {
		RequestHead head = head();
		return (head != null && this.end.headComplete()) ? head.method() : null;
	}

	/**
	 * The request target as received.
	 * @return a path with query, an absolute URL or {@code *}, or null if the request
	 * head is incomplete or malformed
	 */
	public @Nullable String target() {
		RequestHead head = head();
		return (head != null && this.end.headComplete()) ? head.target() : null;
	}

	/**
	 * The protocol version of the request.
	 * @return the version, or null if the request head is incomplete or malformed
	 */
	public @Nullable HttpVersion version() {
		RequestHead head = head();
		return (head != null && this.end.headComplete()) ? head.version() : null;
	}

	/**
	 * The first value of a header field of the request.
	 * @param name its name, in any case
	 * @return the value, or null if no such field was received
	 */
	public @Nullable String header(String name) {
		RequestHead head = head();
		return (head != null) ? head.field(name) : null;
	}

	/**
	 * The address of the client; see {@link HttpRequest#remoteAddress}.
	 * @return address and port
	 */
	public InetSocketAddress remoteAddress() {
		if (this.end.started()) {
			return this.exchange.request().remoteAddress();
		}
		Forwarding forwarding = forwarding();
		return (forwarding != null) ? forwarding.client() : this.engine.remoteAddress();
	}

	/** What proxies have said of a request that has got no further than its head. */
	private @Nullable Forwarding forwarding() {
		RequestHead head = head();
		if (head == null || !this.end.headComplete()) {
			return null;
		}
		try {
			return this.exchange.server().forwarding(this.engine.remoteAddress(), head);
		}
		catch (HttpProblem ex) {
			return null;
		}
	}

	/**
	 * The status code of the answer.
	 * @return 200 to 999, or 0 if the connection ended before there was one
	 */
	public int status() {
		return (this.end.refusedStatus() > 0) ? this.end.refusedStatus() : this.exchange.response().sentStatus();
	}

	/**
	 * How much content of the answer the system has taken: without head and framing, and
	 * without what a client has not waited for.
	 * @return a number of octets
	 */
	public long contentOctets() {
		long written = (this.end.refusedStatus() > 0) ? this.end.refusedContent()
				: this.exchange.response().contentOctets();
		return Math.max(0, written - this.end.unsentOctets());
	}

	/**
	 * When the request head was complete.
	 * @return milliseconds since 1970
	 */
	public long arrivalMillis() {
		return this.engine.arrivalMillis();
	}

	/**
	 * How long it took from the complete request head to the end of the answer.
	 * @return nanoseconds, 0 or more
	 */
	public long durationNanos() {
		return this.end.durationNanos();
	}

	/**
	 * What went wrong, if anything did: what a handler has thrown or reported, or why the
	 * answer has not reached the client.
	 * @return an exception, or null if the answer is complete and nothing failed
	 */
	public @Nullable Throwable failure() {
		Throwable failure = this.exchange.failure();
		return (failure != null && this.end.started()) ? failure : this.end.failure();
	}

	/**
	 * Whether the answer was cut, or never given, because the client has left or was too
	 * slow, or the server has closed the connection.
	 * @return true if the client does not have the whole answer
	 */
	public boolean isCut() {
		Throwable failure = failure();
		return this.engine.isAborted() || (failure != null && ClientGoneException.isCauseOf(failure));
	}

}
