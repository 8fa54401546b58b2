package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that a fork server has started. Whoever reads its output takes its errors and
 * the news of its end too; what is not read waits in the fork server.
 */
final class ForkedProcess extends Process {

	private static final Duration LOOK = Duration.ofMillis(500);

	/** What the fork server has for what it does at once. */
	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

	/** Its exit code, if the fork server has gone. */
	private static final int UNKNOWN = 255;

	private final ForkServerConnection connection;

	/** Takes the connection when nothing more comes of this process. */
	private final Consumer<ForkServerConnection> whenDone;

	private final Output output = new Output();

	private final ErrorBuffer errors = new ErrorBuffer(this::close);

	private final Object commands = new Object();

	private int id;

	/** The frame that has begun, and how much of it is still to be taken. */
	private byte kind;

	private int left;

	private boolean outputEnded;

	private boolean outputClosed;

	private boolean ended;

	/**
	 * Whether the connection is another process's by now; guarded by {@link #commands}.
	 */
	private boolean released;

	private volatile boolean exited;

	private volatile int exitCode;

	/** When it was to be killed, or 0. */
	private volatile long killedAt;

	private ForkedProcess(ForkServerConnection connection, Consumer<ForkServerConnection> whenDone) {
		this.connection = connection;
		this.whenDone = whenDone;
	}

	/**
	 * Starts a process by a connection to which the request was sent.
	 * @param longest how long the fork server may be silent
	 * @param whenDone takes the connection when nothing more comes of the process
	 * @throws SpawnException if the process cannot be started
	 * @throws IOException if the fork server does not say whether it was
	 */
	static ForkedProcess await(ForkServerConnection connection, Duration longest,
			Consumer<ForkServerConnection> whenDone) throws IOException {
		ForkedProcess process = new ForkedProcess(connection, whenDone);
		long deadline = System.nanoTime() + longest.toNanos();
		while (!process.hasStarted()) {
			if (!connection.receive()) {
				if (System.nanoTime() - deadline > 0) {
					throw new IOException("the fork server does not answer");
				}
				connection.await(LOOK);
			}
		}
		return process;
	}

	private boolean hasStarted() throws SpawnException {
		ByteBuffer received = this.connection.received();
		if (received.remaining() < ForkServerProtocol.FRAME_HEAD) {
			return false;
		}
		int number = received.getInt(received.position() + 1);
		if (received.get(received.position()) == ForkServerProtocol.STARTED) {
			received.position(received.position() + ForkServerProtocol.FRAME_HEAD);
			this.id = number;
			return true;
		}
		if (received.remaining() < ForkServerProtocol.FRAME_HEAD + number) {
			return false;
		}
		byte[] message = new byte[number];
		received.position(received.position() + ForkServerProtocol.FRAME_HEAD).get(message);
		throw new SpawnException(new String(message, StandardCharsets.UTF_8));
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

	/** Takes what has come, up to output that somebody is to read. */
	private void digest() {
		ByteBuffer received = this.connection.received();
		while (!this.ended) {
			if (this.left > 0) {
				int count = Math.min(this.left, received.remaining());
				if (count == 0 || isOutput()) {
					return;
				}
				if (this.kind == ForkServerProtocol.OUTPUT) {
					received.position(received.position() + count);
				}
				else {
					count = this.errors.offer(received, count);
				}
				this.left -= count;
				if (count == 0) {
					return;
				}
			}
			else if (received.remaining() < ForkServerProtocol.FRAME_HEAD) {
				return;
			}
			else {
				this.kind = received.get();
				begin(received.getInt());
			}
		}
	}

	private void begin(int number) {
		switch (this.kind) {
			case ForkServerProtocol.OUTPUT, ForkServerProtocol.ERRORS -> this.left = number;
			case ForkServerProtocol.OUTPUT_END -> this.outputEnded = true;
			case ForkServerProtocol.EXITED -> exit(number);
			case ForkServerProtocol.ENDED -> this.ended = true;
			default -> throw new IllegalStateException("A fork server does not say " + this.kind);
		}
	}

	private void exit(int code) {
		this.exitCode = code;
		this.exited = true;
	}

	private boolean isOutput() {
		return this.left > 0 && this.kind == ForkServerProtocol.OUTPUT && !this.outputClosed;
	}

	/** Waits a while for what can be taken. */
	private void await() {
		try {
			if (this.left > 0 && this.connection.received().hasRemaining()) {
				this.errors.awaitRoom();
			}
			else if (!this.connection.receive()) {
				this.connection.await(LOOK);
				long killed = this.killedAt;
				if (killed != 0 && System.nanoTime() - killed > LONGEST_ANSWER.toNanos()) {
					throw new IOException("the fork server does not end a process");
				}
			}
		}
		catch (IOException ex) {
			lose();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			lose();
		}
	}

	/** The process ends with the connection, but how is not known. */
	private void lose() {
		this.connection.close();
		this.left = 0;
		this.ended = true;
		if (!this.exited) {
			exit(UNKNOWN);
		}
	}

	private synchronized int read(byte[] target, int offset, int length) {
		while (true) {
			digest();
			if (isOutput() && this.connection.received().hasRemaining()) {
				return take(target, offset, length);
			}
			if (this.outputEnded || this.outputClosed || this.ended) {
				return -1;
			}
			await();
		}
	}

	private int take(byte[] target, int offset, int length) {
		ByteBuffer received = this.connection.received();
		int count = Math.min(Math.min(length, this.left), received.remaining());
		received.get(target, offset, count);
		this.left -= count;
		return count;
	}

	private synchronized int available() {
		digest();
		if (!isOutput() && !this.ended) {
			try {
				this.connection.receive();
			}
			catch (IOException ex) {
				lose();
			}
			digest();
		}
		return isOutput() ? Math.min(this.left, this.connection.received().remaining()) : 0;
	}

	@Override
	public boolean isAlive() {
		return !this.exited;
	}

	/** Waits, once its output has been read or closed. */
	@Override
	public synchronized int waitFor() {
		while (!this.exited) {
			waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
		}
		return this.exitCode;
	}

	@Override
	public synchronized boolean waitFor(long timeout, TimeUnit unit) {
		long deadline = System.nanoTime() + unit.toNanos(timeout);
		digest();
		while (!this.exited && System.nanoTime() - deadline < 0) {
			if (isOutput()) {
				throw new IllegalStateException("The output of the process " + this.id + " is to be read first");
			}
			await();
			digest();
		}
		return this.exited;
	}

	@Override
	public int exitValue() {
		if (!this.exited) {
			throw new IllegalThreadStateException("The process " + this.id + " has not exited");
		}
		return this.exitCode;
	}

	@Override
	public void destroy() {
		command(ForkServerProtocol.TERMINATE);
	}

	@Override
	public Process destroyForcibly() {
		if (this.killedAt == 0) {
			this.killedAt = System.nanoTime() | 1;
		}
		command(ForkServerProtocol.KILL);
		return this;
	}

	private void command(byte command) {
		synchronized (this.commands) {
			if (!this.released) {
				this.connection.command(command);
			}
		}
	}

	private synchronized void closeOutput() {
		this.outputClosed = true;
		close();
	}

	/** When nobody wants anything of it any more, another may have the connection. */
	private synchronized void close() {
		if (!this.outputClosed || !this.errors.isClosed() || this.released) {
			return;
		}
		digest();
		if (!this.ended) {
			command(ForkServerProtocol.CLOSE);
			long deadline = System.nanoTime() + LONGEST_ANSWER.toNanos();
			while (!this.ended && System.nanoTime() - deadline < 0) {
				await();
				digest();
			}
		}
		if (!this.ended) {
			lose();
		}
		synchronized (this.commands) {
			this.released = true;
		}
		this.whenDone.accept(this.connection);
	}

	private final class Output extends InputStream {

		@Override
		public int read(byte[] target, int offset, int length) {
			return (length == 0) ? 0 : ForkedProcess.this.read(target, offset, length);
		}

		@Override
		public int read() {
			byte[] one = new byte[1];
			return (read(one, 0, 1) > 0) ? one[0] & 0xff : -1;
		}

		@Override
		public int available() {
			return ForkedProcess.this.available();
		}

		@Override
		public void close() {
			closeOutput();
		}

	}

}
