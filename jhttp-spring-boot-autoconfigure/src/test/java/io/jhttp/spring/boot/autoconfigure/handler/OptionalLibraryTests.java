package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handler beans without libraries that an application need not have. Each runs
 * with classes of its own: spring-web looks for libraries where it was loaded itself.
 */
class OptionalLibraryTests {

	@Test
	void withoutJacksonTextsAreAnsweredAndErrorsArePages() throws Exception {
		assertThat(run(Texts.class, "jackson-", "spring-boot-jackson", "json")).contains("echo spam")
			.contains("HTTP/1.1 400 ", "text/html", "The parameter &#39;n&#39; has a wrong value");
	}

	@Test
	void withoutJacksonObjectsFailTheStart() throws Exception {
		assertThat(run(Objects.class, "jackson-", "spring-boot-jackson", "json"))
			.contains("cannot answer requests: it returns", "java.util.Map", "spring-boot-starter-jackson");
		assertThat(run(ObjectContent.class, "jackson-", "spring-boot-jackson", "json"))
			.contains("the content of a request cannot be converted to", "spring-boot-starter-jackson");
	}

	@Test
	void withoutConvertersOfSpringBootThereIsJson() throws Exception {
		assertThat(run(Objects.class, "spring-boot-http-converter")).contains("{\"a\":1}");
	}

	@Test
	void withoutTheValidationApiArgumentsAreNotValidated() throws Exception {
		assertThat(run(Texts.class, "jakarta.validation", "hibernate-validator", "spring-boot-validation"))
			.contains("echo spam");
	}

	/** To load all classes takes longer than what a test does with them. */
	private static final Map<List<String>, URLClassLoader> loaders = new HashMap<>();

	@AfterAll
	static void forgetClasses() throws IOException {
		for (URLClassLoader loader : loaders.values()) {
			loader.close();
		}
		loaders.clear();
	}

	private static URLClassLoader without(List<String> libraries) {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			String name = Path.of(entry).getFileName().toString();
			if (libraries.stream().noneMatch(name::startsWith)) {
				classPath.add(url(entry));
			}
		}
		return new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
	}

	private static String run(Class<? extends Callable<String>> scenario, String... without) throws Exception {
		URLClassLoader loader = loaders.computeIfAbsent(List.of(without), OptionalLibraryTests::without);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try {
			thread.setContextClassLoader(loader);
			var constructor = loader.loadClass(scenario.getName()).getDeclaredConstructor();
			constructor.setAccessible(true);
			return (String) ((Callable<?>) constructor.newInstance()).call();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static class Texts implements Callable<String> {

		@Override
		public String call() {
			StringBuilder answers = new StringBuilder();
			HandlerServer.run(TextHandler.class, (client, context) -> {
				answers.append(client.send("POST", "/texts", "spam".getBytes(StandardCharsets.UTF_8)));
				answers.append(client.send("GET", "/texts?n=x"));
			});
			return answers.toString();
		}

	}

	static class Objects implements Callable<String> {

		@Override
		public String call() {
			StringBuilder answers = new StringBuilder();
			HandlerServer.runner().withUserConfiguration(ObjectHandler.class).run((context) -> {
				Throwable failure = context.getStartupFailure();
				answers.append((failure != null) ? failure + " " + remedy(failure)
						: HandlerServer.client(context).send("GET", "/objects"));
			});
			return answers.toString();
		}

		private static String remedy(Throwable failure) {
			return (failure instanceof InvalidHandlerMethodException invalid) ? invalid.remedy() : "";
		}

	}

	static class ObjectContent implements Callable<String> {

		@Override
		public String call() {
			StringBuilder answers = new StringBuilder();
			HandlerServer.runner()
				.withUserConfiguration(ObjectContentHandler.class)
				.run((context) -> answers.append(context.getStartupFailure())
					.append(((InvalidHandlerMethodException) context.getStartupFailure()).remedy()));
			return answers.toString();
		}

	}

	@RequestHandler("/texts")
	static class TextHandler {

		@Post
		String echo(@RequestBody String content) {
			return "echo " + content;
		}

		@Get
		String number(@RequestParam int n) {
			return "" + n;
		}

	}

	@RequestHandler("/objects")
	static class ObjectHandler {

		@Get
		Map<String, Integer> get() {
			return Map.of("a", 1);
		}

	}

	@RequestHandler("/objects")
	static class ObjectContentHandler {

		@Post
		String get(@RequestBody Map<String, Integer> content) {
			return "";
		}

	}

}
