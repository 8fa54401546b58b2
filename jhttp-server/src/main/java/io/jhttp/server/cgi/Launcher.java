package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before each script on its command line: programs that prepare the process,
 * and then become the script. {@code setsid} gives it a session, and so a process group,
 * of its own; {@code setpriv} takes root's rights from it. Both belong to util-linux.
 * Java can do neither.
 */
final class Launcher {

	private static final Logger logger = LoggerFactory.getLogger(Launcher.class);

	private final List<String> prefix;

	private final boolean grouping;

	private final @Nullable ScriptUser user;

	private Launcher(List<String> prefix, boolean grouping, @Nullable ScriptUser user) {
		this.prefix = prefix;
		this.grouping = grouping;
		this.user = user;
	}

	/**
	 * Finds out how scripts can be started here.
	 * @param userName whom they run as if this process is root's
	 * @throws IOException if they would have to run as root
	 */
	static Launcher find(String userName) throws IOException {
		List<String> prefix = new ArrayList<>();
		String setsid = ShortCommand.find("setsid");
		if (setsid != null) {
			prefix.add(setsid);
		}
		else {
			logger
				.warn("The program 'setsid' was not found: what a CGI script starts in the background may outlive it");
		}
		ScriptUser user = null;
		try {
			if (ScriptUser.isNeeded()) {
				user = ScriptUser.named(userName);
				prefix.addAll(changeTo(user));
			}
		}
		catch (IOException ex) {
			throw new IOException("CGI scripts cannot run as the user '" + userName + "', and must not run as root: "
					+ ex.getMessage(), ex);
		}
		return new Launcher(List.copyOf(prefix), setsid != null, user);
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

	/** The whole command line of a script. */
	List<String> command(ScriptRunner.Job job) {
		List<String> command = new ArrayList<>(this.prefix);
		command.addAll(job.interpreter());
		command.add(job.file().toString());
		return command;
	}

	/** Whether a script leads a process group of its own. */
	boolean isGrouping() {
		return this.grouping;
	}

	/** Whether programs start before the script does, and may fail to start it. */
	boolean isIndirect() {
		return !this.prefix.isEmpty();
	}

	boolean canExecute(Path file) {
		return (this.user != null) ? this.user.canExecute(file) : Files.isExecutable(file);
	}

}
