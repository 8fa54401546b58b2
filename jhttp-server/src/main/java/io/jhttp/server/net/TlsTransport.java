package io.jhttp.server.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * A socket that carries TLS. Its buffers are borrowed for each call; between two calls it
 * keeps the part of a record that has arrived, and records that the socket did not take.
 * <p>
 * Bytes count as written when the socket has taken their record: until then the last of
 * them stays with the caller, who comes again with it. So no other class needs to know
 * that there are records to be written, and a slow client is seen to take each byte.
 */
final class TlsTransport implements Transport {

	/** Room for four records, so that most answers leave in one write. */
	static final int BUFFER_CAPACITY = 4 * 16 * 1024 + 1024;

	/** No more is kept than the loop can take when the handshake is over. */
	private static final int MAX_READ = 64 * 1024;

	/** Encryption takes the loop more time than sendfile does. */
	private static final long BUDGET = 256 * 1024;

	/**
	 * Records without bytes of HTTP, such as key updates, that may follow each other.
	 */
	private static final int MAX_WITHOUT_CONTENT = 64;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SocketChannel channel;

	private final SSLEngine engine;

	private final ReachedName name;

	private final DirectBuffers buffers;

	// The client's records

	private final ReceivedBytes received;

	private boolean atEnd;

	private int withoutContent;

	// Our records: the loop may close a connection that a worker writes to

	private final ReentrantLock writing = new ReentrantLock();

	private final ReceivedBytes untaken = new ReceivedBytes();

	/** Bytes in records that the caller still has. */
	private int owed;

	private boolean closing;

	private boolean silent;

	/**
	 * Creates a transport.
	 * @param name what the client wants to reach
	 * @param received what has arrived already; the transport's from now on
	 */
	TlsTransport(SocketChannel channel, SSLEngine engine, ReachedName name, DirectBuffers buffers,
			ReceivedBytes received) {
		this.channel = channel;
		this.engine = engine;
		this.name = name;
		this.buffers = buffers;
		this.received = received;
	}

	/** What a handshake needs to go on. */
	enum HandshakeStep {

		INPUT, OUTPUT, KEY_OPERATION, NOTHING_MORE

	}

	void beginHandshake() throws IOException {
		this.engine.beginHandshake();
	}

	/** Goes on with the handshake as far as possible without waiting. */
	HandshakeStep shakeHands() throws IOException {
		ByteBuffer content = this.buffers.borrow();
		try {
			while (true) {
				switch (this.engine.getHandshakeStatus()) {
					case NEED_TASK -> {
						return HandshakeStep.KEY_OPERATION;
					}
					case NEED_WRAP -> {
						if (!writeOwnRecords()) {
							return HandshakeStep.OUTPUT;
						}
					}
					case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
						if (!readHandshake(content)) {
							return HandshakeStep.INPUT;
						}
					}
					case FINISHED, NOT_HANDSHAKING -> {
						return writeOwnRecords() ? HandshakeStep.NOTHING_MORE : HandshakeStep.OUTPUT;
					}
				}
			}
		}
		finally {
			this.buffers.giveBack(content);
		}
	}

	/** The key operations that the handshake waits for; they take their time. */
	void runKeyOperations() {
		for (Runnable task = this.engine.getDelegatedTask(); task != null; task = this.engine.getDelegatedTask()) {
			task.run();
		}
	}

	private boolean readHandshake(ByteBuffer content) throws IOException {
		ByteBuffer input = this.buffers.borrow();
		try {
			boolean ended = receive(input, MAX_READ) < 0;
			Status status = Status.OK;
			while (status == Status.OK && isUnwrapNeeded()) {
				status = unwrap(input, content).getStatus();
			}
			if (status == Status.CLOSED || (ended && status == Status.BUFFER_UNDERFLOW)) {
				throw new EOFException("The client ended the TLS handshake");
			}
			return status == Status.OK;
		}
		finally {
			keep(input);
			this.buffers.giveBack(input);
		}
	}

	private boolean isUnwrapNeeded() {
		HandshakeStatus status = this.engine.getHandshakeStatus();
		return status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN;
	}

	// Reading

	@Override
	public int read(ByteBuffer target) throws IOException {
		ByteBuffer input = this.buffers.borrow();
		try {
			if (this.closing) {
				return (this.channel.read(input) < 0) ? -1 : 0;
			}
			if (this.atEnd) {
				return -1;
			}
			// Content is never larger than its record: all of it fits.
			boolean ended = receive(input, target.remaining()) < 0;
			int count = decrypt(input, target);
			if (count == 0 && ended) {
				this.atEnd = true;
			}
			keep(input);
			return (count == 0 && this.atEnd) ? -1 : count;
		}
		finally {
			this.buffers.giveBack(input);
		}
	}

	/** What was kept, and what the socket has. */
	private int receive(ByteBuffer input, int most) throws IOException {
		input.limit(Math.min(input.capacity(), most));
		input.put(this.received.array(), this.received.position(), this.received.remaining());
		this.received.clear();
		try {
			return this.channel.read(input);
		}
		finally {
			input.flip();
		}
	}

	private void keep(ByteBuffer input) {
		this.received.clear();
		if (input.hasRemaining()) {
			this.received.append(input);
		}
	}

	private int decrypt(ByteBuffer input, ByteBuffer target) throws IOException {
		int before = target.position();
		while (input.hasRemaining() && !this.atEnd) {
			SSLEngineResult result = unwrap(input, target);
			if (isIncomplete(result.getStatus(), target.position() > before)) {
				break;
			}
			this.atEnd = result.getStatus() == Status.CLOSED;
			if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
				throw new SSLException("The client wants to renegotiate, which is not done");
			}
			if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
				writeOwnRecords();
			}
			this.withoutContent = (result.bytesProduced() > 0) ? 0 : this.withoutContent + 1;
			if (this.withoutContent > MAX_WITHOUT_CONTENT) {
				throw new SSLException("The client sends TLS records without content");
			}
		}
		return target.position() - before;
	}

	/**
	 * What is left of the target has room for each complete record, as it has for its
	 * bytes. An engine may miss room for one before it sees that it is not complete.
	 */
	private static boolean isIncomplete(Status status, boolean targetUsed) throws SSLException {
		if (status == Status.BUFFER_OVERFLOW && !targetUsed) {
			throw new SSLException("A TLS record is larger than allowed");
		}
		return status == Status.BUFFER_UNDERFLOW || status == Status.BUFFER_OVERFLOW;
	}

	private SSLEngineResult unwrap(ByteBuffer input, ByteBuffer target) throws IOException {
		try {
			return this.engine.unwrap(input, target);
		}
		catch (SSLException ex) {
			// The engine has an alert that tells the client why.
			beforeClose();
			throw ex;
		}
	}

	@Override
	public boolean readsExactly() {
		return false;
	}

	@Override
	public boolean isAtEnd() {
		return this.atEnd;
	}

	@Override
	public boolean hasPartialRecord() {
		return !this.received.isEmpty();
	}

	// Writing

	@Override
	public int write(ByteBuffer source) throws IOException {
		this.writing.lock();
		ByteBuffer output = this.buffers.borrow();
		try {
			int before = source.position();
			if (settle(output, source)) {
				boolean taken = true;
				while (taken && source.hasRemaining()) {
					taken = writeSome(output, source);
				}
			}
			return source.position() - before;
		}
		finally {
			this.buffers.giveBack(output);
			this.writing.unlock();
		}
	}

	@Override
	public long writeFile(FileChannel file, long position, long count) throws IOException {
		ByteBuffer content = this.buffers.borrow();
		try {
			long written = 0;
			boolean taken = true;
			while (taken && written < count) {
				content.clear().limit((int) Math.min(content.capacity(), count - written));
				if (file.read(content, position + written) <= 0) {
					break;
				}
				content.flip();
				written += write(content);
				taken = !content.hasRemaining();
			}
			return written;
		}
		finally {
			this.buffers.giveBack(content);
		}
	}

	/**
	 * Writes records that were not taken before, whose content comes again.
	 * @return false if the socket did not take all of it
	 */
	private boolean settle(ByteBuffer output, ByteBuffer source) throws IOException {
		int count = writeUntaken(output);
		boolean taken = this.untaken.isEmpty();
		int acknowledged = Math.min(taken ? this.owed : Math.min(this.owed - 1, count), source.remaining());
		if (acknowledged > 0) {
			source.position(source.position() + acknowledged);
			this.owed -= acknowledged;
		}
		return taken;
	}

	private int writeUntaken(ByteBuffer output) throws IOException {
		int count = 0;
		while (!this.untaken.isEmpty()) {
			output.clear();
			int length = Math.min(output.remaining(), this.untaken.remaining());
			output.put(this.untaken.array(), this.untaken.position(), length).flip();
			int written = this.channel.write(output);
			this.untaken.position(this.untaken.position() + written);
			count += written;
			if (written < length) {
				return count;
			}
		}
		this.untaken.clear();
		return count;
	}

	/** Encrypts as much as the buffer takes, and writes that. */
	private boolean writeSome(ByteBuffer output, ByteBuffer source) throws IOException {
		output.clear();
		int from = source.position();
		while (source.hasRemaining() && wrap(source, output)) {
			// The next record.
		}
		if (output.position() == 0) {
			throw new SSLException("The TLS engine produced no output");
		}
		output.flip();
		int written = this.channel.write(output);
		if (!output.hasRemaining()) {
			return true;
		}
		this.untaken.append(output);
		int encrypted = source.position() - from;
		int acknowledged = Math.max(0, Math.min(written, encrypted - 1));
		source.position(from + acknowledged);
		this.owed = encrypted - acknowledged;
		return false;
	}

	/** Makes a record; false if there is no room for it. */
	private boolean wrap(ByteBuffer source, ByteBuffer output) throws IOException {
		SSLEngineResult result = this.engine.wrap(source, output);
		return switch (result.getStatus()) {
			case OK -> result.bytesProduced() > 0;
			case BUFFER_OVERFLOW -> false;
			case CLOSED -> {
				if (source.hasRemaining()) {
					throw new ClosedChannelException();
				}
				yield result.bytesProduced() > 0;
			}
			case BUFFER_UNDERFLOW -> throw new SSLException("The TLS engine produced no output");
		};
	}

	/**
	 * Writes what TLS itself has to say.
	 * @return false if the socket did not take all of it
	 */
	private boolean writeOwnRecords() throws IOException {
		this.writing.lock();
		ByteBuffer output = this.buffers.borrow();
		try {
			writeUntaken(output);
			while (this.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
				output.clear();
				boolean more = wrap(NOTHING, output);
				this.untaken.append(output.flip());
				if (!more) {
					break;
				}
			}
			writeUntaken(output);
			return this.untaken.isEmpty();
		}
		finally {
			this.buffers.giveBack(output);
			this.writing.unlock();
		}
	}

	@Override
	public int maxTransfer() {
		return BUFFER_CAPACITY;
	}

	@Override
	public long writeQuota() {
		return BUDGET;
	}

	// The end

	@Override
	public void shutdownOutput() throws IOException {
		beforeClose();
		this.closing = true;
		this.channel.shutdownOutput();
	}

	@Override
	public void reset() throws IOException {
		this.silent = true;
		this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
	}

	/**
	 * RFC 8446, section 6.1: only this tells a client that it has received everything.
	 */
	@Override
	public void beforeClose() {
		if (this.silent || !this.writing.tryLock()) {
			return;
		}
		try {
			this.silent = true;
			this.engine.closeOutbound();
			writeOwnRecords();
		}
		catch (IOException ex) {
			// The client has left already.
		}
		finally {
			this.writing.unlock();
		}
	}

	/** The protocol that was agreed upon, or null. */
	@Nullable String applicationProtocol() {
		String name = this.engine.getApplicationProtocol();
		return (name == null || name.isEmpty()) ? null : name;
	}

	@Override
	public boolean reaches(String authority) {
		return this.name.includes(authority);
	}

	@Override
	public SSLSession session() {
		return this.engine.getSession();
	}

}
