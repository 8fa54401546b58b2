package io.jhttp.server;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * The tables of Python's members and facts are complete, and speak of what exists.
 */
class PythonTableTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern MEMBER = Pattern
		.compile("^\\| `([^`]+)` \\| (`[^`]+`|- \\(.+\\)) \\| (`[^`]+`|–) \\|$", Pattern.MULTILINE);

	private static final Pattern FACT = Pattern.compile("^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\| (`[^`]+`|–) \\|$",
			Pattern.MULTILINE);

	/**
	 * Each line has a member, and the classes that the class it was found in is made of.
	 */
	private static final String ASK_FOR_MEMBERS = """
			import http.server, inspect, io, socketserver
			class Request:
			    def makefile(self, *args):
			        return io.BytesIO(b"GET / HTTP/1.1\\r\\n\\r\\n")
			    def sendall(self, data):
			        pass
			class Silent(http.server.BaseHTTPRequestHandler):
			    def do_GET(self):
			        pass
			server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent, bind_and_activate=False)
			handler = Silent(Request(), ("127.0.0.1", 0), server)
			server.server_close()
			classes = [getattr(http.server, name) for name in http.server.__all__]
			for thing in [server, handler, *classes]:
			    type_of = thing if inspect.isclass(thing) else type(thing)
			    for member in dir(thing):
			        if not member.startswith("_") and (member != "do_GET" or thing in classes):
			            print(member, *[base.__name__ for base in type_of.__mro__])
			for type_of in [getattr(socketserver, name) for name in socketserver.__all__]:
			    for member in dir(type_of):
			        if not member.startswith("_"):
			            print(member, *[base.__name__ for base in type_of.__mro__],
			                  "HTTPServer ThreadingHTTPServer BaseHTTPRequestHandler")
			for name, thing in vars(http.server).items():
			    if name.isupper() or inspect.isfunction(thing) and thing.__module__ == "http.server":
			        if not name.startswith("_"):
			            print(name)
			""";

	private static final List<String> PACKAGES = List.of("io.jhttp.server.", "io.jhttp.server.handler.");

	@Test
	void everyMemberOfPythonHasARow() throws IOException {
		assertThat(members().stream().map((row) -> row.group(1)))
			.containsExactlyElementsOf(Files.readAllLines(Path.of("src/test/resources/python-members.txt")));
	}

	/** In whichever version there is on this machine. */
	@Test
	void everyMemberOfTheInstalledPythonHasARow() throws Exception {
		List<String> found = membersOfPython();
		assumeFalse(found.isEmpty(), "python3 is not installed");
		assertThat(found).contains(
				"raw_requestline Silent BaseHTTPRequestHandler StreamRequestHandler" + " BaseRequestHandler object");
		Set<String> rows = members().stream()
			.map((row) -> row.group(1).replaceFirst("\\(.*", ""))
			.collect(Collectors.toSet());
		assertThat(found.stream().filter((member) -> !hasRow(member.split(" "), rows))).isEmpty();
	}

	private static boolean hasRow(String[] member, Set<String> rows) {
		return (member.length == 1) ? rows.contains(member[0])
				: Arrays.stream(member)
					.skip(1)
					.anyMatch((type) -> rows.contains(type + "." + member[0]) || rows.contains("socketserver." + type));
	}

	private static List<String> membersOfPython() throws Exception {
		try {
			Process python = new ProcessBuilder("python3", "-c", ASK_FOR_MEMBERS)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			return python.inputReader().lines().toList();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	@Test
	void everyJavaCounterpartExists() throws Exception {
		for (MatchResult row : members()) {
			String counterpart = row.group(2);
			if (counterpart.startsWith("`")) {
				assertThat(exists(counterpart.replace("`", ""))).as(row.group()).isTrue();
			}
		}
	}

	@Test
	void everyFactHasARowThatSaysWhatBecameOfIt() throws IOException {
		List<Integer> numbers = facts().stream().map((row) -> Integer.valueOf(row.group(1))).toList();
		assertThat(numbers).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 185).boxed().toList());
		assertThat(facts()).allSatisfy((row) -> assertThat(row.group(2)).matches("(kept|changed|open).*"));
	}

	@Test
	void everyTestRuns() throws IOException {
		List<MatchResult> rows = new ArrayList<>(members());
		rows.addAll(facts());
		for (MatchResult row : rows) {
			String test = row.group(3).replace("`", "");
			if (!test.equals("–")) {
				String[] parts = test.split("#");
				assertThat(annotations(source(parts[0]), parts[1])).as(row.group())
					.containsPattern("@(Parameterized)?Test\\b")
					.doesNotContain("@Disabled");
			}
		}
	}

	/**
	 * What the server calls by itself, for a request with its verb, need not be named.
	 */
	@Test
	void theTestOfAMemberSpeaksOfItsCounterpart() throws IOException {
		for (MatchResult row : members()) {
			String counterpart = row.group(2).replace("`", "");
			String test = row.group(3).replace("`", "");
			if (counterpart.contains("#") && !test.equals("–")) {
				String name = counterpart.substring(counterpart.indexOf('#') + 1);
				String verb = name.startsWith("do") ? name.substring(2).toUpperCase(Locale.ROOT) : name;
				assertThat(source(test.substring(0, test.indexOf('#')))).as(row.group())
					.containsPattern("(?i:" + name + ")|\\b" + verb + "\\b");
			}
		}
	}

	/** What stands before a method, up to an empty line. */
	private static String annotations(String source, String test) {
		int method = source.indexOf("\tvoid " + test + "(");
		return (method < 0) ? "" : source.substring(source.lastIndexOf("\n\n", method), method);
	}

	private static List<MatchResult> members() throws IOException {
		return rows(MEMBER);
	}

	private static List<MatchResult> facts() throws IOException {
		return rows(FACT);
	}

	private static List<MatchResult> rows(Pattern pattern) throws IOException {
		List<MatchResult> rows = new ArrayList<>();
		for (String page : List.of("docs/python.md", "docs/evidence/python-facts.md")) {
			rows.addAll(pattern.matcher(Files.readString(ROOT.resolve(page))).results().toList());
		}
		return rows;
	}

	private static boolean exists(String counterpart) throws IOException {
		if (counterpart.startsWith("jhttp.")) {
			return Files.readString(ROOT.resolve("docs/properties.md")).contains("| `" + counterpart + "` |");
		}
		if (counterpart.startsWith("@")) {
			return type(counterpart.substring(1)).isAnnotation();
		}
		String[] parts = counterpart.split("#");
		for (Class<?> type = type(parts[0]); type != null; type = type.getSuperclass()) {
			Stream<String> methods = Arrays.stream(type.getDeclaredMethods()).map(Method::getName);
			Stream<String> fields = Arrays.stream(type.getDeclaredFields()).map(Field::getName);
			if (Stream.concat(methods, fields).anyMatch(parts[1]::equals)) {
				return true;
			}
		}
		return false;
	}

	private static Class<?> type(String name) {
		for (String packageName : PACKAGES) {
			try {
				return Class.forName(packageName + name.replace('.', '$'));
			}
			catch (ClassNotFoundException ex) {
				// In another package.
			}
		}
		throw new AssertionError(name);
	}

	private static String source(String test) throws IOException {
		try (Stream<Path> modules = Files.list(ROOT)) {
			for (Path tests : modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.toList()) {
				try (Stream<Path> files = Files.walk(tests)) {
					Path file = files.filter((path) -> path.endsWith(test + ".java")).findFirst().orElse(null);
					if (file != null) {
						return Files.readString(file);
					}
				}
			}
		}
		throw new AssertionError(test);
	}

}
