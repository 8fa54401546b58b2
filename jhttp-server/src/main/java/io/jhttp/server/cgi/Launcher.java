package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a script becomes a process: the way that processes are started here, and what
 * stands before a script on its command line. For root's server that is {@code setpriv}
 * of util-linux, which takes root's rights from the process and then becomes the script.
 * No thread of this process could do that for a child without being open to signals of
 * that user for a while, and with it the whole server.
 */
final class Launcher {

	private static final Logger logger = LoggerFactory.getLogger(Launcher.class);

	private final Spawner spawner;

	private final List<String> prefix;

	private final @Nullable ScriptUser user;

	private Launcher(Spawner spawner, List<String> prefix, @Nullable ScriptUser user) {
		this.spawner = spawner;
		this.prefix = prefix;
		this.user = user;
	}

	/**
	 * Finds out how scripts can be started here.
	 * @param userName whom they run as if this process is root's
	 * @throws IOException if they would have to run as root
	 */
	static Launcher find(String userName) throws IOException {
		try {
			if (!ScriptUser.isNeeded()) {
				return new Launcher(spawner(), List.of(), null);
			}
			ScriptUser user = ScriptUser.named(userName);
			return new Launcher(spawner(), changeTo(user), user);
		}
		catch (IOException ex) {
			throw new IOException("CGI scripts cannot run as the user '" + userName + "', and must not run as root: "
					+ ex.getMessage(), ex);
		}
	}

	private static Spawner spawner() {
		try {
			return PosixSpawner.find();
		}
		catch (IOException ex) {
			logger.debug("CGI scripts are started in the way of Java, which is slower: {}", ex.getMessage());
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
	 * Starts a script.
	 * @param environment all that it is told
	 * @throws IOException if it cannot be started
	 */
	Process start(ScriptRunner.Job job, Map<String, String> environment, ScriptInput input) throws IOException {
		List<String> command = new ArrayList<>(this.prefix);
		command.addAll(job.interpreter());
		command.add(job.file().toString());
		return this.spawner.start(command, job.file().resolveSibling(""), environment, input);
	}

	/** Whether a script leads a process group of its own. */
	boolean isGrouping() {
		return this.spawner.isGrouping();
	}

	/** Whether programs start before the script does, and may fail to start it. */
	boolean isIndirect() {
		return this.spawner.isIndirect() || !this.prefix.isEmpty();
	}

	boolean canExecute(Path file) {
		return (this.user != null) ? this.user.canExecute(file) : Files.isExecutable(file);
	}

}
