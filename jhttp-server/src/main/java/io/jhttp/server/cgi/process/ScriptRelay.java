package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Stands between the scripts of a fork server and its server, one script after the other:
 * what they write goes to the server, and what the server wants goes to them. They can
 * write as much as the server reads.
 */
final class ScriptRelay {

	/** Of struct pollfd: the descriptor, what is wanted, what has happened. */
	private static final int POLL = 8;

	private static final int POLL_WANTED = 4;

	private static final int POLL_HAPPENED = 6;

	private static final short READABLE = 1;

	private static final short WRITABLE = 4;

	private static final int SOCKET = 0;

	private static final int PROCESS = 1;

	private static final int OUTPUT = 2;

	private static final int ERRORS = 3;

	private static final int OBSERVED = 4;

	private static final int NONE = -1;

	private static final int UNOBSERVED = -2;

	/** The same on all machines. */
	private static final int PIDFD_OPEN = 434;

	private static final int SIGTERM = 15;

	private static final int SIGKILL = 9;

	private static final int UNKNOWN = 255;

	private final ForkServerFunctions functions;

	private final PosixFunctions posix;

	private final ForkServerSocket socket;

	/** What is still to be sent. */
	private final NativeBuffer frames;

	private final NativeBuffer observed;

	/** What is observed; none of them if nothing more can come of it. */
	private final int[] descriptors = new int[OBSERVED];

	/** The number of the process, its own until its exit code has been taken. */
	private int id;

	ScriptRelay(NativeLibrary library, ForkServerFunctions functions, PosixFunctions posix, ForkServerSocket socket,
			NativeBuffer frames) {
		this.functions = functions;
		this.posix = posix;
		this.socket = socket;
		this.frames = frames;
		this.observed = NativeBuffer.allocate(library, OBSERVED * POLL);
		this.descriptors[SOCKET] = socket.descriptor();
	}

	/**
	 * Relays until a script has ended and its pipes are closed.
	 * @param process its number
	 * @param output the descriptor that its output is read from
	 * @param errors the same for its standard error
	 * @throws IOException if the server has gone: then the script was killed
	 */
	void run(int process, int output, int errors) throws IOException {
		this.id = process;
		this.descriptors[OUTPUT] = output;
		this.descriptors[ERRORS] = errors;
		int end = this.functions.systemCall.call(PIDFD_OPEN, process, 0);
		this.descriptors[PROCESS] = (end >= 0) ? end : UNOBSERVED;
		try {
			if (end < 0) {
				throw new IOException("the end of a process cannot be observed, perhaps there are too many open files");
			}
			frame(this.frames.octets().clear(), ForkServerProtocol.STARTED, process).flip();
			while (!isOver()) {
				this.socket.sendSome(this.frames);
				step(this.frames.octets());
			}
			ByteBuffer rest = this.frames.octets().compact();
			frame(rest, ForkServerProtocol.ENDED, 0).flip();
			this.socket.send(this.frames);
		}
		finally {
			kill();
		}
	}

	private boolean isOver() {
		return this.descriptors[PROCESS] == NONE && this.descriptors[OUTPUT] == NONE
				&& this.descriptors[ERRORS] == NONE;
	}

	private void step(ByteBuffer pending) throws IOException {
		boolean sending = pending.hasRemaining();
		await(sending);
		if (happened(SOCKET, ~WRITABLE)) {
			obey(this.socket.await(1));
		}
		if (!sending) {
			pending.clear();
			boolean wrote = take(OUTPUT, ForkServerProtocol.OUTPUT) | take(ERRORS, ForkServerProtocol.ERRORS);
			// Its last words come before its end.
			if (!wrote && happened(PROCESS, READABLE)) {
				frame(pending, ForkServerProtocol.EXITED, exitCode());
			}
			pending.flip();
		}
	}

	/** Waits until something happens. */
	private void await(boolean sending) {
		ByteBuffer set = this.observed.octets();
		for (int i = 0; i < OBSERVED; i++) {
			// While something is to be sent, nothing more is taken.
			set.putInt(i * POLL, (i == SOCKET || !sending) ? this.descriptors[i] : NONE);
			set.putShort(i * POLL + POLL_WANTED, (i == SOCKET && sending) ? READABLE | WRITABLE : READABLE);
			set.putShort(i * POLL + POLL_HAPPENED, (short) 0);
		}
		this.functions.poll.call(this.observed.address(), OBSERVED, -1);
	}

	private boolean happened(int which, int what) {
		return (this.observed.octets().getShort(which * POLL + POLL_HAPPENED) & what) != 0;
	}

	private void obey(ByteBuffer commands) {
		while (commands.hasRemaining()) {
			switch (commands.get()) {
				case ForkServerProtocol.TERMINATE -> signal(SIGTERM);
				case ForkServerProtocol.KILL -> signal(SIGKILL);
				case ForkServerProtocol.CLOSE -> {
					close(OUTPUT);
					close(ERRORS);
				}
				default -> {
					// Nobody says anything else while a script runs.
				}
			}
		}
	}

	private void signal(int signal) {
		if (this.descriptors[PROCESS] != NONE) {
			this.posix.kill.call(this.id, signal);
		}
	}

	/** Reads from a pipe without waiting; whether there was anything. */
	private boolean take(int which, byte kind) {
		if (this.descriptors[which] == NONE || !happened(which, ~0)) {
			return false;
		}
		ByteBuffer octets = this.frames.octets();
		int count = this.functions.read.call(this.descriptors[which],
				this.frames.position() + ForkServerProtocol.FRAME_HEAD, ForkServerProtocol.MOST_OCTETS);
		if (count > 0) {
			frame(octets, kind, count).position(octets.position() + count);
			return true;
		}
		close(which);
		if (which == OUTPUT) {
			frame(octets, ForkServerProtocol.OUTPUT_END, 0);
		}
		return false;
	}

	private static ByteBuffer frame(ByteBuffer octets, byte kind, int number) {
		return octets.put(kind).putInt(number);
	}

	private int exitCode() {
		NativeMemory memory = this.posix.memory();
		memory.begin(0);
		long status = memory.reserve(Integer.BYTES);
		int ended = this.posix.waitPid.call(this.id, status, 0);
		close(PROCESS);
		return (ended == this.id) ? PosixProcess.exitCode(memory.intAt(status, 0)) : UNKNOWN;
	}

	private void close(int which) {
		if (this.descriptors[which] != NONE) {
			this.posix.close.call(this.descriptors[which]);
			this.descriptors[which] = NONE;
		}
	}

	/** Unless it has ended: then nobody is left who could ask it to. */
	private void kill() {
		if (this.descriptors[PROCESS] != NONE) {
			this.posix.kill.call(-this.id, SIGKILL);
			exitCode();
		}
		close(OUTPUT);
		close(ERRORS);
	}

}
