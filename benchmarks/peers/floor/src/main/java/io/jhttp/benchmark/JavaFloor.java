package io.jhttp.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a selector loop in Java costs at least: PORT DIRECTORY. It looks at the path of a
 * request and for its end, and sends a response that was made when it started. Files up to
 * 64 KiB come from memory, others by sendfile. It knows no other HTTP.
 */
public final class JavaFloor {

	private static final int IN_MEMORY = 64 * 1024;

	private final Selector selector = Selector.open();

	private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);

	private final ByteBuffer output = ByteBuffer.allocateDirect(128 * 1024);

	private final Map<Integer, Answer> answers = new HashMap<>();

	private JavaFloor(Path directory) throws IOException {
		add("/hello", ByteBuffer.wrap("Hello, World!".getBytes()), null, 13);
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				long size = Files.size(file);
				String path = "/" + file.getFileName();
				if (size <= IN_MEMORY) {
					add(path, ByteBuffer.wrap(Files.readAllBytes(file)), null, size);
				}
				else {
					add(path, ByteBuffer.allocate(0), FileChannel.open(file, StandardOpenOption.READ), size);
				}
			}
		}
	}

	private void add(String path, ByteBuffer content, FileChannel file, long size) {
		byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + size + "\r\n\r\n").getBytes();
		ByteBuffer memory = ByteBuffer.allocateDirect(head.length + content.remaining());
		memory.put(head).put(content).flip();
		int hash = 0;
		for (byte b : path.getBytes()) {
			hash = 31 * hash + b;
		}
		if (this.answers.put(hash, new Answer(memory, file, size)) != null) {
			throw new IllegalStateException("Two paths with one hash");
		}
	}

	public static void main(String[] args) throws IOException {
		new JavaFloor(Path.of(args[1])).run(Integer.parseInt(args[0]));
	}

	private void run(int port) throws IOException {
		ServerSocketChannel listener = ServerSocketChannel.open();
		listener.bind(new InetSocketAddress("127.0.0.1", port), 1024);
		listener.configureBlocking(false);
		listener.register(this.selector, SelectionKey.OP_ACCEPT);
		while (true) {
			this.selector.select((key) -> {
				try {
					ready(listener, key);
				}
				catch (IOException ex) {
					close(key);
				}
			});
		}
	}

	private void ready(ServerSocketChannel listener, SelectionKey key) throws IOException {
		if (key.channel() == listener) {
			SocketChannel channel = listener.accept();
			while (channel != null) {
				channel.configureBlocking(false);
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				channel.register(this.selector, SelectionKey.OP_READ, new Connection(channel));
				channel = listener.accept();
			}
			return;
		}
		Connection connection = (Connection) key.attachment();
		if (connection.pending() ? connection.resume(key) : read(connection, key)) {
			close(key);
		}
	}

	/** A request that arrives in two pieces would be lost: no client here sends one. */
	private boolean read(Connection connection, SelectionKey key) throws IOException {
		this.input.clear();
		if (connection.channel.read(this.input) < 0) {
			return true;
		}
		this.input.flip();
		boolean close = false;
		this.output.clear();
		while (this.input.remaining() > 4) {
			int hash = 0;
			int i = this.input.position() + 4;
			for (byte b = this.input.get(i); b != ' '; b = this.input.get(++i)) {
				hash = 31 * hash + b;
			}
			while (this.input.getInt(i) != 0x0d0a0d0a) {
				// "Connection: close" is all that a client here says with "clos"
				close |= this.input.getInt(i) == 0x636c6f73;
				i++;
			}
			this.input.position(i + 4);
			Answer answer = this.answers.get(hash);
			this.output.put(answer.memory.duplicate());
			if (answer.file != null) {
				connection.send(this.output, answer);
			}
		}
		if (this.output.position() > 0) {
			connection.send(this.output, null);
		}
		if (connection.pending()) {
			key.interestOps(SelectionKey.OP_WRITE);
			return false;
		}
		return close;
	}

	private static void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			// Gone in any case
		}
	}

	private record Answer(ByteBuffer memory, FileChannel file, long size) {
	}

	private static final class Connection {

		private final SocketChannel channel;

		private ByteBuffer rest;

		private Answer file;

		private long position;

		Connection(SocketChannel channel) {
			this.channel = channel;
		}

		boolean pending() {
			return this.rest != null || this.file != null;
		}

		void send(ByteBuffer bytes, Answer file) throws IOException {
			bytes.flip();
			this.channel.write(bytes);
			if (bytes.hasRemaining()) {
				this.rest = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
			}
			bytes.clear();
			this.file = file;
			this.position = 0;
			if (this.rest == null) {
				transfer();
			}
		}

		/** Whether the connection is to be closed: never, after a large file. */
		boolean resume(SelectionKey key) throws IOException {
			if (this.rest != null) {
				this.channel.write(this.rest);
				if (this.rest.hasRemaining()) {
					return false;
				}
				this.rest = null;
			}
			transfer();
			if (!pending()) {
				key.interestOps(SelectionKey.OP_READ);
			}
			return false;
		}

		private void transfer() throws IOException {
			if (this.file == null) {
				return;
			}
			this.position += this.file.file.transferTo(this.position, this.file.size - this.position, this.channel);
			if (this.position == this.file.size) {
				this.file = null;
			}
		}

	}

}
