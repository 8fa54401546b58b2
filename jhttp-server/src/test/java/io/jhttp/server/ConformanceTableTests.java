package io.jhttp.server;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of rules and tests in the documentation speaks of tests that run, and of
 * cases that they have.
 */
class ConformanceTableTests {

	private static final Path TESTS = Path.of("src/test/java");

	private static final Pattern ROW = Pattern.compile("\\| RFC [^|]+ \\| [^|]+ \\| ([^|]+) \\|");

	private static final Pattern PROOF = Pattern.compile("`(\\w+)\\.(\\w+)`(?:: ([^;`]+))?");

	/** A test of a rule, perhaps some cases of it only. */
	private record Proof(String row, Method test, List<String> cases) {
	}

	@Test
	void everyRuleNamesTestsThatRun() throws Exception {
		List<Proof> proofs = proofs();
		assertThat(proofs).hasSizeGreaterThan(50);
		for (Proof proof : proofs) {
			assertThat(AnnotationSupport.isAnnotated(proof.test(), Testable.class)).as(proof.row()).isTrue();
			assertThat(AnnotationSupport.isAnnotated(proof.test(), Disabled.class)).as(proof.row()).isFalse();
		}
	}

	/** That it is one of a hundred cases would not say which of them tests the rule. */
	@Test
	void aRuleThatSharesItsTestNamesItsCases() throws Exception {
		for (Proof proof : proofs()) {
			MethodSource source = proof.test().getAnnotation(MethodSource.class);
			assertThat(proof.cases().isEmpty()).as(proof.row()).isEqualTo(source == null);
			List<String> known = (source != null) ? cases(proof.test(), source) : List.of();
			for (String name : proof.cases()) {
				assertThat(known).as(proof.row()).anyMatch((one) -> one.equals(name) || one.startsWith(name + "\r\n"));
			}
		}
	}

	private static List<Proof> proofs() throws Exception {
		List<Proof> proofs = new ArrayList<>();
		for (String row : Files.readAllLines(Path.of("../docs/evidence/conformance.md"))) {
			if (row.startsWith("| RFC")) {
				Matcher columns = ROW.matcher(row);
				assertThat(columns.matches()).as(row).isTrue();
				for (String text : columns.group(1).split("; ")) {
					Matcher proof = PROOF.matcher(text);
					assertThat(proof.matches()).as(row).isTrue();
					String cases = proof.group(3);
					proofs.add(new Proof(row, method(type(proof.group(1)), proof.group(2)),
							(cases != null) ? List.of(cases.split(", ")) : List.of()));
				}
			}
		}
		return proofs;
	}

	/** The first argument of each case, which is its name, or the head that it sends. */
	private static List<String> cases(Method test, MethodSource source) throws Exception {
		String name = source.value()[0].isEmpty() ? test.getName() : source.value()[0];
		int hash = name.indexOf('#');
		Class<?> type = (hash < 0) ? test.getDeclaringClass() : Class.forName(name.substring(0, hash));
		Method factory = Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name.substring(hash + 1)) && method.getParameterCount() == 0)
			.findFirst()
			.orElseThrow();
		Stream<?> cases = (Stream<?>) Objects.requireNonNull(ReflectionSupport.invokeMethod(factory, null));
		return cases.map((one) -> String.valueOf(((Arguments) one).get()[0])).toList();
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && method.getReturnType() == void.class)
			.findFirst()
			.orElseThrow(() -> new AssertionError(type + " " + name));
	}

	private static Class<?> type(String name) throws IOException, ClassNotFoundException {
		try (Stream<Path> files = Files.walk(TESTS)) {
			Path file = files.filter((path) -> path.endsWith(name + ".java"))
				.findFirst()
				.orElseThrow(() -> new AssertionError(name));
			String path = TESTS.relativize(file).toString();
			return Class.forName(path.substring(0, path.length() - ".java".length()).replace('/', '.'));
		}
	}

}
