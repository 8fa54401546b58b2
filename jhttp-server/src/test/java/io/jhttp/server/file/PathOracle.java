package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;

/**
 * Asks a server for generated paths, while a thread swaps files for links to the outside,
 * and compares each answer with the opinion of an {@link AttackedTree}.
 */
public final class PathOracle {

	private static final int CLIENTS = 4;

	private final AttackedTree tree;

	private final List<String> names;

	private final AtomicBoolean done = new AtomicBoolean();

	private final String prefix;

	private PathOracle(AttackedTree tree, String prefix) throws IOException {
		this.tree = tree;
		this.prefix = prefix;
		this.names = tree.names();
	}

	/**
	 * What came of it.
	 *
	 * @param answers their number by status
	 * @param swaps how often all was swapped and back
	 */
	record Result(TreeMap<Integer, Integer> answers, int swaps) {
	}

	/**
	 * Asks for many paths.
	 * @throws AssertionError if one was answered with what it may not be, or not with
	 * what it has to be
	 */
	static Result run(Path temporary, SymbolicLinks links, int paths, long seed) throws Exception {
		AttackedTree tree = new AttackedTree(temporary, links);
		return run(tree, "", FileHandler.builder(tree.root).symbolicLinks(links).build(), paths, seed);
	}

	/**
	 * Asks for many paths below a prefix.
	 * @param prefix without slash at its end
	 */
	static Result run(AttackedTree tree, String prefix, HttpHandler handler, int paths, long seed) throws Exception {
		PathOracle oracle = new PathOracle(tree, prefix);
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
		try (HttpServer server = HttpServer.builder().port(0).handler(handler).start()) {
			Future<Integer> swaps = threads.submit(oracle::swap);
			List<Future<TreeMap<Integer, Integer>>> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				long clientSeed = seed * CLIENTS + i;
				Callable<TreeMap<Integer, Integer>> client = () -> oracle.ask(server.port(), paths / CLIENTS,
						clientSeed);
				clients.add(threads.submit(client));
			}
			TreeMap<Integer, Integer> answers = new TreeMap<>();
			for (Future<TreeMap<Integer, Integer>> client : clients) {
				client.get().forEach((status, count) -> answers.merge(status, count, Integer::sum));
			}
			oracle.done.set(true);
			return new Result(answers, swaps.get());
		}
		finally {
			oracle.done.set(true);
			threads.shutdown();
		}
	}

	private int swap() throws IOException {
		int swaps = 0;
		while (!this.done.get()) {
			this.tree.swap();
			swaps++;
		}
		return swaps;
	}

	private TreeMap<Integer, Integer> ask(int port, int paths, long seed) throws IOException {
		PathGenerator generator = new PathGenerator(seed, this.names);
		TreeMap<Integer, Integer> statuses = new TreeMap<>();
		WireResponse.Connection connection = new WireResponse.Connection(port);
		try {
			for (int i = 0; i < paths; i++) {
				String target = generator.next();
				String request = generator.method() + " " + this.prefix + target + " HTTP/1.1\r\nHost: a\r\n"
						+ generator.fields() + "\r\n";
				WireResponse answer = connection.ask(request);
				statuses.merge(answer.status(), 1, Integer::sum);
				try {
					check(target.split("\\?")[0], request, answer);
				}
				catch (AssertionError | RuntimeException ex) {
					throw new AssertionError(
							ex.getMessage() + " (seed " + seed + ", number " + i + ")\n" + request + answer.head(), ex);
				}
				if (answer.closes()) {
					connection.close();
					connection = new WireResponse.Connection(port);
				}
			}
			return statuses;
		}
		finally {
			connection.close();
		}
	}

	private void check(String target, String request, WireResponse answer) throws IOException {
		AttackedTree.Expected expected = this.tree.expected(target);
		String shown = answer.head() + new String(answer.plain(), StandardCharsets.ISO_8859_1);
		require(!shown.contains(AttackedTree.MARKER), "something private is shown");
		require(this.tree.isOpen() || !shown.contains(AttackedTree.OUTSIDE), "something outside is shown");
		switch (answer.status()) {
			case 200, 206 -> checkContent(expected, request, answer);
			case 304 -> require(expected.isFound() && request.contains("If-None-Match"), "304 for nothing");
			case 416 -> require(expected.isFound() && request.contains("Range"), "416 for nothing");
			case 301 ->
				require(("" + answer.field("Location")).matches("/[^/].*/(\\?.*)?"), "not a path of this server");
			case 400, 404 -> require(!expected.isFound() || expected == AttackedTree.Expected.ANYTHING,
					"what is there is not found");
			// A file that is replaced all the time cannot be read at the moment.
			case 503 -> require(expected == AttackedTree.Expected.ANYTHING, "503 without a reason");
			default -> throw new AssertionError("an unexpected status");
		}
	}

	private static void checkContent(AttackedTree.Expected expected, String request, WireResponse answer)
			throws IOException {
		require(expected.isFound(), "found what is not there");
		String start = new String(answer.plain(), StandardCharsets.ISO_8859_1);
		if (expected.isDirectory() && !request.startsWith("HEAD")) {
			require(start.contains("<title>Directory listing for "), "no listing");
			require(!start.contains("\"./.h") && !start.contains("\"./.g") && !start.contains("application.yml")
					&& !start.contains("\"./pipe"), "a private name is listed");
		}
		byte[] content = expected.content();
		if (content == null || request.startsWith("HEAD") || request.contains("9,100-")) {
			return;
		}
		if (answer.status() == 206) {
			String[] range = ("" + answer.field("Content-Range")).split("[ /-]");
			int last = Integer.parseInt(range[2]);
			require(Arrays.equals(Arrays.copyOfRange(content, Integer.parseInt(range[1]), last + 1), answer.content()),
					"another part");
			return;
		}
		require(Arrays.equals(content, answer.plain()), "another content");
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

	/**
	 * Runs it for long.
	 * @param arguments number of paths, and a seed
	 */
	public static void main(String[] arguments) throws Exception {
		int paths = Integer.parseInt(arguments[0]);
		long seed = (arguments.length > 1) ? Long.parseLong(arguments[1]) : System.nanoTime();
		for (SymbolicLinks links : SymbolicLinks.values()) {
			Path temporary = Files.createTempDirectory("paths");
			long began = System.nanoTime();
			try {
				Result result = run(temporary, links, paths, seed);
				System.out.printf("%-9s %,d paths in %.1f s, answers by status %s, %,d swaps, seed %d%n", links, paths,
						(System.nanoTime() - began) / 1e9, result.answers(), result.swaps(), seed);
			}
			finally {
				try (Stream<Path> all = Files.walk(temporary)) {
					for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
						Files.delete(path);
					}
				}
			}
		}
	}

}
