package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the examples in pages for users: they compile.
 */
class HandlerGuideTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	private static final List<String> IMPORTS = List.of("java.io.*", "java.lang.annotation.*", "java.net.URI",
			"java.time.Duration", "java.util.*", "io.jhttp.server.*", "io.jhttp.server.handler.*",
			"io.jhttp.spring.boot.autoconfigure.handler.*", "io.jhttp.spring.boot.autoconfigure.handler.argument.*",
			"io.jhttp.spring.boot.autoconfigure.server.*", "org.springframework.beans.factory.annotation.Qualifier",
			"jakarta.validation.Valid", "jakarta.validation.constraints.*",
			"org.springframework.context.annotation.Bean", "org.springframework.context.annotation.Configuration",
			"org.springframework.http.HttpStatus", "org.springframework.http.ProblemDetail",
			"org.springframework.http.ResponseEntity", "org.springframework.web.bind.annotation.*");

	@TempDir
	Path output;

	@ParameterizedTest
	@CsvSource({ "handlers.md, 6", "spring-boot.md, 2" })
	void examplesCompile(String page, int atLeast) throws IOException {
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", page)))
			.results()
			.map((MatchResult example) -> example.group(1))
			// The sample application tests that one; its libraries are not here.
			.filter((example) -> !example.contains("@SpringBootTest"))
			.map((example) -> example.startsWith("@Bean") ? "class Example {\n" + example + "}\n" : example)
			.toList();
		assertThat(examples).hasSizeGreaterThanOrEqualTo(atLeast);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		for (int i = 0; i < examples.size(); i++) {
			StringWriter messages = new StringWriter();
			List<String> options = List.of("-d", this.output.toString(), "-proc:none", "-parameters", "-cp",
					System.getProperty("java.class.path"));
			boolean compiled = compiler
				.getTask(messages, null, null, options, null, List.of(new Example("example" + i, examples.get(i))))
				.call();
			assertThat(compiled).as("%s%n%s", messages, examples.get(i)).isTrue();
		}
	}

	private static final class Example extends SimpleJavaFileObject {

		private final String source;

		Example(String packageName, String text) {
			super(URI.create("string:///" + packageName + "/Example.java"), Kind.SOURCE);
			StringBuilder unit = new StringBuilder("package " + packageName + ";\n");
			IMPORTS.forEach((name) -> unit.append("import ").append(name).append(";\n"));
			this.source = unit.append(text).toString();
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.source;
		}

	}

}
