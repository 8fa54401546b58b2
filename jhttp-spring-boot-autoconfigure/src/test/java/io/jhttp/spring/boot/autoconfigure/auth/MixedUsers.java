package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that ask as several users, and as none, in turns on the same connection. What
 * answers has the paths below, and sends who has asked between angle brackets:
 * {@code <ann>}, or {@code <nobody>}. The users are ann and bob, whose passwords are a
 * and b.
 */
public final class MixedUsers {

	/** How the name gets into the response is for each of them another way. */
	private static final String[] PATHS = { "/worker", "/loop", "/stage", "/callable", "/stream", "/mono", "/flux" };

	/** For how long clients ask; 0 for a few rounds. See benchmarks/mixed-users. */
	private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("jhttp.test.mixed-users.seconds", 0));

	private static final int CLIENTS = 8;

	private static final Pattern NAME = Pattern.compile("<(.*?)>");

	private static final String[] NAMES = { "ann", "bob", "nobody" };

	private static final String[] FIELDS = { TestPasswords.basic("ann", "a") + "\r\n",
			TestPasswords.basic("bob", "b") + "\r\n", "" };

	private final TestClient client;

	private final String[] paths;

	private final long start = System.nanoTime();

	/**
	 * Creates clients.
	 * @param client knows the server
	 * @param further paths beside those that everyone has
	 */
	public MixedUsers(TestClient client, String... further) {
		this.client = client;
		this.paths = Stream.of(PATHS, further).flatMap(Stream::of).toArray(String[]::new);
		// Each path is asked for as each user only then.
		assertThat(this.paths.length % NAMES.length).isNotZero();
	}

	/**
	 * Asks, and fails if a response has the name of another user.
	 * @return how many requests were answered
	 */
	public long ask() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Future<Long>> running = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				int offset = i;
				running.add(clients.submit(() -> askUntilTheEnd(offset)));
			}
			long answered = 0;
			for (Future<Long> each : running) {
				answered += each.get();
			}
			return answered;
		}
		finally {
			clients.shutdownNow();
		}
	}

	private long askUntilTheEnd(int offset) throws IOException {
		long answered = 0;
		do {
			answered += askOnOneConnection(offset);
			leave(offset);
		}
		while (System.nanoTime() - this.start < LENGTH.toNanos());
		return answered;
	}

	/** Another user for each request, and for some none. */
	private int askOnOneConnection(int offset) throws IOException {
		int rounds = this.paths.length * NAMES.length;
		try (Socket socket = this.client.connect()) {
			for (int i = offset; i < offset + rounds; i++) {
				String request = request(i);
				socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
				assertThat(names(read(socket.getInputStream()))).as(request).containsOnly(NAMES[i % 3]);
			}
		}
		return rounds;
	}

	/** Clients that go away leave requests whose end is another one. */
	private void leave(int offset) throws IOException {
		for (int i = offset; i < offset + this.paths.length; i++) {
			try (Socket socket = this.client.connect()) {
				socket.setSoLinger(true, 0);
				socket.getOutputStream().write(request(i).getBytes(StandardCharsets.US_ASCII));
			}
		}
	}

	private String request(int number) {
		return "GET " + this.paths[number % this.paths.length] + " HTTP/1.1\r\nHost: a\r\n" + FIELDS[number % 3]
				+ "\r\n";
	}

	private static List<String> names(String response) {
		return NAME.matcher(response).results().map((found) -> found.group(1)).toList();
	}

	/** Up to the end of the name, and of the chunks around it. */
	private static String read(InputStream input) throws IOException {
		StringBuilder response = new StringBuilder();
		boolean chunked = false;
		while (response.indexOf(">") < 0 || (chunked && !response.toString().endsWith("\r\n0\r\n\r\n"))) {
			int next = input.read();
			assertThat(next).as("after " + response).isNotNegative();
			response.append((char) next);
			chunked = chunked || response.indexOf("chunked") > 0;
		}
		return response.toString();
	}

}
