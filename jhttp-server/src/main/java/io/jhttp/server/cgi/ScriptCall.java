package io.jhttp.server.cgi;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.cgi.process.ScriptInput;
import io.jhttp.server.cgi.process.ShortageException;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request on its way to a script and back.
 */
final class ScriptCall implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ScriptCall.class);

	private final Script script;

	private final List<String> interpreter;

	private final ScriptHooks hooks;

	private final ScriptEnvironment environment;

	private final ScriptRunner runner;

	private ScriptInput input = ScriptInput.NONE;

	/**
	 * Prepares a call.
	 * @throws HttpProblem 403 if the script cannot start
	 */
	ScriptCall(Script script, ScriptHooks hooks, ScriptEnvironment environment, ScriptRunner runner) {
		this.script = script;
		this.hooks = hooks;
		this.environment = environment;
		this.runner = runner;
		this.interpreter = hooks.interpreter(script.file());
		if (this.interpreter.isEmpty() && !hooks.isExecutable(script.file())) {
			throw new HttpProblem(403, "CGI script is not executable ('" + script.name() + "')");
		}
	}

	/**
	 * Receives the content of the request.
	 * @throws HttpProblem 503 if there is no room for it
	 * @throws IOException if the client is gone
	 */
	void receive(HttpRequest request) throws IOException {
		try {
			this.input = ScriptInput.receive(request.content());
		}
		catch (ShortageException ex) {
			logger.warn("CGI script {} cannot be given its content at the moment: {}", name(), message(ex));
			throw new HttpProblem(503, "There is no room for the content of the request at the moment.");
		}
	}

	/**
	 * Runs the script and answers with its output.
	 * @throws IOException if the client is gone
	 */
	void answer(HttpExchange exchange) throws IOException {
		try {
			run(exchange);
		}
		finally {
			close();
		}
	}

	private void run(HttpExchange exchange) throws IOException {
		if (ScriptThreads.isTooLate()) {
			throw new HttpProblem(503, "Too many scripts are running.");
		}
		Map<String, String> variables = this.environment.of(exchange, this.script, this.input.length());
		this.hooks.environment(variables);
		try (RunningScript running = start(variables)) {
			exchange.onClientGone(running::clientGone);
			new ScriptResponse(exchange, running, this.script.name()).send();
		}
	}

	private RunningScript start(Map<String, String> variables) {
		ScriptRunner.Job job = new ScriptRunner.Job(this.script.name(), this.script.file(), this.interpreter,
				variables);
		try {
			RunningScript running = this.runner.start(job, this.input);
			// The script has the open file, and nothing else needs its name.
			close();
			return running;
		}
		catch (ShortageException ex) {
			logger.warn("CGI script {} cannot be started at the moment: {}", name(), message(ex));
			throw new HttpProblem(503, "CGI script cannot be started at the moment");
		}
		catch (IOException ex) {
			logger.warn("CGI script {} cannot be started: {}", name(), message(ex));
			throw new HttpProblem(403, "CGI script cannot be started ('" + this.script.name() + "')");
		}
	}

	private String name() {
		return LogText.escape(this.script.name());
	}

	private static String message(IOException failure) {
		return LogText.escape(String.valueOf(failure.getMessage()));
	}

	/** Removes what was received. */
	@Override
	public void close() {
		try {
			this.input.close();
		}
		catch (IOException ex) {
			logger.warn("The content of a request for a CGI script cannot be removed: {}", ex.getMessage());
		}
	}

}
