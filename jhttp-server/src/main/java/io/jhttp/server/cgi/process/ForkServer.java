package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fork server as its server sees it: a JVM of a few classes that starts scripts. It has
 * a connection for each script that may run at a time, made at its start, when it proves
 * by a secret that it is the one.
 */
final class ForkServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ForkServer.class);

	/** All that the other JVM runs. */
	private static final List<Class<?>> CLASSES = List.of(ForkServerMain.class, ForkServerLoop.class,
			ForkServerSocket.class, ForkServerFunctions.class, ForkServerProtocol.class, ScriptRelay.class,
			SpawnRequest.class, Spawner.class, PosixSpawner.class, PosixProcess.class, PosixFunctions.class,
			NativeBuffer.class, NativeLibrary.class, NativeLibrary.Function.class, NativeMemory.class,
			NativePipe.class);

	/** It is small, and does little. */
	private static final List<String> OPTIONS = List.of("-Xms4m", "-Xmx32m", "-Xss512k", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-Xshare:auto", "-Xrs");

	/** Each takes a thread on either side; who finds none free starts directly. */
	private static final int MOST_CONNECTIONS = 64;

	/**
	 * What is larger starts directly, as its copies would not all have room in a small
	 * JVM.
	 */
	private static final int LARGEST_REQUEST = 64 * 1024;

	private static final Duration LONGEST_START = Duration.ofSeconds(20);

	/** For whether a script has started. */
	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

	private static final Duration LOOK = Duration.ofMillis(200);

	private static final int LONGEST_END = 2000;

	private final Process process;

	private final Duration longestAnswer;

	private final Deque<ForkServerConnection> idle = new ConcurrentLinkedDeque<>();

	private final List<ForkServerConnection> all = new ArrayList<>();

	private ForkServer(Process process, Duration longestAnswer) {
		this.process = process;
		this.longestAnswer = longestAnswer;
	}

	/**
	 * Starts a fork server, and tries it.
	 * @param prefix what makes a command run as the user
	 * @param user whom scripts run as, if that is not the user of this process
	 * @param connections how many scripts it can run at a time, unless that is too many
	 * @throws IOException if it does not work here, or the thread is interrupted
	 */
	static ForkServer start(List<String> prefix, @Nullable ScriptUser user, int connections) throws IOException {
		return start(prefix, user, connections, LONGEST_START, LONGEST_ANSWER);
	}

	/** For tests, which do not wait. */
	static ForkServer start(List<String> prefix, @Nullable ScriptUser user, int connections, Duration longest,
			Duration longestAnswer) throws IOException {
		Path parent = Path.of(System.getProperty("java.io.tmpdir"));
		try (ForkServerDirectory directory = ForkServerDirectory.create(parent, user);
				ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			directory.put(CLASSES);
			listener.bind(UnixDomainSocketAddress.of(directory.socket()));
			directory.permitSocket();
			int count = Math.min(connections, MOST_CONNECTIONS);
			ForkServer server = new ForkServer(run(prefix, directory.path(), count), longestAnswer);
			try {
				server.connect(listener, count, longest);
				server.verify(user, longest);
			}
			catch (IOException | RuntimeException ex) {
				server.close();
				throw ex;
			}
			return server;
		}
	}

	private static Process run(List<String> prefix, Path directory, int connections) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(NativeLibrary.options());
		command.addAll(List.of("-cp", ForkServerDirectory.JAR, ForkServerMain.class.getName(),
				ForkServerDirectory.SOCKET, String.valueOf(connections)));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().clear();
		// Else a directory whose name is not ASCII would not be found.
		builder.environment().put("LC_ALL", "C.UTF-8");
		return builder.start();
	}

	private void connect(ServerSocketChannel listener, int connections, Duration longest) throws IOException {
		byte[] token = new byte[ForkServerProtocol.TOKEN_LENGTH];
		new SecureRandom().nextBytes(token);
		OutputStream input = this.process.getOutputStream();
		input.write(token);
		input.flush();
		listener.configureBlocking(false);
		long deadline = System.nanoTime() + longest.toNanos();
		try (Selector selector = Selector.open()) {
			listener.register(selector, SelectionKey.OP_ACCEPT);
			while (this.all.size() < connections) {
				long left = deadline - System.nanoTime();
				if (left <= 0 || !this.process.isAlive() || Thread.currentThread().isInterrupted()) {
					throw new IOException("it did not start: " + lastWords());
				}
				selector.select(LOOK.toMillis());
				selector.selectedKeys().clear();
				SocketChannel channel = listener.accept();
				if (channel != null) {
					admit(new ForkServerConnection(channel), token, Duration.ofNanos(left));
				}
			}
		}
	}

	/** Somebody else of the same user can connect as well. */
	private void admit(ForkServerConnection connection, byte[] token, Duration longest) throws IOException {
		if (connection.isIntroducedBy(token, longest)) {
			this.all.add(connection);
			this.idle.add(connection);
		}
		else {
			connection.close();
		}
	}

	private String lastWords() throws IOException {
		// Its handle leaves what it has written.
		this.process.toHandle().destroyForcibly();
		try (InputStream output = this.process.getInputStream()) {
			String text = new String(output.readNBytes(1000), StandardCharsets.UTF_8);
			return LogText.escape(text.strip());
		}
	}

	/** By a script that says nothing, so that this can be waited for with a deadline. */
	private void verify(@Nullable ScriptUser user, Duration longest) throws IOException {
		String expected = (user != null) ? String.valueOf(user.uid()) : ShortCommand.output("id", "-u");
		Process trial = start(SpawnRequest.of(List.of("/bin/sh", "-c", "cat; test \"$(id -u)\" = " + expected),
				Path.of("/"), Map.of("PATH", ShortCommand.PATH), ScriptInput.NONE));
		if (trial == null) {
			throw new IOException("it cannot be reached");
		}
		try {
			if (!trial.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS) || trial.exitValue() != 0) {
				throw new IOException("a trial failed, which was to run as the user " + expected);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted during a trial", ex);
		}
		finally {
			trial.getInputStream().close();
			trial.getErrorStream().close();
		}
	}

	/**
	 * Starts a process.
	 * @return null if it was not, as no connection is free, or it is too large
	 * @throws SpawnException if it cannot be started
	 * @throws IOException if nobody knows whether it was
	 */
	@Nullable Process start(SpawnRequest request) throws IOException {
		ByteBuffer encoded = request.encode();
		ForkServerConnection connection = (encoded.remaining() <= LARGEST_REQUEST) ? this.idle.poll() : null;
		while (connection != null) {
			if (isSent(encoded.duplicate(), connection)) {
				return await(connection);
			}
			connection.close();
			connection = this.idle.poll();
		}
		return null;
	}

	private static boolean isSent(ByteBuffer request, ForkServerConnection connection) {
		try {
			connection.send(request);
			return true;
		}
		catch (IOException ex) {
			// A request that is not complete is not carried out.
			logger.debug("The fork server of CGI scripts does not listen: {}", ex.getMessage());
			return false;
		}
	}

	private Process await(ForkServerConnection connection) throws IOException {
		try {
			return ForkedProcess.await(connection, this.longestAnswer, this::release);
		}
		catch (SpawnException ex) {
			release(connection);
			throw ex;
		}
		catch (IOException ex) {
			connection.close();
			throw ex;
		}
	}

	private void release(ForkServerConnection connection) {
		if (connection.isOpen()) {
			this.idle.push(connection);
		}
	}

	/** Whether it can start processes, now or when others have ended. */
	boolean isUsable() {
		return this.process.isAlive() && this.all.stream().anyMatch(ForkServerConnection::isOpen);
	}

	long id() {
		return this.process.pid();
	}

	/** Ends it, and all scripts that it runs. */
	@Override
	public void close() {
		this.all.forEach(ForkServerConnection::close);
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(LONGEST_END, TimeUnit.MILLISECONDS)) {
				this.process.destroyForcibly();
			}
			this.process.getInputStream().close();
		}
		catch (IOException ex) {
			logger.debug("The fork server of CGI scripts cannot be closed: {}", ex.getMessage());
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
