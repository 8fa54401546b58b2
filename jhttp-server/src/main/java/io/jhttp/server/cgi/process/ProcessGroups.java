package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Process groups that are to end: of scripts that were ended, and of those that have
 * ended and may have left something in the background. Their processes are found in
 * {@code /proc}, all groups in one look; they are asked to end, and are killed if they do
 * not. What a script starts when it has been asked, it needs to clean up, and that is not
 * asked as long as the script runs. Without {@code /proc}, only what Java knows to
 * descend from a script ends with it.
 *
 * <p>
 * What a script starts in a session of its own has left the group. It is recognised by
 * its environment as long as the script is being ended, not when that has ended by
 * itself: a daemon may stay.
 */
public final class ProcessGroups {

	private static final Logger logger = LoggerFactory.getLogger(ProcessGroups.class);

	private static final Path PROC = Path.of("/proc");

	/**
	 * A child that becomes the next program has no environment for a moment, and one that
	 * has ended has none.
	 */
	private static final int MAX_LOOKS = 50;

	/** Groups by number, which is that of the script's process. */
	private final Map<Long, Group> groups = new HashMap<>();

	private final @Nullable ScriptUser user;

	/**
	 * Creates one.
	 * @param user whom scripts run as, if that is not the user of this process: root ends
	 * no other user's processes, whatever number it was told
	 */
	ProcessGroups(@Nullable ScriptUser user) {
		this.user = user;
	}

	/**
	 * A group that is to end.
	 */
	private static final class Group {

		final String mark;

		final long killAt;

		/** Whether processes that have left the group are meant too. */
		final boolean thorough;

		final Set<Long> asked = new HashSet<>();

		/** Whether all that ran when the end began has been asked. */
		boolean begun;

		Group(String mark, long killAt, boolean thorough) {
			this.mark = mark;
			this.killAt = killAt;
			this.thorough = thorough;
		}

	}

	/**
	 * Ends a group. The script itself, if it runs still, has been asked.
	 * @param id its number
	 * @param mark an entry of the environment that its processes have
	 * @param killAt when patience ends, in the time of {@link System#nanoTime()}
	 * @param thorough whether processes that have left the group are meant too
	 */
	public void end(long id, String mark, long killAt, boolean thorough) {
		Group known = this.groups.get(id);
		if (known == null || (thorough && !known.thorough)) {
			Group group = new Group(mark, killAt, thorough);
			group.asked.add(id);
			this.groups.put(id, group);
		}
	}

	/**
	 * Whether there is nothing to end.
	 * @return whether no group is left
	 */
	public boolean isEmpty() {
		return this.groups.isEmpty();
	}

	/**
	 * Looks for what is left of the groups, and forgets those of which nothing is.
	 * @param now the time of {@link System#nanoTime()}
	 */
	public void sweep(long now) {
		if (this.groups.isEmpty()) {
			return;
		}
		Map<Long, Long> members;
		try {
			members = members();
		}
		catch (IOException ex) {
			// Most likely there is no descriptor left: the next look may see more.
			logger.debug("Cannot list leftover CGI processes: {}", ex.getMessage());
			return;
		}
		members.forEach((process, id) -> signal(Objects.requireNonNull(this.groups.get(id)), process,
				members.containsKey(id), now));
		this.groups.keySet().retainAll(Set.copyOf(members.values()));
		this.groups.values().forEach((group) -> group.begun = true);
	}

	private static void signal(Group group, long process, boolean scriptRuns, long now) {
		ProcessHandle.of(process).ifPresent((handle) -> {
			if (now - group.killAt >= 0) {
				handle.destroyForcibly();
			}
			else if (!(scriptRuns && group.begun) && group.asked.add(process)) {
				handle.destroy();
			}
		});
	}

	/**
	 * Kills a process that this one has just started.
	 * @param mark an entry of its environment that no other process has
	 * @throws IOException if no process can be looked at
	 */
	public static void killChild(String mark) throws IOException {
		boolean unclear = true;
		for (int look = 0; unclear && look < MAX_LOOKS; look++) {
			unclear = false;
			for (ProcessHandle child : ProcessHandle.current().children().toList()) {
				String environment = read(child.pid(), "environ");
				if (hasEntry(environment, mark)) {
					child.destroyForcibly();
					return;
				}
				unclear |= environment.isEmpty();
			}
		}
	}

	private static boolean hasEntry(String environment, String mark) {
		return ("\0" + environment + "\0").contains("\0" + mark + "\0");
	}

	private @Nullable Long groupOf(long process) throws IOException {
		String stat = read(process, "stat");
		int end = stat.lastIndexOf(')');
		String[] fields = (end < 0) ? new String[0] : stat.substring(end + 1).strip().split(" ");
		if (fields.length < 4 || fields[0].equals("Z")) {
			return null;
		}
		for (int i = 2; i <= 3; i++) {
			Long id = Long.valueOf(fields[i]);
			if (this.groups.containsKey(id)) {
				return id;
			}
		}
		return marked(process);
	}

	private @Nullable Long marked(long process) throws IOException {
		String environment = null;
		for (Map.Entry<Long, Group> group : this.groups.entrySet()) {
			if (group.getValue().thorough) {
				environment = (environment != null) ? environment : read(process, "environ");
				if (hasEntry(environment, group.getValue().mark)) {
					return group.getKey();
				}
			}
		}
		return null;
	}

	/**
	 * The group of each process that has one.
	 * @throws IOException if not all can be seen
	 */
	private Map<Long, Long> members() throws IOException {
		Map<Long, Long> members = new HashMap<>();
		long first = this.groups.keySet().stream().mapToLong(Long::longValue).min().orElse(0);
		// Numbers are given in order, unless they have begun again.
		boolean ordered = lastProcess() >= first;
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path entry : entries) {
				long process = Long.parseLong(entry.getFileName().toString());
				Long id = (!ordered || process >= first) ? groupOf(process) : null;
				if (id != null && (this.user == null || this.user.owns(process))) {
					members.put(process, id);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		catch (NoSuchFileException ex) {
			// The system has no /proc.
			this.groups.keySet().forEach((id) -> ProcessHandle.of(id).ifPresent((script) -> {
				script.descendants().forEach((descendant) -> members.put(descendant.pid(), id));
				members.put(id, id);
			}));
		}
		return members;
	}

	private static long lastProcess() {
		try {
			String load = Files.readString(PROC.resolve("loadavg")).strip();
			return Long.parseLong(load.substring(load.lastIndexOf(' ') + 1));
		}
		catch (IOException | NumberFormatException ex) {
			return -1;
		}
	}

	/**
	 * What the system tells of a process.
	 * @return an empty text if the process has ended, or is another user's
	 * @throws IOException if no process can be looked at
	 */
	static String read(long process, String file) throws IOException {
		try {
			return new String(Files.readAllBytes(PROC.resolve(String.valueOf(process)).resolve(file)),
					StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// Not if it is for a lack of descriptors.
			Files.newInputStream(PROC.resolve("stat")).close();
			logger.trace("Process {} cannot be looked at: {}", process, ex.getMessage());
			return "";
		}
	}

}
