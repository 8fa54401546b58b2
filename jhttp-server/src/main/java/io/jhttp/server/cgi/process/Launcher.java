package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a script becomes a process: Java starts the first of these programs, and each of
 * them changes one thing and becomes the next one.
 *
 * <pre>
 *  env ──▶ setsid ──▶ setpriv ──▶ interpreter or script
 *   │        │          └ the scripts' user, no new privileges, the server's end is the script's
 *   │        └ a session and a process group, so that all that the script starts can be ended
 *   └ no signal is ignored
 * </pre>
 */
public final class Launcher {

	private static final Logger logger = LoggerFactory.getLogger(Launcher.class);

	private static final String NO_GROUPS = "what they start in the background may outlive them";

	private static final String NO_LIMITS = "they may gain privileges, and outlive a server that is killed";

	private static final String NO_SIGNALS = "they ignore the signals that the server was told to ignore";

	/** The system means the thread that has started a script, which waits for its end. */
	private static final String END_WITH_SERVER = "--pdeathsig=KILL";

	/**
	 * Numbers of the system: permissions, a missing file, too long arguments, no program.
	 */
	private static final Set<String> PERMANENT = Set.of("1", "2", "7", "8", "13", "20");

	private static final Pattern ERROR_NUMBER = Pattern.compile("\\berror(?:=|: )(\\d+)");

	/** Programs of any system have a zero in so many bytes. */
	private static final int BEGIN = 64;

	private final List<String> programs;

	private final boolean grouping;

	private final @Nullable ScriptUser user;

	private Launcher(List<String> programs, boolean grouping, @Nullable ScriptUser user) {
		this.programs = programs;
		this.grouping = grouping;
		this.user = user;
	}

	/**
	 * Finds out how scripts can be started here.
	 * @param userName whom they run as if this process is root's
	 * @return what starts them
	 * @throws IOException if they would have to run as root
	 */
	public static Launcher find(String userName) throws IOException {
		warnOfSurroundings(ProcessHandle.current().pid(), System.getProperty("sun.jnu.encoding", "UTF-8"));
		try {
			ScriptUser user = ScriptUser.isNeeded() ? ScriptUser.named(userName) : null;
			List<String> setsid = findOptional(NO_GROUPS, "setsid");
			List<String> programs = new ArrayList<>(setsid);
			programs.addAll((user != null) ? changeTo(user)
					: findOptional(NO_LIMITS, "setpriv", "--no-new-privs", END_WITH_SERVER));
			if (!programs.isEmpty()) {
				// A script after it, with an equals sign in its name, would be a
				// variable.
				programs.addAll(0, findOptional(NO_SIGNALS, "env", "--default-signal"));
			}
			return new Launcher(programs, !setsid.isEmpty(), user);
		}
		catch (IOException ex) {
			throw new IOException("CGI scripts cannot run as the user '" + userName + "', and must not run as root: "
					+ ex.getMessage(), ex);
		}
	}

	/** What a server can be started in, and scripts suffer from. */
	static void warnOfSurroundings(long processId, String encoding) {
		if (processId == 1) {
			logger.warn("This server is process 1 of its container, and Java does not reap what CGI scripts leave "
					+ "behind: start the container with an init process, such as by 'docker run --init'");
		}
		if (!encoding.equalsIgnoreCase("UTF-8")) {
			logger.warn("CGI scripts see a question mark in place of each character that {} does not have: "
					+ "start the server in a UTF-8 locale, such as with LC_ALL=C.UTF-8", encoding);
		}
	}

	private static List<String> changeTo(ScriptUser user) throws IOException {
		List<String> command = new ArrayList<>(List.of(require("setpriv")));
		command.addAll(user.setprivArguments());
		command.add(END_WITH_SERVER);
		String uid = trial(command, "id", "-u");
		if (!uid.equals(String.valueOf(user.uid()))) {
			throw new IOException("after the change the user was " + uid);
		}
		return command;
	}

	/** Empty if the system has no such program, or one that cannot do this. */
	static List<String> findOptional(String without, String program, String... arguments) {
		try {
			List<String> command = new ArrayList<>(List.of(require(program)));
			command.addAll(List.of(arguments));
			trial(command, "true");
			return command;
		}
		catch (IOException ex) {
			logger.warn("CGI scripts start without '{}', so that {}: {}", program, without, ex.getMessage());
			return List.of();
		}
	}

	private static String require(String program) throws IOException {
		String file = ShortCommand.find(program);
		if (file == null) {
			throw new IOException("the program '" + program + "' of util-linux or coreutils was not found");
		}
		return file;
	}

	private static String trial(List<String> command, String program, String... arguments) throws IOException {
		List<String> trial = new ArrayList<>(command);
		trial.add(require(program));
		trial.addAll(List.of(arguments));
		return ShortCommand.output(trial);
	}

	/**
	 * Starts a script, in its directory.
	 * @param script its file
	 * @param interpreter a program and its arguments that the script is given to; empty
	 * if it starts by itself
	 * @param environment all that it is told
	 * @param input its standard input
	 * @return the process
	 * @throws ShortageException if it cannot be started at the moment
	 * @throws IOException if it cannot be started
	 */
	public Process start(Path script, List<String> interpreter, Map<String, String> environment, ScriptInput input)
			throws IOException {
		List<String> command = new ArrayList<>();
		if (interpreter.isEmpty()) {
			requireProgram(script);
		}
		else {
			command.add(find(interpreter.get(0), environment.getOrDefault("PATH", "")));
			command.addAll(interpreter.subList(1, interpreter.size()));
		}
		command.add(script.toString());
		return start(command, script.resolveSibling(""), environment, input);
	}

	/** Starts a program, with its absolute path and its arguments. */
	Process start(List<String> command, Path directory, Map<String, String> environment, ScriptInput input)
			throws IOException {
		List<String> whole = new ArrayList<>(this.programs);
		whole.addAll(command);
		ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
		builder.environment().clear();
		builder.environment().putAll(environment);
		try {
			Process process = builder.redirectInput(redirect(input)).start();
			feed(process, input.bytes());
			return process;
		}
		catch (IOException ex) {
			Matcher number = ERROR_NUMBER.matcher(String.valueOf(ex.getMessage()));
			if (number.find() && PERMANENT.contains(number.group(1))) {
				throw ex;
			}
			throw new ShortageException(ex);
		}
		catch (OutOfMemoryError ex) {
			// Java has no thread to wait for the end of a process.
			throw new ShortageException(ex);
		}
	}

	private static Redirect redirect(ScriptInput input) {
		@Nullable Path file = input.file();
		if (file != null) {
			return Redirect.from(file.toFile());
		}
		return (input.bytes().length > 0) ? Redirect.PIPE : Redirect.from(Path.of("/dev/null").toFile());
	}

	/** It is no more than the pipe takes. */
	private static void feed(Process process, byte[] bytes) {
		try (OutputStream target = process.getOutputStream()) {
			target.write(bytes);
		}
		catch (IOException ex) {
			logger.debug("A CGI script has ended without reading its input: {}", ex.getMessage());
		}
	}

	/**
	 * Refuses text that does not say what runs it: the system does too, but the programs
	 * before a script would give it to a shell then.
	 */
	private static void requireProgram(Path file) throws IOException {
		try (InputStream content = Files.newInputStream(file)) {
			String begin = new String(content.readNBytes(BEGIN), StandardCharsets.ISO_8859_1);
			if (!begin.startsWith("#!") && begin.indexOf(0) < 0) {
				throw new IOException("it is not a program, and its first line does not name one after '#!'");
			}
		}
		catch (AccessDeniedException ex) {
			// A program need not be readable.
		}
		catch (NoSuchFileException ex) {
			throw ex;
		}
		catch (FileSystemException ex) {
			throw new ShortageException(ex);
		}
	}

	/** What a name without a slash means to a script. */
	private static String find(String program, String path) throws IOException {
		if (program.indexOf('/') >= 0) {
			return program;
		}
		for (String directory : path.split(":")) {
			Path file = Path.of(directory, program);
			if (!directory.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
				return file.toString();
			}
		}
		throw new IOException("there is no program '" + program + "' on the PATH of scripts");
	}

	/**
	 * Asks a script to end, and goes on to listen to it: one that says something on its
	 * way must not die of a closed pipe. {@link Process#destroy()} would close the pipes
	 * too, its handle does not.
	 * @param script its process
	 */
	public static void askToEnd(Process script) {
		script.toHandle().destroy();
	}

	/**
	 * Whether scripts lead a process group of their own.
	 * @return false where there is no {@code setsid}
	 */
	public boolean isGrouping() {
		return this.grouping;
	}

	/**
	 * Whether programs start before a script, and may fail to become it.
	 * @return false where there are none of them
	 */
	public boolean isIndirect() {
		return !this.programs.isEmpty();
	}

	/**
	 * Makes what ends process groups of its scripts.
	 * @return process groups to end, none at first
	 */
	public ProcessGroups newGroups() {
		return new ProcessGroups(this.user);
	}

	/**
	 * Whether the user that scripts run as may execute a file.
	 * @param file the script
	 * @return whether it would start without an interpreter
	 */
	public boolean canExecute(Path file) {
		return (this.user != null) ? this.user.canExecute(file) : Files.isExecutable(file);
	}

}
