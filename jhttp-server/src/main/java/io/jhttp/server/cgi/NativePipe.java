package io.jhttp.server.cgi;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A pipe whose ends no process inherits that was not given one.
 */
final class NativePipe implements AutoCloseable {

	private static final int CLOSE_ON_EXEC = 0x80000;

	private final PosixFunctions posix;

	private final int readEnd;

	private final int writeEnd;

	private final InputStream reader;

	private boolean handedOver;

	/**
	 * Creates a pipe.
	 * @throws IOException if the server has too many open files
	 */
	NativePipe(PosixFunctions posix) throws IOException {
		this.posix = posix;
		NativeMemory memory = posix.memory();
		memory.begin(0);
		long ends = memory.reserve(2 * Integer.BYTES);
		if (posix.pipe2.call(ends, CLOSE_ON_EXEC) != 0) {
			throw new IOException("no pipe can be made, perhaps the server has too many open files");
		}
		this.readEnd = memory.intAt(ends, 0);
		this.writeEnd = memory.intAt(ends, 1);
		try {
			// A descriptor of Java's own.
			this.reader = new FileInputStream("/proc/self/fd/" + this.readEnd);
		}
		catch (IOException ex) {
			closeEnds();
			throw ex;
		}
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

	/** What is written to the pipe; from now on the caller closes it. */
	InputStream handOver() {
		this.handedOver = true;
		return this.reader;
	}

	@Override
	public void close() throws IOException {
		closeEnds();
		if (!this.handedOver) {
			this.reader.close();
		}
	}

	private void closeEnds() {
		this.posix.close.call(this.readEnd);
		this.posix.close.call(this.writeEnd);
	}

}
