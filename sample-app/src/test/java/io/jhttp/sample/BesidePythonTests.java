package io.jhttp.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The command line beside {@code python3 -m http.server}, if that is installed: the same
 * files, requests and arguments. What differs has a row in {@code docs/differences.md}.
 */
class BesidePythonTests {

	private static final Pattern SERVING = Pattern.compile("Serving HTTP on 127\\.0\\.0\\.1 port (\\d+) .*");

	private static final Pattern ROW = Pattern
		.compile("^\\| `([^`]+)` \\| (status|body|fields|exit code)\\b[^|]*\\|.*$", Pattern.MULTILINE);

	private static final List<String> FIELDS = List.of("content-type", "content-length", "last-modified", "location");

	private static final Pattern MESSAGE = Pattern.compile("<p>Message: .*</p>");

	private static final String RUN_ALL = """
			import contextlib, io, runpy, sys
			for line in sys.stdin:
			    args = line.rstrip("\\n").split("\\t")
			    sys.argv = ["server.py", *args]
			    errors = io.StringIO()
			    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
			        try:
			            runpy.run_module("http.server", run_name="__main__")
			        except SystemExit as end:
			            code = end.code
			        except OSError:
			            code = 1
			    reason = errors.getvalue().strip().split("\\n")[-1] if code == 2 else ""
			    print(("[" + ", ".join(args) + f"] {code} " + reason).strip())
			""";

	@TempDir
	static Path directory;

	private static final List<Process> processes = new ArrayList<>();

	private static final Map<String, String> differences = new LinkedHashMap<>();

	private static int python;

	private static int java;

	@BeforeAll
	static void start() throws Exception {
		assumeTrue(isPythonInstalled(), "python3 is not installed");
		write("a.txt", "spam\n");
		write("UPPER.TXT", "spam\n");
		write("empty.bin", "");
		write("b.html", "<p>eggs</p>\n");
		write("style.css", "p {}\n");
		write("data.json", "{}\n");
		write("none", "no extension\n");
		write("with space.txt", "space\n");
		write("\u00e4.txt", "umlaut\n");
		write("a+b;c.txt", "plus\n");
		write("site/index.html", "<p>index</p>\n");
		write("old/index.htm", "<p>old</p>\n");
		write("list/one.txt", "1\n");
		write("archive.tar.gz", "gz");
		write(".hidden", "hidden\n");
		String javaProgram = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		java = start(javaProgram, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), SampleApplication.class.getName(), "0", "-b127.0.0.1",
				"--dir=" + directory, "--quiet");
		python = start("python3", "-u", "-m", "http.server", "0", "-b127.0.0.1", "--dir=" + directory, "-p",
				"HTTP/1.1");
		Matcher row = ROW.matcher(Files.readString(Path.of("../docs/differences.md")));
		while (row.find()) {
			differences.put(row.group(1), row.group(2));
		}
	}

	@AfterAll
	static void stop() {
		processes.forEach(Process::destroyForcibly);
	}

	private static boolean isPythonInstalled() throws InterruptedException {
		try {
			return new ProcessBuilder("python3", "-c", "import http.server").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void write(String name, String content) throws IOException {
		Path file = directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
		Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(784111777)));
	}

	private static int start(String... command) throws IOException {
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		processes.add(process);
		BufferedReader output = process.inputReader();
		String line = String.valueOf(output.readLine());
		Matcher serving = SERVING.matcher(line);
		assertThat(serving.matches()).as(line).isTrue();
		return Integer.parseInt(serving.group(1));
	}

	static Stream<String> requests() {
		return Stream.of("GET /a.txt", "HEAD /a.txt", "GET /a.txt?query", "GET //a.txt", "GET /./a.txt",
				"GET /UPPER.TXT", "GET /empty.bin", "GET /b.html", "GET /style.css", "GET /data.json", "GET /none",
				"GET /with%20space.txt", "GET /%C3%A4.txt", "GET /a+b;c.txt", "GET /%61.txt", "GET /archive.tar.gz",
				"GET /site/", "HEAD /site/", "GET /site/?query", "GET /site", "HEAD /site", "GET /site?query",
				"GET /old/", "GET /list/", "GET /list", "GET /missing", "HEAD /missing", "GET /missing/", "GET /a.txt/",
				"GET /site/missing", "GET /missing?query", "GET /.hidden", "GET /../a.txt", "GET /a%2Ftxt",
				"GET /site%2F", "POST /a.txt", "PUT /a.txt", "DELETE /a.txt", "OPTIONS /a.txt", "SPAM /a.txt",
				"get /a.txt", "GET /a%zz.txt");
	}

	@ParameterizedTest
	@MethodSource("requests")
	void aRequestIsAnsweredAsPythonDoesOrTheDifferenceIsDocumented(String request) throws IOException {
		Response expected = Response.of(python, request);
		Response actual = Response.of(java, request);
		assertThat(expected.difference(actual)).as("%s%nPython: %s%nJava: %s", request, expected, actual)
			.isEqualTo(differences.getOrDefault(request, ""));
	}

	static Stream<List<String>> commandLines() {
		return Stream.of(List.of("-h"), List.of("--help"), List.of("--hel"), List.of("--port"), List.of("-x"),
				List.of("http"), List.of("8.0"), List.of("8000", "8001"), List.of("-b"), List.of("--bind"),
				List.of("-b", "-d", "."), List.of("--cgi=no"), List.of("--nonsense", "-h"), List.of("-d"),
				List.of("--direct"), List.of("-p"), List.of("--", "--cgi"), List.of("-b", "host.invalid", "0"),
				List.of("-h", "--nonsense"), List.of("--help=me"), List.of("-b", ""));
	}

	/** One Python runs all of them: each is what the module does when it is called. */
	@Test
	void aCommandLineEndsAsPythonsDoes() throws Exception {
		Process process = new ProcessBuilder("python3", "-c", RUN_ALL).directory(directory.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		processes.add(process);
		try (Writer input = process.outputWriter()) {
			for (List<String> args : commandLines().toList()) {
				input.write(String.join("\t", args) + "\n");
			}
		}
		List<String> expected = process.inputReader().lines().toList();
		List<String> actual = commandLines().map(BesidePythonTests::end).toList();
		assertThat(actual).containsExactlyElementsOf(expected);
	}

	/** The exit code, and for a usage error what Python says. */
	private static String end(List<String> args) {
		try {
			assertThat(CommandLine.parse(args.toArray(new String[0])).helpWanted()).isTrue();
			return args + " 0";
		}
		catch (UsageException ex) {
			return args + " 2 server.py: error: " + ex.getMessage();
		}
		catch (StartException ex) {
			return args + " 1";
		}
	}

	@Test
	void eachDocumentedDifferenceIsOneOfARequestHere() {
		Collection<String> known = new TreeSet<>(requests().toList());
		assertThat(known).containsAll(differences.keySet());
	}

	private record Response(int status, Map<String, String> fields, String content) {

		static Response of(int port, String request) throws IOException {
			try (Socket socket = new Socket("127.0.0.1", port)) {
				socket.getOutputStream()
					.write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				return parse(socket.getInputStream());
			}
		}

		private static Response parse(InputStream input) throws IOException {
			String all = new String(input.readAllBytes(), StandardCharsets.UTF_8);
			int end = all.indexOf("\r\n\r\n");
			String[] head = all.substring(0, end).split("\r\n");
			Map<String, String> fields = new LinkedHashMap<>();
			for (int i = 1; i < head.length; i++) {
				String[] field = head[i].split(": *", 2);
				String name = field[0].toLowerCase(Locale.ROOT);
				if (FIELDS.contains(name)) {
					fields.put(name, field[1].replaceAll(" *; *charset=.*", ""));
				}
			}
			int status = Integer.parseInt(head[0].split(" ")[1]);
			if (status >= 400) {
				fields.remove("content-length");
			}
			return new Response(status, fields, all.substring(end + 4));
		}

		/** Of error pages only the message is compared: their markup is one's own. */
		String difference(Response other) {
			if (this.status != other.status) {
				return "status";
			}
			if (!text().equals(other.text())) {
				return "body";
			}
			return this.fields.equals(other.fields) ? "" : "fields";
		}

		private String text() {
			Matcher message = MESSAGE.matcher(this.content);
			return (this.status >= 400 && message.find())
					? message.group().replace("&#39;", "'").replace("&quot;", "\"") : this.content;
		}

	}

}
