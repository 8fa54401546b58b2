import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.jhttp.server.HttpServer;

/**
 * Starts and stops a server again and again while clients ask as fast as they can, each
 * until it is refused. A client that was let in must be answered. Only a connection that was
 * complete a moment before the listener closed may be reset, as the system does it.
 * Arguments: rounds, event loops, milliseconds of delay.
 */
public class StopUnderLoad {

	private static final int CLIENTS = 8;

	private static final Set<String> EXPECTED = Set.of("answered", "answered as the last", "refused", "reset");

	/** As reading and writing call it. */
	private static final Set<String> RESET = Set.of("Connection reset", "Connection reset by peer", "Broken pipe");

	private static final byte[] GET = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

	private static final byte[] POST = bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nspam");

	private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();

	public static void main(String[] args) throws Exception {
		int rounds = Integer.parseInt(args[0]);
		int loops = Integer.parseInt(args[1]);
		Duration delay = Duration.ofMillis(Long.parseLong(args[2]));
		StopUnderLoad load = new StopUnderLoad();
		for (int i = 0; i < rounds; i++) {
			load.round(loops, delay);
		}
		System.out.println(rounds + " rounds, " + loops + " event loops, delay of " + delay.toMillis() + " ms: "
				+ new TreeMap<>(load.outcomes));
		System.exit(EXPECTED.containsAll(load.outcomes.keySet()) ? 0 : 1);
	}

	private void round(int loops, Duration delay) throws Exception {
		HttpServer server = HttpServer.builder()
			.port(0)
			.eventLoops(loops)
			.workerThreads(8)
			.handler((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()))
			.start();
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			boolean kept = i % 2 == 0;
			byte[] request = (i % 4 < 2) ? GET : POST;
			Thread client = new Thread(() -> ask(server.port(), request, kept));
			clients.add(client);
			client.start();
		}
		TimeUnit.MICROSECONDS.sleep(10_000 + ThreadLocalRandom.current().nextInt(10_000));
		server.drain(delay).get(20, TimeUnit.SECONDS);
		server.close();
		for (Thread client : clients) {
			client.join();
		}
	}

	private void ask(int port, byte[] request, boolean kept) {
		while (true) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
				socket.setTcpNoDelay(true);
				for (int i = 0; i == 0 || kept; i++) {
					String outcome = ask(socket, request);
					count((i == 0 && RESET.contains(outcome)) ? "reset" : outcome);
					if (!outcome.equals("answered")) {
						break;
					}
				}
			}
			catch (ConnectException ex) {
				count("refused");
				return;
			}
			catch (IOException ex) {
				count("reset");
				return;
			}
		}
	}

	private static String ask(Socket socket, byte[] request) {
		try {
			socket.getOutputStream().write(request);
			InputStream input = socket.getInputStream();
			StringBuilder answer = new StringBuilder();
			int expected = (request == GET) ? 0 : 4;
			while (answer.indexOf("\r\n\r\n") < 0 || answer.length() < answer.indexOf("\r\n\r\n") + 4 + expected) {
				int b = input.read();
				if (b < 0) {
					return answer.isEmpty() ? "closed" : "cut";
				}
				answer.append((char) b);
			}
			return answer.indexOf("Connection: close") < 0 ? "answered" : "answered as the last";
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	private void count(String outcome) {
		this.outcomes.computeIfAbsent(outcome, (name) -> new LongAdder()).increment();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
