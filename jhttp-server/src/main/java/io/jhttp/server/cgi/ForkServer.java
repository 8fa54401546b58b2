package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

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

	private static final String JAR = "fork-server.jar";

	private static final String SOCKET = "socket";

	private static final Duration LONGEST_START = Duration.ofSeconds(20);

	private static final Duration LOOK = Duration.ofMillis(200);

	private static final Duration LONGEST_INTRODUCTION = Duration.ofSeconds(2);

	private static final int LONGEST_END = 2000;

	private final Process process;

	private final Deque<ForkServerConnection> idle = new ConcurrentLinkedDeque<>();

	private final List<ForkServerConnection> all = new ArrayList<>();

	private ForkServer(Process process) {
		this.process = process;
	}

	/**
	 * Starts a fork server, and tries it.
	 * @param prefix what makes a command run as the user
	 * @param user whom scripts run as, if that is not the user of this process
	 * @param connections how many scripts it can run at a time, unless that is too many
	 * @throws IOException if it does not work here
	 */
	static ForkServer start(List<String> prefix, @Nullable ScriptUser user, int connections) throws IOException {
		Path directory = Files.createTempDirectory("jhttp-cgi-");
		try {
			Path classes = writeClasses(directory.resolve(JAR));
			Path socket = directory.resolve(SOCKET);
			try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				listener.bind(UnixDomainSocketAddress.of(socket));
				if (user != null) {
					permit(directory, "rwx--x--x");
					permit(classes, "rw-r--r--");
					permit(socket, "rw-------");
					Files.setAttribute(socket, "unix:uid", user.uid());
				}
				int count = Math.min(connections, MOST_CONNECTIONS);
				ForkServer server = new ForkServer(run(prefix, directory, count));
				try {
					server.connect(listener, count);
					server.verify(user);
				}
				catch (IOException | RuntimeException ex) {
					server.close();
					throw ex;
				}
				return server;
			}
		}
		finally {
			// The other JVM keeps its classes open.
			delete(directory);
		}
	}

	private static Path writeClasses(Path jar) throws IOException {
		try (JarOutputStream target = new JarOutputStream(Files.newOutputStream(jar))) {
			for (Class<?> type : CLASSES) {
				String name = type.getName().replace('.', '/') + ".class";
				try (InputStream source = type.getResourceAsStream("/" + name)) {
					if (source == null) {
						throw new IOException("the class " + type.getName() + " cannot be read");
					}
					target.putNextEntry(new ZipEntry(name));
					source.transferTo(target);
				}
			}
		}
		return jar;
	}

	private static void permit(Path file, String permissions) throws IOException {
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
	}

	/** In the directory, whose name another locale may not be able to say. */
	private static Process run(List<String> prefix, Path directory, int connections) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(NativeLibrary.options());
		command.addAll(List.of("-cp", JAR, ForkServerMain.class.getName(), SOCKET, String.valueOf(connections)));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().clear();
		return builder.start();
	}

	private void connect(ServerSocketChannel listener, int connections) throws IOException {
		byte[] token = new byte[ForkServerProtocol.TOKEN_LENGTH];
		new SecureRandom().nextBytes(token);
		OutputStream input = this.process.getOutputStream();
		input.write(token);
		input.flush();
		listener.configureBlocking(false);
		long deadline = System.nanoTime() + LONGEST_START.toNanos();
		try (Selector selector = Selector.open()) {
			listener.register(selector, SelectionKey.OP_ACCEPT);
			while (this.all.size() < connections) {
				selector.select(LOOK.toMillis());
				selector.selectedKeys().clear();
				SocketChannel channel = listener.accept();
				if (channel != null) {
					admit(new ForkServerConnection(channel), token);
				}
				else if (!this.process.isAlive() || System.nanoTime() - deadline > 0) {
					throw new IOException("it did not start: " + lastWords());
				}
			}
		}
	}

	/** Somebody else of the same user can connect as well. */
	private void admit(ForkServerConnection connection, byte[] token) throws IOException {
		if (connection.isIntroducedBy(token, LONGEST_INTRODUCTION)) {
			this.all.add(connection);
			this.idle.add(connection);
		}
		else {
			connection.close();
		}
	}

	private String lastWords() throws IOException {
		this.process.destroyForcibly();
		try (InputStream output = this.process.getInputStream()) {
			String text = new String(output.readNBytes(1000), StandardCharsets.UTF_8);
			return LogText.escape(text.strip());
		}
	}

	private void verify(@Nullable ScriptUser user) throws IOException {
		String expected = (user != null) ? String.valueOf(user.uid()) : ShortCommand.output("id", "-u");
		SpawnRequest request = SpawnRequest.of(List.of("/bin/sh", "-c", "cat; id -u"), Path.of("/"),
				Map.of("PATH", ShortCommand.PATH), ScriptInput.NONE);
		Process trial = start(request);
		if (trial == null) {
			throw new IOException("it cannot be reached");
		}
		try (InputStream output = trial.getInputStream(); InputStream errors = trial.getErrorStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
			errors.skip(Long.MAX_VALUE);
			if (!trial.waitFor(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS) || !text.equals(expected)) {
				throw new IOException("a trial failed: " + LogText.escape(text));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted during a trial", ex);
		}
	}

	/**
	 * Starts a process.
	 * @return null if it was not, as no connection is free
	 * @throws SpawnException if it cannot be started
	 * @throws IOException if nobody knows whether it was
	 */
	@Nullable Process start(SpawnRequest request) throws IOException {
		ForkServerConnection connection = this.idle.poll();
		while (connection != null) {
			if (isSent(request, connection)) {
				return await(connection);
			}
			connection.close();
			connection = this.idle.poll();
		}
		return null;
	}

	private static boolean isSent(SpawnRequest request, ForkServerConnection connection) {
		try {
			connection.send(request.encode());
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
			return ForkedProcess.await(connection, this::release);
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

	boolean isAlive() {
		return this.process.isAlive();
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

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.deleteIfExists(file);
			}
		}
		Files.deleteIfExists(directory);
	}

}
