package io.jhttp.integration;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.JhttpProperties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
 * Tests that what the pages of the documentation show can be copied: Java is complete and
 * compiles, and YAML has properties that there are, with values that they can have.
 */
class DocumentedExamplesTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	/** Compiled and run by other modules. */
	private static final Set<String> OF_OTHER_MODULES = Set.of("docs/testing.md", "docs/webflux.md");

	@TempDir
	static Path classes;

	private static final Map<String, List<String>> problems = new HashMap<>();

	/** Before the YAML, which names classes of these examples. */
	@BeforeAll
	static void compileAll() throws IOException {
		Map<String, List<DocumentedExample>> pages = java().collect(Collectors.groupingBy(DocumentedExample::page));
		pages.forEach((page, examples) -> problems.put(page, DocumentedClasses.compile(examples, classes)));
	}

	@Test
	void examplesAreFound() throws IOException {
		assertThat(java()).hasSizeGreaterThanOrEqualTo(40);
		assertThat(yaml()).hasSizeGreaterThanOrEqualTo(12);
	}

	@ParameterizedTest
	@MethodSource("java")
	void javaIsACompleteFile(DocumentedExample example) {
		assertThat(example.content()).containsPattern("^(package com\\.example[.\\w]*;\n\n)?import .*;\n");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaOfAPageCompiles(String page) {
		assertThat(problems.get(page)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void propertiesCanBeBound(DocumentedExample example) throws IOException {
		bind(example);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jhttp-server", "jhttp-spring-boot-autoconfigure", "jhttp-spring-boot-test" })
	void eachAnnotationIsUsed(String module) throws IOException {
		List<String> annotations = new ArrayList<>();
		try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
			for (Path source : sources.filter((file) -> file.toString().endsWith(".java")).toList()) {
				String name = source.getFileName().toString().replace(".java", "");
				if (Files.readString(source).contains("\npublic @interface " + name + " {")) {
					annotations.add(name);
				}
			}
		}
		String shown = allJava();
		assertThat(annotations).isNotEmpty()
			.allSatisfy((name) -> assertThat(shown).containsPattern("\\n\\s*@" + name + "\\b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.jhttp.server.AsyncExchange", "io.jhttp.server.ClientLimit",
			"io.jhttp.server.FormParts", "io.jhttp.server.HttpListener", "io.jhttp.server.HttpServer",
			"io.jhttp.server.UserLimits", "io.jhttp.server.cgi.CgiHandler", "io.jhttp.server.file.FileHandler",
			"io.jhttp.server.file.MountedFiles", "io.jhttp.server.handler.BaseHttpRequestHandler",
			"io.jhttp.server.handler.CgiHttpRequestHandler", "io.jhttp.server.handler.RequestHandlers",
			"io.jhttp.server.handler.SimpleHttpRequestHandler", "io.jhttp.server.net.TlsOptions",
			"io.jhttp.spring.boot.autoconfigure.actuate.EndpointRequest",
			"io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource",
			"io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter",
			"io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter",
			"io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentResolver",
			"io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver",
			"io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents",
			"io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody",
			"io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity",
			"io.jhttp.spring.boot.autoconfigure.server.JhttpServer",
			"io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer",
			"io.jhttp.spring.boot.autoconfigure.server.JhttpServerInitializedEvent",
			"io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory" })
	void eachEntryPointIsUsed(String type) throws IOException {
		assertThat(allJava()).contains("\nimport " + type + ";\n");
	}

	@Test
	void whatCannotBeCopiedIsFound() {
		assertThat(compile("class One {\n\tTwo two;\n}\n")).singleElement().asString().contains("page.md:1", "Two");
		assertThat(compile("public class One {\n\tint one() {\n\t\treturn \"1\";\n\t}\n}\n")).singleElement()
			.asString()
			.contains("incompatible types");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> javaIsACompleteFile(example("public class One {\n}\n")));
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(example("jhttp:\n  prot: 80\n")))
			.havingCause()
			.isInstanceOf(UnboundConfigurationPropertiesException.class)
			.withMessageContaining("jhttp.prot");
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(example("jhttp:\n  port: many\n")))
			.withMessageContaining("jhttp.port");
	}

	private static List<String> compile(String content) {
		return DocumentedClasses.compile(List.of(example(content)), classes);
	}

	private static DocumentedExample example(String content) {
		return new DocumentedExample("page.md", 1, "", content);
	}

	static Stream<DocumentedExample> java() throws IOException {
		return examples("java").filter((example) -> !OF_OTHER_MODULES.contains(example.page()));
	}

	static Stream<String> pages() throws IOException {
		return java().map(DocumentedExample::page).distinct();
	}

	static Stream<DocumentedExample> yaml() throws IOException {
		return examples("yaml").filter((example) -> example.content().contains("jhttp:"));
	}

	private static Stream<DocumentedExample> examples(String language) throws IOException {
		return DocumentedExample.all().stream().filter((example) -> example.language().equals(language));
	}

	private static String allJava() throws IOException {
		return examples("java").map(DocumentedExample::content).collect(Collectors.joining());
	}

	private static void bind(DocumentedExample example) throws IOException {
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

}
