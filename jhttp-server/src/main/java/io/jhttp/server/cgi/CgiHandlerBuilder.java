package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.jhttp.server.cgi.process.Launcher;
import io.jhttp.server.file.FileHandlerBuilder;
import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * Says how scripts run, and creates a {@link CgiHandler}.
 */
public final class CgiHandlerBuilder {

	/** Where scripts look for programs unless they are told otherwise. */
	private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

	/**
	 * Keeps the messages of the programs that start a script in English, in any locale:
	 * they tell a shortage from a script that can never start.
	 */
	private static final String LANGUAGE = "C";

	private final FileHandlerBuilder files;

	private List<String> directories = CgiHandler.DEFAULT_DIRECTORIES;

	private Set<String> methods = new LinkedHashSet<>(List.of("GET", "HEAD", "POST"));

	private String user = "nobody";

	private Duration timeout = Duration.ofSeconds(60);

	private Patience patience = Patience.USUAL;

	private LongSupplier clock = System::nanoTime;

	private @Nullable Launcher launcher;

	private boolean endWithProcess = true;

	private int maxConcurrent = 16;

	private Map<String, String> environment = Map.of();

	private boolean passAuthorization;

	private List<String> passEnvironment = List.of("LANG", "LC_ALL", "LC_CTYPE", "TZ");

	private Map<String, List<String>> interpreters = Map.of();

	CgiHandlerBuilder(FileHandlerBuilder files) {
		this.files = files;
	}

	/**
	 * Sets the directories below which everything is a script (Python's
	 * {@code cgi_directories}).
	 * @param paths from the served directory down, such as {@code /cgi-bin}; none to run
	 * nothing
	 * @return this builder
	 * @throws IllegalArgumentException if one of them is malformed, or the root
	 */
	public CgiHandlerBuilder directories(List<String> paths) {
		CgiDirectories.of(paths);
		this.directories = List.copyOf(paths);
		return this;
	}

	/**
	 * Sets the methods of requests that run a script, with their content if they have
	 * any. Other methods are answered with 501. {@code OPTIONS} is answered by the server
	 * unless it is one of them.
	 * @param methods at least one, in capital letters as a rule, since case counts (RFC
	 * 9110, section 9.1); {@code GET}, {@code HEAD} and {@code POST} by default
	 * @return this builder
	 * @throws IllegalArgumentException if there is none, or one of them is no token, or
	 * never reaches a script ({@code CONNECT} and {@code TRACE})
	 */
	public CgiHandlerBuilder methods(List<String> methods) {
		if (methods.isEmpty()) {
			throw new IllegalArgumentException("Scripts need at least one method, such as GET");
		}
		for (String method : methods) {
			if (!FieldRules.isToken(method)) {
				throw new IllegalArgumentException("'" + method + "' cannot be a method: it is not an RFC 9110 token");
			}
			if (method.equals("CONNECT") || method.equals("TRACE")) {
				throw new IllegalArgumentException("The method " + method + " is never for a script");
			}
		}
		this.methods = new LinkedHashSet<>(methods);
		return this;
	}

	/**
	 * Sets whom scripts run as if the server runs as root. Otherwise they run as the
	 * server's user.
	 * @param name a user, {@code nobody} by default
	 * @return this builder
	 */
	public CgiHandlerBuilder user(String name) {
		this.user = name;
		this.launcher = null;
		return this;
	}

	/**
	 * Sets how long a script may take for the head of its response, and then from one
	 * piece of its content to the next.
	 * @param timeout more than zero; the default is a minute
	 * @return this builder
	 */
	public CgiHandlerBuilder timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Sets how many scripts may run at the same time. Four times as many requests may
	 * wait, for at most two seconds; more are answered with 503.
	 * @param most at least 1; the default is 16
	 * @return this builder
	 * @throws IllegalArgumentException if it is less
	 */
	public CgiHandlerBuilder maxConcurrent(int most) {
		if (most < 1) {
			throw new IllegalArgumentException("At least 1 script must be able to run: " + most);
		}
		this.maxConcurrent = most;
		return this;
	}

	/**
	 * Sets whether scripts are ended as soon as this process is told to end, such as by
	 * {@code SIGTERM}. Who lets running requests finish then, and closes the handler
	 * after that, wants it off.
	 * @param endWithProcess true by default; false leaves the end of all scripts to
	 * {@link CgiHandler#close()}
	 * @return this builder
	 */
	public CgiHandlerBuilder endWithProcess(boolean endWithProcess) {
		this.endWithProcess = endWithProcess;
		return this;
	}

	/** For tests, which do not wait. */
	CgiHandlerBuilder patience(Patience patience) {
		this.patience = patience;
		return this;
	}

	/** For tests, which move it. */
	CgiHandlerBuilder clock(LongSupplier clock) {
		this.clock = clock;
		return this;
	}

	/** For tests, which look once for what starts scripts of the usual user. */
	CgiHandlerBuilder launcher(Launcher launcher) {
		this.launcher = launcher;
		return this;
	}

	/**
	 * Sets variables that each script is told.
	 * @param variables values by name
	 * @return this builder
	 * @throws IllegalArgumentException if a name is none, or could be taken for a field
	 * of the request
	 */
	public CgiHandlerBuilder environment(Map<String, String> variables) {
		variables.forEach(CgiHandlerBuilder::requireVariable);
		this.environment = Map.copyOf(variables);
		return this;
	}

	private static void requireVariable(String name, String value) {
		if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf(0) >= 0) {
			throw new IllegalArgumentException("'" + name
					+ "' cannot be a variable of scripts: a name must not be empty or contain '=', and neither name"
					+ " nor value may contain NUL");
		}
		if (name.toUpperCase(Locale.ROOT).startsWith("HTTP_")) {
			throw new IllegalArgumentException("'" + name
					+ "' cannot be a variable of scripts: names beginning with HTTP_ are header fields of the request");
		}
	}

	/**
	 * Sets whether scripts are told the credentials of requests, as
	 * {@code HTTP_AUTHORIZATION}, to check them themselves.
	 * @param passAuthorization false by default, since any program that a script starts
	 * can read them
	 * @return this builder
	 */
	public CgiHandlerBuilder passAuthorization(boolean passAuthorization) {
		this.passAuthorization = passAuthorization;
		return this;
	}

	/**
	 * Sets which variables of the server's own environment each script is told.
	 * @param names by default those of language and time zone
	 * @return this builder
	 */
	public CgiHandlerBuilder passEnvironment(List<String> names) {
		this.passEnvironment = List.copyOf(names);
		return this;
	}

	/**
	 * Sets programs that scripts are given to, by extension. Such scripts need not be
	 * executable.
	 * @param interpreters a program and its arguments by extension, such as {@code py}
	 * @return this builder
	 * @throws IllegalArgumentException if there is no program, or none where an absolute
	 * path says
	 */
	public CgiHandlerBuilder interpreters(Map<String, List<String>> interpreters) {
		Map<String, List<String>> copy = new HashMap<>();
		interpreters.forEach((extension, command) -> {
			if (command.isEmpty() || command.get(0).isBlank()) {
				throw new IllegalArgumentException("The extension '" + extension + "' needs a program");
			}
			// A name without a directory is looked for when it is needed, in the scripts'
			// PATH.
			if (Path.of(command.get(0)).isAbsolute() && Files.notExists(Path.of(command.get(0)))) {
				throw new IllegalArgumentException(
						"The program for the extension '" + extension + "' does not exist: " + command.get(0));
			}
			copy.put(extension.startsWith(".") ? extension.substring(1) : extension, List.copyOf(command));
		});
		this.interpreters = copy;
		return this;
	}

	/**
	 * Creates the handler. It is to be closed after its server.
	 * @return the handler
	 * @throws IOException if the served directory cannot be read, or scripts would have
	 * to run as root
	 * @throws IllegalArgumentException if the files are those of the class path
	 */
	public CgiHandler build() throws IOException {
		Launcher launcher = (this.launcher != null) ? this.launcher : Launcher.find(this.user);
		ProcessRunner runner = new ProcessRunner(launcher, this.timeout, this.patience, this.clock,
				this.endWithProcess);
		ScriptThreads threads = new ScriptThreads(this.maxConcurrent, this.patience.inLine());
		CgiResources resources = new CgiResources(runner, threads, constant(), this.passAuthorization,
				this.interpreters, this.methods);
		try {
			return new CgiHandler(this.files, this.directories, resources);
		}
		catch (IOException | RuntimeException ex) {
			runner.close();
			throw ex;
		}
	}

	private Map<String, String> constant() {
		Map<String, String> constant = new HashMap<>(Map.of("PATH", PATH, "LANGUAGE", LANGUAGE));
		for (String name : this.passEnvironment) {
			String value = System.getenv(name);
			if (value != null && !name.toUpperCase(Locale.ROOT).startsWith("HTTP_")) {
				constant.put(name, value);
			}
		}
		constant.putAll(this.environment);
		return constant;
	}

}
