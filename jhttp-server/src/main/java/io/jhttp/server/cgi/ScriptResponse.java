package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.OutputStream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response that a script gives (RFC 3875, section 6). It leaves as it comes; what
 * goes wrong before its head has left is answered with an error, and what goes wrong
 * later cuts the connection.
 */
final class ScriptResponse {

	private static final Logger logger = LoggerFactory.getLogger(ScriptResponse.class);

	private final HttpExchange exchange;

	private final HttpResponse response;

	private final RunningScript script;

	private final ScriptOutput output;

	private final String name;

	ScriptResponse(HttpExchange exchange, RunningScript script, String name) {
		this.exchange = exchange;
		this.response = exchange.response();
		this.script = script;
		this.output = new ScriptOutput(script.output());
		this.name = LogText.escape(name);
	}

	/**
	 * Sends the response.
	 * @throws IOException if the client is gone
	 * @throws HttpProblem if there is no response, or no end of it
	 */
	void send() throws IOException {
		try {
			ScriptHead head = this.output.readHead();
			if (head == null) {
				throw withoutHead();
			}
			String redirect = head.localRedirect();
			if (redirect != null) {
				skipContent();
				this.exchange.redirectLocally(redirect);
				return;
			}
			head.applyTo(this.response);
			sendContent(head);
		}
		catch (MalformedOutputException ex) {
			logger.warn("CGI script {} sent no valid answer: {}", this.name, ex.getMessage());
			throw new HttpProblem(502, "CGI script sent no valid answer");
		}
	}

	private HttpProblem withoutHead() throws IOException {
		int code = this.script.awaitExit();
		HttpProblem early = endedEarly();
		if (early != null) {
			return early;
		}
		if (this.output.isEmpty() && this.script.isStartFailure(code)) {
			return new HttpProblem(403, "CGI script cannot be started");
		}
		if (code != 0) {
			logger.warn("CGI script {}: CGI script exit code {}", this.name, code);
		}
		else {
			logger.warn("CGI script {} ended without a complete head", this.name);
		}
		return new HttpProblem(502, "CGI script sent no valid answer");
	}

	private @Nullable HttpProblem endedEarly() {
		return switch (this.script.ending()) {
			case NONE -> null;
			case TIMED_OUT -> {
				logger.warn("CGI script {} took too long, and was ended", this.name);
				yield new HttpProblem(504, "CGI script took too long");
			}
			case CLIENT_GONE -> {
				logger.debug("CGI script {} was ended, as its client is gone", this.name);
				yield new HttpProblem(503, "");
			}
			case STOPPED -> new HttpProblem(503, "The server is stopping.");
		};
	}

	/** Content behind a local redirect is dropped (section 6.2.2). */
	private void skipContent() throws IOException {
		while (this.output.read() >= 0) {
			this.script.scriptsTurn();
		}
		requireSuccess();
	}

	private void sendContent(ScriptHead head) throws IOException {
		OutputStream target = this.response.output();
		boolean forbidden = head.forbidsContent() && !HttpStatus.forbidsContent(this.response.status());
		long left = (head.contentLength() >= 0) ? head.contentLength() : Long.MAX_VALUE;
		boolean tooMuch = false;
		if (!forbidden) {
			flushIfDry(target);
		}
		for (int count = this.output.read(); count >= 0; count = this.output.read()) {
			if (forbidden) {
				this.response.reset();
				throw new MalformedOutputException("its content has no Content-Type");
			}
			int wanted = (int) Math.min(left, count);
			tooMuch |= wanted < count;
			left -= wanted;
			this.script.clientsTurn();
			target.write(this.output.buffer(), this.output.position(), wanted);
			flushIfDry(target);
			this.script.scriptsTurn();
		}
		if (tooMuch) {
			logger.warn("CGI script {} wrote more than its Content-Length", this.name);
		}
		try {
			requireSuccess();
		}
		catch (HttpProblem ex) {
			// What there is leaves, so that the cut is seen as one.
			target.flush();
			throw ex;
		}
	}

	/** As it comes, but not in smaller pieces than it comes in. */
	private void flushIfDry(OutputStream target) throws IOException {
		if (this.output.isDry() && this.script.isAlive()) {
			target.flush();
		}
	}

	private void requireSuccess() throws IOException {
		int code = this.script.awaitExit();
		HttpProblem early = endedEarly();
		if (early != null) {
			throw early;
		}
		if (code != 0) {
			logger.warn("CGI script {}: CGI script exit code {}", this.name, code);
			throw new HttpProblem(502, "CGI script failed");
		}
	}

}
