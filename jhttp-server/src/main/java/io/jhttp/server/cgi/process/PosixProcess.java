package io.jhttp.server.cgi.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A process that the C library has started. Its number is its own until its exit code has
 * been taken, so that both this and signals need the lock.
 */
final class PosixProcess extends Process {

	private static final int TERM = 15;

	private static final int KILL = 9;

	private static final int SIGNAL_MASK = 0x7f;

	/** As shells count. */
	private static final int ENDED_BY_SIGNAL = 128;

	/** Somebody else in this server has taken it. */
	private static final int UNKNOWN = 255;

	/** P_PID, and WEXITED with WNOWAIT. */
	private static final int ONE_PROCESS = 1;

	private static final int EXITED_BUT_LEAVE = 0x4 | 0x1000000;

	private static final int DO_NOT_WAIT = 1;

	private final PosixFunctions posix;

	private final int id;

	private final InputStream output;

	private final InputStream errors;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean exited;

	private volatile int exitCode;

	PosixProcess(PosixFunctions posix, int id, InputStream output, InputStream errors) {
		this.posix = posix;
		this.id = id;
		this.output = output;
		this.errors = errors;
	}

	@Override
	public long pid() {
		return this.id;
	}

	/** Nothing: the process has had all its input from the beginning. */
	@Override
	public OutputStream getOutputStream() {
		return OutputStream.nullOutputStream();
	}

	@Override
	public InputStream getInputStream() {
		return this.output;
	}

	@Override
	public InputStream getErrorStream() {
		return this.errors;
	}

	@Override
	public boolean isAlive() {
		return !hasExited();
	}

	/** Not interruptible: whoever wants an end of it ends the process. */
	@Override
	public int waitFor() {
		while (!hasExited()) {
			this.posix.waitId.call(ONE_PROCESS, this.id, 0, EXITED_BUT_LEAVE);
		}
		return this.exitCode;
	}

	@Override
	public int exitValue() {
		if (!hasExited()) {
			throw new IllegalThreadStateException("The process " + this.id + " has not exited");
		}
		return this.exitCode;
	}

	private boolean hasExited() {
		if (this.exited) {
			return true;
		}
		this.lock.lock();
		try {
			if (!this.exited) {
				NativeMemory memory = this.posix.memory();
				memory.begin(0);
				long status = memory.reserve(Integer.BYTES);
				int ended = this.posix.waitPid.call(this.id, status, DO_NOT_WAIT);
				if (ended != 0) {
					this.exitCode = (ended == this.id) ? exitCode(memory.intAt(status, 0)) : UNKNOWN;
					this.exited = true;
				}
			}
			return this.exited;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** As shells count. */
	static int exitCode(int status) {
		int signal = status & SIGNAL_MASK;
		return (signal == 0) ? status >> 8 & 0xff : ENDED_BY_SIGNAL + signal;
	}

	@Override
	public void destroy() {
		signal(TERM);
	}

	@Override
	public Process destroyForcibly() {
		signal(KILL);
		return this;
	}

	private void signal(int signal) {
		this.lock.lock();
		try {
			if (!this.exited) {
				this.posix.kill.call(this.id, signal);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
