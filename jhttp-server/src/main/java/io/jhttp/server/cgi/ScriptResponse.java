package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.OutputStream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.cgi.RunningScript.Ending;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response that a script gives (RFC 3875, section 6). It leaves as it comes; what
 * goes wrong before its head has left is answered with an error, and what goes wrong
 * later aborts the response.
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
				answerWithoutHead();
				return;
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
			logger.warn("CGI script {} sent no valid response: {}", this.name, ex.getMessage());
			throw new HttpProblem(502, "CGI script sent no valid response");
		}
	}

	private void answerWithoutHead() throws IOException {
		int code = this.script.awaitExit();
		Ending ending = this.script.ending();
		if (ending != Ending.NONE) {
			log(ending);
			throw problem(ending);
		}
		if (this.output.isEmpty() && this.script.isStartFailure(code)) {
			if (this.script.tellsOfShortage()) {
				throw new HttpProblem(503, "CGI script cannot be started at the moment");
			}
			throw new HttpProblem(403, "CGI script cannot be started");
		}
		if (code != 0) {
			log(code);
		}
		else {
			logger.warn("CGI script {} ended without a complete head", this.name);
		}
		throw new HttpProblem(502, "CGI script sent no valid response");
	}

	private void log(int exitCode) {
		logger.warn("CGI script {} exited with code {}", this.name, exitCode);
	}

	private void log(Ending ending) {
		switch (ending) {
			case TIMED_OUT -> logger.warn("CGI script {} took too long, and was ended", this.name);
			case CLIENT_GONE -> logger.debug("CGI script {} was ended, as its client is gone", this.name);
			case STOPPED -> logger.debug("CGI script {} was ended, as the server is stopping", this.name);
			default -> {
			}
		}
	}

	private static HttpProblem problem(Ending ending) {
		return switch (ending) {
			case TIMED_OUT -> new HttpProblem(504, "CGI script took too long");
			case STOPPED -> new HttpProblem(503, "The server is stopping.");
			default -> new HttpProblem(503, "");
		};
	}

	/** Content behind a local redirect is dropped (section 6.2.2). */
	private void skipContent() throws IOException {
		while (this.output.read() >= 0) {
			this.script.scriptsTurn();
		}
		requireEnd(true);
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
			requireEnd(left == 0 || hasNoContent());
		}
		catch (HttpProblem ex) {
			// What there is leaves, so that a client sees that the rest is missing.
			target.flush();
			throw ex;
		}
	}

	private boolean hasNoContent() {
		return this.exchange.request().methodIs("HEAD") || HttpStatus.forbidsContent(this.response.status());
	}

	/** As it comes, but not in smaller pieces than it comes in. */
	private void flushIfDry(OutputStream target) throws IOException {
		if (this.output.isDry() && this.script.isAlive()) {
			target.flush();
		}
	}

	/**
	 * Waits until the script, whose output has ended, has ended as well. Content is
	 * complete if the script itself has closed it, whatever its exit code: frameworks
	 * exit with 1 after an error page.
	 * @param complete whether nothing more can follow
	 * @throws HttpProblem if the script was ended before it was done
	 */
	private void requireEnd(boolean complete) throws IOException {
		// Whatever ends the script from now on does not end its content.
		Ending ending = this.script.ending();
		int code = this.script.awaitExit();
		log(this.script.ending());
		if (this.script.ending() == Ending.NONE && code != 0) {
			log(code);
		}
		if (!complete && ending != Ending.NONE) {
			throw problem(ending);
		}
		if (!complete && this.script.ending() == Ending.NONE && this.script.isSignal(code)) {
			throw new HttpProblem(502, "CGI script was killed");
		}
	}

}
