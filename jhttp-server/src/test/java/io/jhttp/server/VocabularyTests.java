package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that names and sentences use the words of RFC 9110, Spring and the JDK.
 */
class VocabularyTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	/** Words to avoid, with what is meant. */
	private static final Map<Pattern, String> WORDS = Map.of(Pattern.compile("(?i)octets?(?!-stream|_stream)"), "byte",
			Pattern.compile("(?i)\\bthe seed\\b|\\bseed's\\b"), "Python");

	/** Each is a sentence without a subject; {@code nobody} is also a user of systems. */
	private static final Map<Pattern, String> SUBJECTS = Map.of(
			Pattern.compile("(?i)\\b(somebody|anybody|everybody|whoever)\\b|(?<![\"@`]|UID )\\bnobody\\b(?![\"}`])"),
			"a thread, client or caller, whichever it is");

	/** A handler answers a request with a response: RFC 9110 has no other noun. */
	private static final Map<Pattern, String> NOUNS = Map
		.of(Pattern.compile("(?i)\\b(an|the|its|their|every|last|whole|full|final|failed|interim) answers?\\b"
				+ "|\\b(this answer|from answer|in answer to)\\b|^\\s*\\* answer\\b\\W*$"), "response");

	/** Each is a riddle for readers whose language has no such phrase. */
	private static final Map<Pattern, String> PHRASES = Map.of(
			Pattern.compile("\\b(?:(?:can|cannot) be (?:had|told)|may (?:not )?come in|answered for|answers? for with"
					+ "|do nothing, as|would do nothing|nothing of the kind|one of both)\\b"),
			"read, bound or found; have access; get a response; have no effect; no equivalent; one of the two");

	private static final Map<Pattern, String> TEST_NAMES = Map.of(
			Pattern.compile("\\bvoid \\w*([Ss]omebody|[Aa]nybody|[Ee]verybody|[Ww]hoever|(?<!As)[Nn]obody)"),
			"a thread, client or caller, whichever it is");

	private static final Map<Pattern, String> NAMES = Map.of(Pattern.compile("\\b(MOST|LONGEST)_(?!SPECIFIC)"), "MAX_",
			Pattern.compile("\\b(LEAST|SHORTEST)_"), "MIN_",
			Pattern.compile("\\b(Encoded|Representation)Fields\\b|\\bpublic [^=;(]*\\bfields?\\("), "headers",
			Pattern.compile("\\b(cut|isCut|giveUp|hangUp|kill|die|drop|closeNow)\\("),
			"close a connection, abort an exchange, discard bytes, cancel a task",
			Pattern.compile("\\bpublic [^=;(]*\\wAnswers?\\("), "response");

	private static List<String> found(Path file, Map<Pattern, String> words) throws IOException {
		List<String> found = new ArrayList<>();
		int number = 0;
		for (String line : Files.readAllLines(file)) {
			number++;
			for (Map.Entry<Pattern, String> word : words.entrySet()) {
				if (word.getKey().matcher(line).find()) {
					found.add("%s:%d: say '%s' in: %s".formatted(ROOT.relativize(file), number, word.getValue(),
							line.strip()));
				}
			}
		}
		return found;
	}

	private static List<Path> files(String folder, String suffix) throws IOException {
		try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
			return files.filter((file) -> file.toString().endsWith(suffix)).toList();
		}
	}

	@Test
	void sourcesSayWhatReadersKnow() throws IOException {
		List<String> found = new ArrayList<>();
		for (String module : List.of("jhttp-server", "jhttp-spring-boot-autoconfigure", "jhttp-spring-boot-test",
				"sample-app")) {
			List<Path> sources = files(module + "/src/main/java", ".java");
			assertThat(sources).isNotEmpty();
			for (Path source : sources) {
				found.addAll(found(source, WORDS));
				found.addAll(found(source, SUBJECTS));
				found.addAll(found(source, NOUNS));
				found.addAll(found(source, PHRASES));
				found.addAll(found(source, NAMES));
			}
		}
		assertThat(found).isEmpty();
	}

	@Test
	void testsAreNamedWithSubjects() throws IOException {
		List<String> found = new ArrayList<>();
		for (String module : List.of("jhttp-server", "jhttp-spring-boot-autoconfigure", "jhttp-spring-boot-test",
				"integration-tests")) {
			for (Path source : files(module + "/src/test/java", ".java")) {
				found.addAll(found(source, TEST_NAMES));
			}
		}
		assertThat(found).isEmpty();
	}

	@Test
	void pagesSayWhatReadersKnow() throws IOException {
		List<Path> pages = new ArrayList<>(files("docs", ".md"));
		pages.addAll(List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md")));
		List<String> found = new ArrayList<>();
		for (Path page : pages) {
			found.addAll(found(page, WORDS));
			found.addAll(found(page, SUBJECTS));
			found.addAll(found(page, NOUNS));
		}
		assertThat(found).isEmpty();
	}

}
