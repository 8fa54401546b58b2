package io.jhttp.server.cgi.process;

import java.io.IOException;

/**
 * The functions of POSIX that start a process and wait for its end.
 */
final class PosixFunctions {

	private static final int LONGEST_MESSAGE = 256;

	final NativeLibrary.Function pipe2;

	final NativeLibrary.Function write;

	final NativeLibrary.Function close;

	final NativeLibrary.Function spawn;

	final NativeLibrary.Function initAttributes;

	final NativeLibrary.Function setFlags;

	final NativeLibrary.Function setDefaultSignals;

	final NativeLibrary.Function setSignalMask;

	final NativeLibrary.Function fillSignals;

	final NativeLibrary.Function emptySignals;

	final NativeLibrary.Function initActions;

	final NativeLibrary.Function addOpen;

	final NativeLibrary.Function addDuplicate;

	final NativeLibrary.Function addCloseFrom;

	final NativeLibrary.Function addDirectory;

	final NativeLibrary.Function destroyActions;

	final NativeLibrary.Function kill;

	final NativeLibrary.Function waitId;

	final NativeLibrary.Function waitPid;

	private final NativeLibrary.Function describeError;

	private final NativeLibrary library;

	private final ThreadLocal<NativeMemory> memory;

	/**
	 * Finds the functions.
	 * @throws IOException if the C library does not have all of them
	 */
	PosixFunctions(NativeLibrary library) throws IOException {
		this.library = library;
		this.memory = ThreadLocal.withInitial(() -> new NativeMemory(library));
		Class<?> number = int.class;
		Class<?> address = long.class;
		this.pipe2 = library.function("pipe2", address, number);
		this.write = library.function("write", number, address, address);
		this.close = library.function("close", number);
		this.spawn = library.function("posix_spawn", address, address, address, address, address, address);
		this.initAttributes = library.function("posix_spawnattr_init", address);
		this.setFlags = library.function("posix_spawnattr_setflags", address, number);
		this.setDefaultSignals = library.function("posix_spawnattr_setsigdefault", address, address);
		this.setSignalMask = library.function("posix_spawnattr_setsigmask", address, address);
		this.fillSignals = library.function("sigfillset", address);
		this.emptySignals = library.function("sigemptyset", address);
		this.initActions = library.function("posix_spawn_file_actions_init", address);
		this.addOpen = library.function("posix_spawn_file_actions_addopen", address, number, address, number, number);
		this.addDuplicate = library.function("posix_spawn_file_actions_adddup2", address, number, number);
		this.addCloseFrom = library.function("posix_spawn_file_actions_addclosefrom_np", address, number);
		this.addDirectory = library.function("posix_spawn_file_actions_addchdir_np", address, address);
		this.destroyActions = library.function("posix_spawn_file_actions_destroy", address);
		this.kill = library.function("kill", number, number);
		this.waitId = library.function("waitid", number, number, address, number);
		this.waitPid = library.function("waitpid", number, address, number);
		this.describeError = library.function("__xpg_strerror_r", number, address, address);
	}

	/** What the calls of this thread use, one after the other. */
	NativeMemory memory() {
		return this.memory.get();
	}

	/**
	 * Makes an exception of the number of an error that a function returns.
	 * @throws IOException if it is not 0
	 */
	void require(int error) throws IOException {
		if (error != 0) {
			NativeMemory own = new NativeMemory(this.library);
			long text = own.reserve(LONGEST_MESSAGE);
			this.describeError.call(error, text, LONGEST_MESSAGE);
			throw new IOException(own.textAt(text));
		}
	}

}
