package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts each process as another user, by a program that takes root's rights from itself
 * and then becomes what is to be started. No thread of this process could do that for a
 * child without being open to signals of that user for a while, and with it the whole
 * server.
 *
 * @param spawner starts the programs
 * @param setpriv that program, and who its arguments make it
 */
record SetprivSpawner(Spawner spawner, List<String> setpriv) implements Spawner {

	@Override
	public Process start(List<String> command, Path directory, Map<String, String> environment, ScriptInput input)
			throws IOException {
		List<String> whole = new ArrayList<>(this.setpriv);
		whole.addAll(command);
		return this.spawner.start(whole, directory, environment, input);
	}

	@Override
	public void askToEnd(Process process) {
		this.spawner.askToEnd(process);
	}

	@Override
	public boolean isGrouping(Process process) {
		return this.spawner.isGrouping(process);
	}

	@Override
	public boolean isIndirect(Process process) {
		return true;
	}

	@Override
	public String toString() {
		return this.spawner + " and setpriv";
	}

}
