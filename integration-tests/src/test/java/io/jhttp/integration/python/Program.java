package io.jhttp.integration.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.SimpleHttpRequestHandler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A handler class that serves a directory: the Java one in a Spring Boot application, or
 * the Python one of the same name.
 */
final class Program implements AutoCloseable {

	private static final Path SOURCES = Path.of("src/test/resources/python").toAbsolutePath();

	/** The interpreter itself, as what stands for it on the path may be slow to start. */
	private static final String PYTHON = output("python3", "-c", "import sys, http.server; print(sys.executable)");

	private static final boolean PYTHON_CGI = !PYTHON.isEmpty()
			&& output(PYTHON, "-c", "from http.server import CGIHTTPRequestHandler; print(1)").equals("1");

	private final int port;

	private final Ending ending;

	private Program(int port, Ending ending) {
		this.port = port;
		this.ending = ending;
	}

	static Program start(Language language, Class<? extends BaseHttpRequestHandler> type, Path directory)
			throws Exception {
		return (language == Language.JAVA) ? startJava(type, directory) : startPython(type, directory);
	}

	private static Program startJava(Class<? extends BaseHttpRequestHandler> type, Path directory) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", "--logging.level.root=warn", "--jhttp.port=0",
				"--jhttp.shutdown=immediate", "--jhttp.address=127.0.0.1", "--jhttp.handler-class=" + type.getName()));
		if (SimpleHttpRequestHandler.class.isAssignableFrom(type)) {
			arguments.add("--jhttp.directory=" + directory);
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.run(arguments.toArray(String[]::new));
		return new Program(context.getEnvironment().getRequiredProperty("local.jhttp.port", Integer.class),
				new Ending(context::isActive, context::close));
	}

	private static Program startPython(Class<?> type, Path directory) throws Exception {
		Path source = original(type);
		assumeTrue(!PYTHON.isEmpty(), "python3 is not installed");
		if (CgiHttpRequestHandler.class.isAssignableFrom(type)) {
			assumeTrue(PYTHON_CGI, "this Python has no CGI any more");
		}
		String module = source.getFileName().toString().replace(".py", "");
		Process process = new ProcessBuilder(PYTHON, "-B", SOURCES.resolve("run.py").toString(), module,
				type.getSimpleName())
			.directory(directory.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		BufferedReader output = process.inputReader();
		return new Program(Integer.parseInt(output.readLine()), new Ending(process::isAlive, process::destroyForcibly));
	}

	/** Empty if there is no such program, or it fails. */
	private static String output(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** The Python program that a class was moved over from. */
	static Path original(Class<?> type) {
		String name = type.getSimpleName().replace("Handler", "_handler").toLowerCase(Locale.ROOT) + ".py";
		Path source = SOURCES.resolve(name);
		if (!Files.exists(source)) {
			throw new AssertionError(source);
		}
		return source;
	}

	int port() {
		return this.port;
	}

	boolean isRunning() {
		return this.ending.running().getAsBoolean();
	}

	HttpResponse<String> get(String path, String... headers) throws Exception {
		return send("GET", path, "", headers);
	}

	HttpResponse<String> send(String method, String path, String content, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.method(method, HttpRequest.BodyPublishers.ofString(content, StandardCharsets.ISO_8859_1));
		if (headers.length > 0) {
			request.headers(headers);
		}
		// A connection for each request, as Python closes them without saying so
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
	}

	@Override
	public void close() {
		this.ending.end().run();
	}

	private record Ending(BooleanSupplier running, Runnable end) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
