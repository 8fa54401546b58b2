package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a script becomes a process. The ways, each where the one before cannot be had:
 *
 * <pre>
 *                        server is root's                 it is somebody else's
 *  native access         ForkServer                       PosixSpawner
 *  none                  ForkServer                       ForkServer
 *  and without it        SetprivSpawner with one of:      PosixSpawner or JavaSpawner
 * </pre>
 */
public final class Launcher implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Launcher.class);

	/** Programs of any system have a zero in so many octets. */
	private static final int BEGIN = 64;

	private final Spawner spawner;

	private final @Nullable ScriptUser user;

	private Launcher(Spawner spawner, @Nullable ScriptUser user) {
		this.spawner = spawner;
		this.user = user;
	}

	/**
	 * Finds out how scripts can be started here.
	 * @param userName whom they run as if this process is root's
	 * @param maxConcurrent how many run at a time
	 * @param worthwhile how many start before a fork server does
	 * @return what starts them
	 * @throws IOException if they would have to run as root
	 */
	public static Launcher find(String userName, int maxConcurrent, long worthwhile) throws IOException {
		try {
			if (ScriptUser.isNeeded()) {
				ScriptUser user = ScriptUser.named(userName);
				List<String> become = changeTo(user);
				Spawner direct = new SetprivSpawner(spawner(), withServer(become));
				return new Launcher(forking(direct, () -> ForkServer.start(become, user, maxConcurrent), worthwhile),
						user);
			}
			Spawner direct = spawner();
			return new Launcher(
					(direct instanceof PosixSpawner) ? direct
							: forking(direct, () -> ForkServer.start(List.of(), null, maxConcurrent), worthwhile),
					null);
		}
		catch (IOException ex) {
			throw new IOException("CGI scripts cannot run as the user '" + userName + "', and must not run as root: "
					+ ex.getMessage(), ex);
		}
	}

	private static Spawner forking(Spawner direct, ForkServerSpawner.Source source, long worthwhile) {
		ForkServerSpawner spawner = new ForkServerSpawner(direct, source, worthwhile);
		if (worthwhile == 0) {
			spawner.startNow();
		}
		return spawner;
	}

	private static Spawner spawner() {
		try {
			return PosixSpawner.find();
		}
		catch (IOException ex) {
			logger.debug("CGI scripts are started by Java and not by posix_spawn, which is faster: {}",
					ex.getMessage());
			return new JavaSpawner();
		}
	}

	private static List<String> changeTo(ScriptUser user) throws IOException {
		String setpriv = ShortCommand.find("setpriv");
		if (setpriv == null) {
			throw new IOException("the program 'setpriv' of util-linux was not found");
		}
		List<String> command = new ArrayList<>(List.of(setpriv));
		command.addAll(user.setprivArguments());
		List<String> trial = new ArrayList<>(command);
		trial.addAll(List.of(String.valueOf(ShortCommand.find("id")), "-u"));
		String uid = ShortCommand.output(trial);
		if (!uid.equals(String.valueOf(user.uid()))) {
			throw new IOException("after the change the user was " + uid);
		}
		return command;
	}

	/**
	 * A server that is killed outright takes its scripts with it. The system means the
	 * thread that has started a script, which waits for its end.
	 */
	private static List<String> withServer(List<String> setpriv) {
		List<String> command = new ArrayList<>(setpriv);
		command.add("--pdeathsig=KILL");
		return command;
	}

	/**
	 * Starts a script, in its directory.
	 * @param script its file
	 * @param interpreter a program and its arguments that the script is given to; empty
	 * if it starts by itself
	 * @param environment all that it is told
	 * @param input its standard input
	 * @return the process
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
		return this.spawner.start(command, script.resolveSibling(""), environment, input);
	}

	/**
	 * Refuses text that does not say what runs it: the system does too, but Java and the
	 * programs before a script would give it to a shell then.
	 */
	private static void requireProgram(Path file) throws IOException {
		try (InputStream content = Files.newInputStream(file)) {
			String begin = new String(content.readNBytes(BEGIN), StandardCharsets.ISO_8859_1);
			if (!begin.startsWith("#!") && begin.indexOf(0) < 0) {
				throw new IOException("it is no program, and its first line names none after '#!'");
			}
		}
		catch (AccessDeniedException ex) {
			// A program need not be readable.
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
	 * Asks a script to end, and goes on to listen to it.
	 * @param script its process
	 */
	public void askToEnd(Process script) {
		this.spawner.askToEnd(script);
	}

	/**
	 * Whether a script leads a process group of its own.
	 * @param script its process
	 * @return whether it does
	 */
	public boolean isGrouping(Process script) {
		return this.spawner.isGrouping(script);
	}

	/**
	 * Whether programs started before the script, and may have failed to start it.
	 * @param script its process
	 * @return whether they did
	 */
	public boolean isIndirect(Process script) {
		return this.spawner.isIndirect(script);
	}

	/** How processes are started. */
	@Override
	public String toString() {
		return this.spawner.toString();
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

	@Override
	public void close() {
		this.spawner.close();
	}

}
