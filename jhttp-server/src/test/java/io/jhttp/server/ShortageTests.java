package io.jhttp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.jhttp.server.net.EngineClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers in a process of their own, which the system gives too little.
 */
@EnabledOnOs(OS.LINUX)
class ShortageTests {

	/** Of a thread, so large that there is room for few. */
	private static final long STACK = 256L * 1024 * 1024;

	/** Tells of what becomes of a start. */
	static final class TooLittleMemory {

		private TooLittleMemory() {
		}

		public static void main(String[] arguments) throws IOException {
			tellOfStart();
			System.exit(0);
		}

	}

	private static void tellOfStart() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		try {
			HttpServer.builder().port(port).eventLoops(2).handler((exchange) -> exchange.response().send()).start();
			System.out.println("started");
		}
		catch (IOException | OutOfMemoryError ex) {
			System.out.println(ex.getMessage());
		}
		try (ServerSocket again = new ServerSocket(port)) {
			System.out.println("port is free: " + (again.getLocalPort() == port));
		}
		catch (IOException ex) {
			System.out.println("port is not free: " + ex.getMessage());
		}
	}

	@Test
	void aStartWithoutEnoughMemoryFailsAndLeavesNothing() throws Exception {
		Process process = OwnProcess.start("", List.of("-XX:MaxDirectMemorySize=64k"), TooLittleMemory.class);
		List<String> said = process.inputReader().lines().toList();
		assertThat(said).hasSize(2);
		assertThat(said.get(0)).startsWith("There is not enough memory for the event loops (2), which take ")
			.contains("direct memory");
		assertThat(said.get(1)).isEqualTo("port is free: true");
	}

	/** Leaves room for some threads only, and tells of what becomes of a start. */
	static final class TooFewThreads {

		private static final String SPARE = "spare";

		private TooFewThreads() {
		}

		public static void main(String[] arguments) throws Exception {
			List<Thread> spare = new ArrayList<>();
			for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
				spare.add(startIdle(SPARE));
			}
			boolean room = true;
			while (room) {
				try {
					startIdle("idle");
				}
				catch (OutOfMemoryError ex) {
					room = false;
				}
			}
			for (Thread thread : spare) {
				thread.interrupt();
				thread.join();
			}
			// Only then can its stack be used again, if the C library has kept it.
			while (systemThreads().contains(SPARE)) {
				Thread.onSpinWait();
			}
			tellOfStart();
			System.out.println("loops: " + Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((one) -> one.getName().contains("loop"))
				.count());
			System.exit(0);
		}

		private static Thread startIdle(String name) {
			Thread thread = new Thread(() -> {
				try {
					Thread.sleep(Long.MAX_VALUE);
				}
				catch (InterruptedException ex) {
					// Makes room.
				}
			}, name);
			thread.setDaemon(true);
			thread.start();
			return thread;
		}

		/** Their names. */
		private static List<String> systemThreads() throws IOException {
			List<String> names = new ArrayList<>();
			try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
				for (Path thread : threads) {
					names.add(Files.readString(thread.resolve("comm")).strip());
				}
			}
			catch (NoSuchFileException ex) {
				// One has ended meanwhile, and it may be another.
				return systemThreads();
			}
			return names;
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1" })
	void aStartWithoutEnoughThreadsFailsAndLeavesNothing(String enoughFor) throws Exception {
		Process process = OwnProcess.start("export MALLOC_ARENA_MAX=1; ulimit -v 6000000;",
				List.of("-Xmx64m", "-Xss" + STACK / 1024 + "k", "-Xlog:disable"), TooFewThreads.class, enoughFor);
		List<String> said = process.inputReader().lines().toList();
		assertThat(said).hasSize(3);
		assertThat(said.get(0)).startsWith("There are not enough threads for the event loops (2): ");
		assertThat(said.get(1)).isEqualTo("port is free: true");
		assertThat(said.get(2)).isEqualTo("loops: 0");
	}

	/** Prints what is logged, and moves its clock by as many seconds as it is told. */
	static final class TooFewDescriptors {

		private TooFewDescriptors() {
		}

		public static void main(String[] arguments) throws IOException {
			OwnProcess.printLog("io.jhttp.server.net");
			TestClock time = new TestClock();
			Map<String, AtomicInteger> looks = Map.of("jhttp-loop-0", new AtomicInteger(), "jhttp-loop-1",
					new AtomicInteger());
			EngineClock clock = new EngineClock() {

				@Override
				public long nanoTime() {
					long now = time.nanoTime();
					AtomicInteger own = looks.get(Thread.currentThread().getName());
					if (own != null) {
						own.incrementAndGet();
					}
					return now;
				}

				@Override
				public long currentTimeMillis() {
					return time.currentTimeMillis();
				}

			};
			HttpServer server = HttpServer.builder()
				.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
				.eventLoops(2)
				.clock(clock)
				.handler((NonBlockingHttpHandler) HttpExchange::detach)
				.start();
			System.out.println(server.port());
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				time.advance(Duration.ofMillis(Long.parseLong(line)));
				// A loop that is due accepts in the turn after the one that has noticed.
				for (AtomicInteger own : looks.values()) {
					for (int before = own.get(); own.get() < before + 4;) {
						server.checkDeadlines();
						Thread.onSpinWait();
					}
				}
				System.out.println("open: " + server.counters().openConnections() + " of "
						+ server.counters().acceptedConnections());
			}
			System.exit(0);
		}

	}

	@Test
	void connectionsThatCannotBeAcceptedAreToldOfOnceForAllLoops() throws Exception {
		Process process = OwnProcess.start("ulimit -n 60;", List.of(), TooFewDescriptors.class);
		List<Socket> clients = new ArrayList<>();
		try (BufferedReader said = process.inputReader()) {
			int port = Integer.parseInt(said.readLine());
			List<String> logged = new ArrayList<>();
			// Classes come from files, which need descriptors too.
			RawClient.exchange(port, "nonsense\r\n");
			try (RawClient first = new RawClient(port)) {
				first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").finishSending().readToEnd();
			}
			advance(process, said, logged, 1, (line) -> line.equals("open: 0 of 2"));
			for (int i = 0; i < 100; i++) {
				Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
				clients.add(client);
				// None is idle, so that none makes room.
				client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
			}
			for (int i = 0; i < 20; i++) {
				advance(process, said, logged, 1700, (line) -> true);
			}
			assertThat(logged).hasSize(1);
			assertThat(logged.get(0)).startsWith("WARN Connections cannot be accepted at the moment: ");
			for (Socket client : clients) {
				client.close();
			}
			advance(process, said, logged, 1700, (line) -> line.equals("open: 0 of 102"));
			for (int i = 0; i < 500 && logged.size() < 2; i++) {
				advance(process, said, logged, 5000, (line) -> true);
			}
			assertThat(logged.subList(1, logged.size())).containsExactly("INFO Connections can be accepted again");
		}
		finally {
			process.destroyForcibly();
			for (Socket client : clients) {
				client.close();
			}
		}
	}

	/** Moves the clock until the server says that something is so. */
	private static void advance(Process process, BufferedReader said, List<String> logged, int millis,
			Predicate<String> enough) throws IOException {
		while (true) {
			process.outputWriter().write(millis + "\n");
			process.outputWriter().flush();
			String line = said.readLine();
			while (!line.startsWith("open: ")) {
				logged.add(line);
				line = said.readLine();
			}
			if (enough.test(line)) {
				return;
			}
		}
	}

}
