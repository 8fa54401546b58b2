package io.jhttp.server.cgi.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A pipe whose ends no process inherits that was not given one.
 */
final class NativePipe implements AutoCloseable {

	private static final int CLOSE_ON_EXEC = 0x80000;

	private final PosixFunctions posix;

	private int readEnd;

	private final int writeEnd;

	/**
	 * Creates a pipe.
	 * @throws IOException if there are too many open files
	 */
	NativePipe(PosixFunctions posix) throws IOException {
		this.posix = posix;
		NativeMemory memory = posix.memory();
		memory.begin(0);
		long ends = memory.reserve(2 * Integer.BYTES);
		if (posix.pipe2.call(ends, CLOSE_ON_EXEC) != 0) {
			throw new IOException("no pipe can be made, perhaps there are too many open files");
		}
		this.readEnd = memory.intAt(ends, 0);
		this.writeEnd = memory.intAt(ends, 1);
	}

	int readEnd() {
		return this.readEnd;
	}

	int writeEnd() {
		return this.writeEnd;
	}

	/** Writes as much as a pipe surely takes without a reader. */
	void write(byte[] octets) throws IOException {
		NativeMemory memory = this.posix.memory();
		memory.begin(octets.length + 1);
		if (this.posix.write.call(this.writeEnd, memory.put(octets), octets.length) != octets.length) {
			throw new IOException("a pipe did not take " + octets.length + " bytes");
		}
	}

	/**
	 * What is written to the pipe, by a descriptor of Java's own: the caller closes it.
	 */
	InputStream reader() throws IOException {
		return new FileInputStream("/proc/self/fd/" + this.readEnd);
	}

	/** The read end, which the caller closes. */
	int takeReadEnd() {
		int taken = this.readEnd;
		this.readEnd = -1;
		return taken;
	}

	@Override
	public void close() {
		if (this.readEnd >= 0) {
			this.posix.close.call(this.readEnd);
		}
		this.posix.close.call(this.writeEnd);
	}

}
