package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.FileHandlerBuilder;
import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;

/**
 * Runs the scripts of some directories by CGI (RFC 3875), to {@code GET}, {@code HEAD}
 * and {@code POST} unless other methods were chosen, and serves the other files. What is
 * below such a directory is run, or refused, and never sent as a file.
 *
 * <pre>
 *  path ──▶ CgiDirectories ── no ──▶ FileHandler                                 (on the loop)
 *                │ yes
 *                ▼
 *             Script ──▶ ScriptInput                    content, if there is any (on a worker)
 *                              │
 *                              ▼
 *       ScriptEnvironment ──▶ ScriptRunner ──▶ ScriptResponse ──▶ response        (on ScriptThreads)
 *                                  ▲
 *                             ScriptWatch               time, errors, ends       (one thread)
 * </pre>
 */
public final class CgiHandler implements NonBlockingHttpHandler, AutoCloseable {

	/** Where scripts are unless something else is said. */
	public static final List<String> DEFAULT_DIRECTORIES = List.of("/cgi-bin", "/htbin");

	private final CgiDirectories directories;

	private final FileHandlerBuilder builder;

	/** Finds scripts. */
	private final FileHandler scripts;

	/** Serves all else. */
	private final FileHandler files;

	private final CgiResources resources;

	private final ScriptEnvironment environment;

	private final ScriptHooks hooks = new DefaultHooks();

	CgiHandler(FileHandlerBuilder files, List<String> directories, CgiResources resources) throws IOException {
		this.directories = CgiDirectories.of(directories);
		this.builder = files;
		this.resources = resources;
		this.scripts = files.withhold(List.of()).build();
		this.files = files.withhold(this.directories.paths()).build();
		if (this.files.directory().getFileSystem() != FileSystems.getDefault()) {
			throw new IllegalArgumentException(
					"Scripts are run from a directory of the disk, which " + this.files.directory() + " is not");
		}
		this.environment = new ScriptEnvironment(resources.environment(), this.files.directory(),
				resources.passAuthorization());
	}

	/**
	 * Begins to create a handler.
	 * @param files how the files are served that are no scripts, and from where
	 * @return a builder
	 */
	public static CgiHandlerBuilder builder(FileHandlerBuilder files) {
		return new CgiHandlerBuilder(files);
	}

	/**
	 * A handler for other directories that runs its scripts together with this one.
	 * @param directories paths such as {@code /cgi-bin}; none to run nothing
	 * @return a handler
	 * @throws IOException if the served directory cannot be read
	 */
	public CgiHandler withDirectories(List<String> directories) throws IOException {
		return new CgiHandler(this.builder, directories, this.resources);
	}

	/**
	 * A handler of another directory that runs its scripts together with this one, and
	 * serves its files in the same way.
	 * @param directory the directory to serve
	 * @param directories paths such as {@code /cgi-bin}; none to run nothing
	 * @return a handler
	 * @throws IOException if the served directory cannot be read
	 */
	public CgiHandler with(Path directory, List<String> directories) throws IOException {
		return new CgiHandler(this.builder.withDirectory(directory), directories, this.resources);
	}

	/**
	 * What serves the files that are no scripts.
	 * @return a handler that serves nothing of the directories of scripts
	 */
	public FileHandler files() {
		return this.files;
	}

	/**
	 * Where the scripts are.
	 * @return paths, each with a slash before
	 */
	public List<String> directories() {
		return this.directories.paths();
	}

	/**
	 * Whether a method is one that runs scripts.
	 * @param method of a request
	 * @return true for {@code GET}, {@code HEAD} and {@code POST} by default
	 */
	public boolean isMethodOfScripts(String method) {
		return this.resources.methods().contains(method);
	}

	/**
	 * What happens by default.
	 * @return hooks that do what the handler was built for
	 */
	public ScriptHooks hooks() {
		return this.hooks;
	}

	/**
	 * Whether a request is for a script, be there one or not.
	 * @param request the request
	 * @return false if a file answers it, or the path is malformed and has no response
	 */
	public boolean isScript(HttpRequest request) {
		String path = request.path();
		try {
			return this.directories.mayContain(path) && this.directories.contain(UrlPath.parse(path));
		}
		catch (HttpProblem ex) {
			return false;
		}
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		HttpRequest request = exchange.request();
		if (isScript(request)) {
			handleScript(exchange);
		}
		else if (request.methodIs("POST")) {
			exchange.response().sendError(501, "Can only POST to CGI scripts");
		}
		else {
			this.files.handle(exchange);
		}
	}

	private void handleScript(HttpExchange exchange) throws IOException {
		HttpRequest request = exchange.request();
		String method = request.method();
		if (!this.resources.methods().contains(method)) {
			refuse(exchange, method);
		}
		else if (!hasContent(request)) {
			exchange.dispatch((later) -> call(later, this.hooks).answer(later), this.resources.threads());
		}
		else if (exchange.onEventLoop()) {
			exchange.dispatch(this::receive);
		}
		else {
			receive(exchange);
		}
	}

	private void refuse(HttpExchange exchange, String method) throws IOException {
		if (method.equals("OPTIONS")) {
			String allowed = String.join(", ", this.resources.methods()) + ", OPTIONS";
			exchange.response().status(204).header("Allow", allowed).send();
		}
		else {
			throw HttpProblem.unsupportedMethod(method);
		}
	}

	private static boolean hasContent(HttpRequest request) {
		return request.contentLength() >= 0 || request.hasHeader("Transfer-Encoding");
	}

	/** On a worker: a client that sends slowly holds none of the threads for scripts. */
	private void receive(HttpExchange exchange) throws IOException {
		ScriptCall call = call(exchange, this.hooks);
		call.receive(exchange.request());
		exchange.dispatch(call::answer, (task) -> execute(task, call));
	}

	/** Whatever becomes of the task, what was received for it goes. */
	private void execute(Runnable task, ScriptCall call) {
		try {
			this.resources.threads().execute(() -> {
				try {
					task.run();
				}
				finally {
					call.close();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			call.close();
			throw ex;
		}
	}

	private ScriptCall call(HttpExchange exchange, ScriptHooks hooks) {
		Script script = Script.find(this.scripts, UrlPath.parse(exchange.request().path()));
		return new ScriptCall(script, hooks, this.environment, this.resources.runner());
	}

	/**
	 * Runs the script of a request, and waits until it is answered.
	 * @param exchange the exchange, on a worker
	 * @param hooks what is special to this request
	 * @throws IOException if the client is gone
	 * @throws HttpProblem if there is no such script, or it has no response
	 */
	public void run(HttpExchange exchange, ScriptHooks hooks) throws IOException {
		try (ScriptCall call = call(exchange, hooks)) {
			if (hasContent(exchange.request())) {
				call.receive(exchange.request());
			}
			this.resources.threads().call(() -> call.answer(exchange));
		}
		catch (RejectedExecutionException ex) {
			throw HttpProblem.busy();
		}
	}

	/**
	 * Ends all scripts, also those of handlers that run theirs together with this one.
	 */
	@Override
	public void close() {
		this.resources.threads().close();
		this.resources.runner().close();
	}

	private final class DefaultHooks implements ScriptHooks {

		@Override
		public boolean isExecutable(Path file) {
			return CgiHandler.this.resources.runner().isExecutable(file);
		}

		@Override
		public List<String> interpreter(Path file) {
			return CgiHandler.this.resources.interpreter(file);
		}

		@Override
		public void environment(Map<String, String> variables) {
		}

	}

}
