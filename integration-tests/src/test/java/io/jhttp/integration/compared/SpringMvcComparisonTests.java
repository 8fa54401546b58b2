package io.jhttp.integration.compared;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.jhttp.server.handler.HttpVerb;
import io.jhttp.spring.boot.autoconfigure.test.LocalJhttpPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what the same methods answer here and on Spring MVC. Each difference is a row
 * of a table in the documentation, with its reason.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.mvc.problemdetails.enabled=true", "compared.name=resolved-name" })
class SpringMvcComparisonTests {

	private static final List<Class<?>> BEANS = List.of(Values.class, Bodies.class, Results.class, Outcomes.class,
			Forms.class);

	private static final String HEADING = "| what is answered differently |";

	@LocalServerPort
	private int theirPort;

	@LocalJhttpPort
	private int ourPort;

	@ParameterizedTest
	@MethodSource("requests")
	void answerIsThatOfSpringMvcButForWhatIsDocumented(Request request) throws IOException {
		Answer theirs = Answer.of(this.theirPort, request);
		Answer ours = Answer.of(this.ourPort, request);
		Set<String> differences = ours.differences(theirs);
		assertThat(differences).as(() -> describe(differences, theirs, ours)).isEqualTo(request.differingParts());
	}

	private static String describe(Set<String> differences, Answer theirs, Answer ours) {
		return differences.stream()
			.map((part) -> "%n%s: Spring MVC %s, here %s".formatted(part, theirs.parts().get(part),
					ours.parts().get(part)))
			.collect(Collectors.joining());
	}

	@Test
	void requestsAndMethodsAreMany() throws IOException {
		assertThat(requests()).hasSizeGreaterThanOrEqualTo(220).doesNotHaveDuplicates();
		assertThat(methods()).hasSizeGreaterThanOrEqualTo(50);
	}

	@Test
	void eachMethodIsMappedAlikeForBoth() {
		assertThat(methods()).allSatisfy((method) -> {
			MergedAnnotations annotations = MergedAnnotations.from(method);
			MergedAnnotation<HttpVerb> ours = annotations.get(HttpVerb.class);
			MergedAnnotation<RequestMapping> theirs = annotations.get(RequestMapping.class);
			assertThat(ours.getStringArray("value"))
				.containsExactly(Arrays.stream(theirs.getEnumArray("method", RequestMethod.class))
					.map(Enum::name)
					.toArray(String[]::new));
			MergedAnnotation<?> verb = ours.getMetaSource();
			assertThat(verb.getStringArray("value")).containsExactly(theirs.getStringArray("path"));
			assertThat(verb.getStringArray("produces")).containsExactly(theirs.getStringArray("produces"));
			assertThat(verb.getStringArray("consumes")).containsExactly(theirs.getStringArray("consumes"));
		});
	}

	@Test
	void differencesAreTheRowsOfTheDocumentation() throws IOException {
		Set<String> found = requests().stream()
			.flatMap((request) -> request.differences().keySet().stream())
			.collect(Collectors.toCollection(TreeSet::new));
		List<String> rows = Files.readString(Path.of("../docs/from-spring.md"))
			.lines()
			.dropWhile((line) -> !line.startsWith(HEADING))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.toList();
		assertThat(rows).allSatisfy((row) -> assertThat(row.split("\\|")).as("The reason, too").hasSize(5));
		assertThat(rows.stream().map((row) -> row.split("\\|")[1].strip())).containsExactlyInAnyOrderElementsOf(found);
	}

	static List<Request> requests() throws IOException {
		try (var file = Request.class.getResourceAsStream("requests.txt")) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.map(Request::parse)
				.toList();
		}
	}

	private static List<Method> methods() {
		return BEANS.stream()
			.flatMap((bean) -> Arrays.stream(bean.getDeclaredMethods()))
			.filter((method) -> MergedAnnotations.from(method).isPresent(RequestMapping.class))
			.toList();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Values.class, Bodies.class, Results.class, Outcomes.class, Forms.class, ComparedAdvice.class })
	static class Application {

	}

}
