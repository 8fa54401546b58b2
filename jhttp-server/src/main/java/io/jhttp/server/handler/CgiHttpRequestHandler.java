package io.jhttp.server.handler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.cgi.ScriptHooks;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code CGIHTTPRequestHandler}: runs the scripts of some directories, to
 * {@code GET}, {@code HEAD} and {@code POST} or the methods of {@code jhttp.cgi.methods},
 * and serves the other files. Unlike Python's it keeps to RFC 3875; scripts never run as
 * root, and can set a status and redirect.
 */
public class CgiHttpRequestHandler extends SimpleHttpRequestHandler {

	private @Nullable CgiHandler scripts;

	private List<String> configuredDirectories = CgiHandler.DEFAULT_DIRECTORIES;

	/**
	 * Serves the server's directory: the configured one, or else the working directory.
	 * In a Spring Boot application that is {@code jhttp.directory}, or else nothing.
	 */
	public CgiHttpRequestHandler() {
	}

	/**
	 * Serves a directory.
	 * @param directory the directory
	 */
	public CgiHttpRequestHandler(Path directory) {
		super(directory);
	}

	@Override
	void useFiles(SharedFiles shared) throws IOException {
		this.configuredDirectories = shared.scriptDirectories();
		CgiHandler found = shared.scripts(ownDirectory(), cgiDirectories());
		this.scripts = found;
		useFiles(found.files());
	}

	private CgiHandler scripts() {
		if (this.scripts == null) {
			throw new IllegalStateException("There is no connection yet");
		}
		return this.scripts;
	}

	/**
	 * Where the scripts are (Python's {@code cgi_directories}). It is asked once for each
	 * connection.
	 * @return paths from the served directory down; those of the server by default,
	 * {@code /cgi-bin} and {@code /htbin}
	 */
	protected List<String> cgiDirectories() {
		return this.configuredDirectories;
	}

	/**
	 * Whether the request is for a script (Python's {@code is_cgi}). By default that is
	 * what lies below one of {@link #cgiDirectories}. If you make scripts of other files,
	 * you have to keep their source from being served by another spelling of their path,
	 * such as with {@code jhttp.files.deny}.
	 * @return true to run a script
	 */
	protected boolean isCgi() {
		return scripts().isScript(request());
	}

	/**
	 * Whether a script may start (Python's {@code is_executable}).
	 * @param file the script
	 * @return by default, whether the user that it would run as may execute it
	 */
	protected boolean isExecutable(Path file) {
		return scripts().hooks().isExecutable(file);
	}

	/**
	 * The program that a script is given to (Python's {@code is_python}). Such a script
	 * need not be executable.
	 * @param file the script
	 * @return a program and its arguments; empty to start the script by itself. Those of
	 * the server by default: {@code jhttp.cgi.interpreters}
	 */
	protected List<String> interpreter(Path file) {
		return scripts().hooks().interpreter(file);
	}

	/**
	 * Changes what a script is told. By default nothing is changed.
	 * @param variables the meta-variables of RFC 3875, section 4.1, and those of the
	 * server, to be changed
	 */
	protected void environment(Map<String, String> variables) {
	}

	/**
	 * Runs the script of the request and answers with its output (Python's
	 * {@code run_cgi}). The first name of the path that is no directory is the script,
	 * and the rest is its {@code PATH_INFO}.
	 * @throws IOException if the client is gone
	 * @throws io.jhttp.server.http.HttpProblem if there is no such script, or it has no
	 * response
	 */
	protected void runCgi() throws IOException {
		scripts().run(exchange(), new OwnHooks());
		if (response().isBegun()) {
			logRequest(response().status());
		}
	}

	private void runIfAllowed() throws IOException {
		if (scripts().isMethodOfScripts(command())) {
			runCgi();
		}
		else {
			super.answerOtherVerb();
		}
	}

	@Override
	void answerOtherVerb() throws IOException {
		if (scripts().isMethodOfScripts(command()) && isCgi()) {
			runCgi();
		}
		else {
			super.answerOtherVerb();
		}
	}

	/**
	 * Runs a script, or sends the head of a file.
	 */
	@Override
	protected @Nullable InputStream sendHead() throws IOException {
		if (isCgi()) {
			runIfAllowed();
			return null;
		}
		return super.sendHead();
	}

	/**
	 * Answers {@code POST}, which only scripts do.
	 * @throws IOException if the client is gone
	 */
	@Post
	protected void doPost() throws IOException {
		if (isCgi()) {
			runIfAllowed();
		}
		else {
			sendError(501, "Can only POST to CGI scripts");
		}
	}

	private final class OwnHooks implements ScriptHooks {

		@Override
		public boolean isExecutable(Path file) {
			return CgiHttpRequestHandler.this.isExecutable(file);
		}

		@Override
		public List<String> interpreter(Path file) {
			return CgiHttpRequestHandler.this.interpreter(file);
		}

		@Override
		public void environment(Map<String, String> variables) {
			CgiHttpRequestHandler.this.environment(variables);
		}

	}

}
