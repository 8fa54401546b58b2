package io.jhttp.integration;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.jhttp.spring.boot.autoconfigure.JhttpProperties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what the pages of the documentation show can be copied: Java compiles, and
 * YAML has properties that there are, with values that they can have.
 */
class DocumentedExamplesTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Set<String> OF_OTHER_MODULES = Set.of("docs/testing.md", "docs/webflux.md");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|yaml)\\n(.*?)^```$");

	private static final Pattern PUBLIC_TYPE = Pattern.compile("(?m)^public (?:final )?(?:class|interface) (\\w+)");

	private static final Pattern TYPE = Pattern
		.compile("(?m)^(?:public )?(?:final )?(?:class|record|@?interface) \\w+");

	/** What an editor would add. */
	private static final String IMPORTS = """
			import io.jhttp.server.*;
			import io.jhttp.server.HttpRequest;
			import io.jhttp.server.handler.*;
			import io.jhttp.server.http.PercentEncoder;
			import io.jhttp.server.net.*;
			import io.jhttp.spring.boot.autoconfigure.handler.*;
			import io.jhttp.spring.boot.autoconfigure.handler.argument.*;
			import io.jhttp.spring.boot.autoconfigure.server.*;
			import io.jhttp.spring.boot.autoconfigure.test.*;
			import jakarta.validation.*;
			import jakarta.validation.constraints.*;
			import java.io.*;
			import java.lang.annotation.*;
			import java.net.*;
			import java.nio.*;
			import java.nio.channels.*;
			import java.nio.charset.StandardCharsets;
			import java.nio.file.*;
			import java.nio.file.Path;
			import java.security.MessageDigest;
			import java.security.Principal;
			import java.security.cert.Certificate;
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.regex.Matcher;
			import java.util.regex.Pattern;
			import javax.crypto.*;
			import javax.crypto.spec.*;
			import javax.net.ssl.*;
			import org.jspecify.annotations.*;
			import org.junit.jupiter.api.*;
			import org.slf4j.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.resttestclient.autoconfigure.*;
			import org.springframework.boot.test.context.SpringBootTest;
			import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
			import org.springframework.context.annotation.*;
			import org.springframework.context.annotation.Configuration;
			import org.springframework.http.*;
			import org.springframework.test.web.servlet.client.*;
			import org.springframework.validation.BindingResult;
			import org.springframework.web.bind.WebDataBinder;
			import org.springframework.web.bind.annotation.*;
			import org.springframework.web.multipart.*;
			""";

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	/** One for all examples: to open the jars takes longer than to compile one. */
	private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

	@TempDir
	static Path classes;

	private static final Map<Example, List<String>> problems = new HashMap<>();

	/** Before the YAML, which names classes of these examples. */
	@BeforeAll
	static void compileAll() throws IOException {
		java().forEach((example) -> problems.put(example, compile(example)));
	}

	@Test
	void examplesAreFound() throws IOException {
		assertThat(java()).hasSizeGreaterThanOrEqualTo(20);
		assertThat(yaml()).hasSizeGreaterThanOrEqualTo(12);
	}

	@ParameterizedTest
	@MethodSource("java")
	void javaCompiles(Example example) {
		assertThat(problems.get(example)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void propertiesCanBeBound(Example example) throws IOException {
		bind(example);
	}

	@Test
	void whatCannotBeCopiedIsFound() {
		assertThat(compile(example("HttpServer.builder().prot(80);\n"))).singleElement().asString().contains("prot");
		assertThat(compile(example("@Bean\nHttpHandler one() {\n\treturn 1;\n}\n"))).singleElement()
			.asString()
			.contains("incompatible types");
		assertThat(compile(example("class One {\n\tTwo two;\n}\n"))).singleElement().asString().contains("Two");
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(example("jhttp:\n  prot: 80\n")))
			.havingCause()
			.isInstanceOf(UnboundConfigurationPropertiesException.class)
			.withMessageContaining("jhttp.prot");
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(example("jhttp:\n  port: many\n")))
			.withMessageContaining("jhttp.port");
	}

	private static Example example(String content) {
		return new Example("page.md", 1, content);
	}

	/** But for those that another module has. */
	static Stream<Example> java() throws IOException {
		return examples("java").filter((example) -> !OF_OTHER_MODULES.contains(example.page()));
	}

	static Stream<Example> yaml() throws IOException {
		return examples("yaml").filter((example) -> example.content().contains("jhttp:"));
	}

	private static Stream<Example> examples(String language) throws IOException {
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("sample-app/README.md")));
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			docs.filter((page) -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		List<Example> examples = new ArrayList<>();
		for (Path page : pages) {
			String content = Files.readString(page);
			Matcher block = BLOCK.matcher(content);
			while (block.find()) {
				if (block.group(1).equals(language)) {
					int line = (int) content.substring(0, block.start()).lines().count() + 1;
					examples.add(new Example(ROOT.relativize(page).toString(), line, block.group(2)));
				}
			}
		}
		return examples.stream();
	}

	private static List<String> compile(Example example) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		List<String> options = List.of("-d", classes.toString(), "-proc:none", "-parameters", "--release", "17");
		boolean compiled = COMPILER
			.getTask(null, FILES, diagnostics, options, null, List.of(new Source(compilationUnit(example))))
			.call();
		List<String> errors = diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> diagnostic.getMessage(Locale.ROOT))
			.toList();
		assertThat(errors.isEmpty()).isEqualTo(compiled);
		return errors;
	}

	/** Some examples are a file, some a member of a class, others a statement. */
	private static String compilationUnit(Example example) {
		String content = example.content();
		if (content.contains("import ")) {
			return content;
		}
		if (TYPE.matcher(content).find()) {
			return IMPORTS + content;
		}
		if (content.startsWith("@Bean")) {
			return IMPORTS + """
					class Example {

						private static final Logger logger = LoggerFactory.getLogger(Example.class);

						%s
					}
					""".formatted(content);
		}
		return IMPORTS + """
				class Example {

					private HttpExchange exchange;

					private HttpHandler handler;

					private SSLContext sslContext;

					void example() throws Exception {
						%s
					}
				}
				""".formatted(content);
	}

	private static void bind(Example example) throws IOException {
		MutablePropertySources sources = new MutablePropertySources();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load(example.toString(),
				new ByteArrayResource(example.content().getBytes(StandardCharsets.UTF_8)))) {
			sources.addLast(source);
		}
		Thread thread = Thread.currentThread();
		ClassLoader loader = thread.getContextClassLoader();
		try (URLClassLoader withExamples = new URLClassLoader(new URL[] { classes.toUri().toURL() }, loader)) {
			thread.setContextClassLoader(withExamples);
			new Binder(ConfigurationPropertySources.from(sources)).bind("jhttp", Bindable.of(JhttpProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		}
		finally {
			thread.setContextClassLoader(loader);
		}
	}

	/**
	 * What a page shows.
	 *
	 * @param page its path
	 * @param line where the example begins
	 * @param content all of it
	 */
	record Example(String page, int line, String content) {

		@Override
		public String toString() {
			return this.page + ":" + this.line;
		}

	}

	/** A file that is not on any disk. */
	private static final class Source extends SimpleJavaFileObject {

		private final String content;

		Source(String content) {
			super(URI.create("string:///" + name(content) + Kind.SOURCE.extension), Kind.SOURCE);
			this.content = content;
		}

		private static String name(String content) {
			Matcher type = PUBLIC_TYPE.matcher(content);
			return type.find() ? type.group(1) : "Example";
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.content;
		}

	}

}
