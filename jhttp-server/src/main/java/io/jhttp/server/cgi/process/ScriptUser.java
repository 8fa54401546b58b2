package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The user that scripts run as when the server runs as root, which they must never do.
 *
 * @param name its name
 * @param uid its number
 * @param gid the number of its group
 * @param groups the numbers of all its groups
 */
record ScriptUser(String name, int uid, int gid, Set<Integer> groups) {

	private static final int OWNER_SHIFT = 6;

	private static final int GROUP_SHIFT = 3;

	/** Each number is followed by its name, if it has one. */
	private static final Pattern IDENTITY = Pattern
		.compile("uid=(?<uid>\\d+)(?:\\([^)]*\\))? gid=(?<gid>\\d+)(?:\\([^)]*\\))?(?: groups=(?<groups>.*))?");

	/** Whether this process is root's. */
	static boolean isNeeded() throws IOException {
		return number(ShortCommand.output("id", "-u")) == 0;
	}

	/**
	 * Looks a user up.
	 * @throws IOException if there is none, or it is root
	 */
	static ScriptUser named(String name) throws IOException {
		if (name.isEmpty() || name.startsWith("-")) {
			throw new IOException("'" + name + "' is not the name of a user");
		}
		ScriptUser user = parse(name, ShortCommand.output("id", name));
		if (user.uid == 0) {
			throw new IOException("scripts must not run as root, and '" + name + "' is root");
		}
		return user;
	}

	/** What {@code id} prints of a user: POSIX leaves out groups if it has only one. */
	static ScriptUser parse(String name, String identity) throws IOException {
		Matcher matcher = IDENTITY.matcher(identity);
		if (!matcher.matches()) {
			throw new IOException("'id' did not print numbers but '" + identity + "'");
		}
		int gid = number(matcher.group("gid"));
		Set<Integer> groups = new TreeSet<>(Set.of(gid));
		if (matcher.group("groups") != null) {
			for (String group : matcher.group("groups").split(",")) {
				groups.add(number(group.replaceFirst("\\(.*", "")));
			}
		}
		return new ScriptUser(name, number(matcher.group("uid")), gid, groups);
	}

	private static int number(String text) throws IOException {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw new IOException("'id' did not print a number but '" + text + "'", ex);
		}
	}

	/** The arguments that make {@code setpriv} change to this user for good. */
	List<String> setprivArguments() {
		List<String> arguments = new ArrayList<>(List.of("--reuid=" + this.uid, "--regid=" + this.gid));
		arguments.add("--groups=" + this.groups.stream().map(String::valueOf).collect(Collectors.joining(",")));
		arguments.add("--no-new-privs");
		return arguments;
	}

	/**
	 * Whether the user, and not root, may execute a file, and go all the way to it: what
	 * starts it has root's rights until the very end.
	 */
	boolean canExecute(Path file) {
		for (Path each = file.toAbsolutePath(); each != null; each = each.getParent()) {
			if (!mayExecute(each)) {
				return false;
			}
		}
		return true;
	}

	private boolean mayExecute(Path file) {
		try {
			Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid,gid");
			int shift = 0;
			if (number(attributes, "uid") == this.uid) {
				shift = OWNER_SHIFT;
			}
			else if (this.groups.contains(number(attributes, "gid"))) {
				shift = GROUP_SHIFT;
			}
			return (number(attributes, "mode") >> shift & 1) != 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Whether a process is the user's; not if it has ended. */
	boolean owns(long process) throws IOException {
		// Its directory is root's if other processes may not look into its memory.
		return ProcessGroups.read(process, "status").contains("\nUid:\t" + this.uid + "\t");
	}

	private static int number(Map<String, Object> attributes, String name) {
		return (attributes.get(name) instanceof Integer number) ? number : 0;
	}

}
