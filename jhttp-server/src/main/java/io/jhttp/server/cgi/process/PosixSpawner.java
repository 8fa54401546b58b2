package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Starts processes by {@code posix_spawn} of the C library: at once, without a program
 * that makes the session, and without the one that Java starts first. All descriptors but
 * the three that a script expects are closed, and no signal is ignored or blocked.
 */
final class PosixSpawner implements Spawner {

	private static final int O_RDONLY = 0;

	/** POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK, POSIX_SPAWN_SETSID. */
	private static final int FLAGS = 0x04 | 0x08 | 0x80;

	/** More than any of these structures takes in any C library. */
	private static final int STRUCTURE = 1024;

	private final PosixFunctions posix;

	/** Holds the attributes, which stay as they are. */
	private final NativeMemory constant;

	private final long attributes;

	PosixSpawner(NativeLibrary library) throws IOException {
		this.posix = new PosixFunctions(library);
		this.constant = new NativeMemory(library);
		this.attributes = this.constant.reserve(STRUCTURE);
		long signals = this.constant.reserve(STRUCTURE);
		this.posix.require(this.posix.initAttributes.call(this.attributes));
		this.posix.fillSignals.call(signals);
		this.posix.require(this.posix.setDefaultSignals.call(this.attributes, signals));
		this.posix.emptySignals.call(signals);
		this.posix.require(this.posix.setSignalMask.call(this.attributes, signals));
		this.posix.require(this.posix.setFlags.call(this.attributes, FLAGS));
	}

	/**
	 * Creates one, and tries it.
	 * @throws IOException if it does not work here
	 */
	static PosixSpawner find() throws IOException {
		PosixSpawner spawner = new PosixSpawner(NativeLibrary.open());
		Process trial = spawner.start(List.of("/bin/sh", "-c", "cat; echo $HOME"), Path.of("/"), Map.of("HOME", "ok"),
				ScriptInput.NONE);
		try (InputStream output = trial.getInputStream(); InputStream errors = trial.getErrorStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.US_ASCII).strip();
			if (trial.waitFor() != 0 || !text.equals("ok")) {
				throw new IOException(
						"a trial failed: " + text + new String(errors.readAllBytes(), StandardCharsets.UTF_8));
			}
			return spawner;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted during a trial", ex);
		}
	}

	PosixFunctions functions() {
		return this.posix;
	}

	@Override
	public Process start(List<String> command, Path directory, Map<String, String> environment, ScriptInput input)
			throws IOException {
		SpawnRequest request = SpawnRequest.of(command, directory, environment, input);
		try (NativePipe output = new NativePipe(this.posix); NativePipe errors = new NativePipe(this.posix)) {
			InputStream outputReader = output.reader();
			InputStream errorReader = InputStream.nullInputStream();
			try {
				errorReader = errors.reader();
				return new PosixProcess(this.posix, spawn(request, output, errors), outputReader, errorReader);
			}
			catch (IOException ex) {
				outputReader.close();
				errorReader.close();
				throw ex;
			}
		}
	}

	/**
	 * Starts a process.
	 * @return its number
	 * @throws IOException if it cannot be started
	 */
	int spawn(SpawnRequest request, NativePipe output, NativePipe errors) throws IOException {
		try (NativePipe content = pipe(request.input())) {
			NativeMemory memory = this.posix.memory();
			List<byte[]> names = List.of(request.directory(), request.inputFile());
			memory.begin(2 * STRUCTURE + NativeMemory.size(request.command()) + NativeMemory.size(request.environment())
					+ NativeMemory.size(names));
			long id = memory.reserve(Integer.BYTES);
			long actions = memory.reserve(STRUCTURE);
			this.posix.require(this.posix.initActions.call(actions));
			try {
				connect(actions, content, memory.put(names.get(1)), output, errors);
				this.posix.require(this.posix.addDirectory.call(actions, memory.put(names.get(0))));
				this.posix.require(this.posix.spawn.call(id, memory.put(request.command().get(0)), actions,
						this.attributes, memory.put(request.command()), memory.put(request.environment())));
			}
			finally {
				this.posix.destroyActions.call(actions);
			}
			return memory.intAt(id, 0);
		}
	}

	/** The three descriptors that a script expects, and no others. */
	private void connect(long actions, @Nullable NativePipe content, long inputName, NativePipe output,
			NativePipe errors) throws IOException {
		this.posix.require((content != null) ? this.posix.addDuplicate.call(actions, content.readEnd(), 0)
				: this.posix.addOpen.call(actions, 0, inputName, O_RDONLY, 0));
		this.posix.require(this.posix.addDuplicate.call(actions, output.writeEnd(), 1));
		this.posix.require(this.posix.addDuplicate.call(actions, errors.writeEnd(), 2));
		this.posix.require(this.posix.addCloseFrom.call(actions, 3));
	}

	/** Small content is in its pipe before anybody reads it. */
	private @Nullable NativePipe pipe(byte[] octets) throws IOException {
		if (octets.length == 0) {
			return null;
		}
		NativePipe pipe = new NativePipe(this.posix);
		try {
			pipe.write(octets);
			return pipe;
		}
		catch (IOException ex) {
			pipe.close();
			throw ex;
		}
	}

	@Override
	public void askToEnd(Process process) {
		process.destroy();
	}

	@Override
	public String toString() {
		return "posix_spawn";
	}

	@Override
	public boolean isGrouping(Process process) {
		return true;
	}

	@Override
	public boolean isIndirect(Process process) {
		return false;
	}

}
