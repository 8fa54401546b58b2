package io.jhttp.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.security.crypto.bcrypt.BCrypt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line as a process: what it prints where, and how it ends. Two tests at a
 * time, as each waits for processes.
 */
@Execution(ExecutionMode.CONCURRENT)
class CommandLineProcessTests {

	private static final Pattern SERVING = Pattern
		.compile("Serving HTTP on 127\\.0\\.0\\.1 port (\\d+) \\(http://127\\.0\\.0\\.1:\\1/\\) \\.\\.\\.");

	@TempDir
	Path directory;

	private final List<Process> processes = new ArrayList<>();

	@AfterEach
	void stop() {
		this.processes.forEach(Process::destroyForcibly);
	}

	private Process start(File errors, String... args) throws IOException {
		// A build in the background ignores the signal, and so would the process.
		List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT",
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), SampleApplication.class.getName()));
		command.addAll(List.of(args));
		Process process = new ProcessBuilder(command).directory(this.directory.toFile()).redirectError(errors).start();
		this.processes.add(process);
		return process;
	}

	private File errors(String name) {
		return new File(this.directory.toFile(), name);
	}

	/** The port that a server says it listens on. */
	private static String port(BufferedReader output) throws IOException {
		String line = output.readLine();
		Matcher serving = SERVING.matcher(line);
		assertThat(serving.matches()).as(line).isTrue();
		return serving.group(1);
	}

	private static String ask(String port) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/none")).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	private static void interrupt(Process server) throws Exception {
		assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(server.pid())).start().waitFor()).isZero();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aServerSpeaksAsPythonsAndEndsWithCtrlC() throws Exception {
		File errors = errors("errors");
		Process server = start(errors, "-b", "127.0.0.1", "0");
		BufferedReader output = server.inputReader();
		String port = port(output);
		assertThat(ask(port)).contains("<p>Message: File not found.</p>");

		assertThat(refuse(1, "-b", "127.0.0.1", port))
			.hasContent("sample-app: error: The HTTP server failed to start. " + "Cannot listen on 127.0.0.1 port "
					+ port + ": Address already in use. Identify and stop the process that's listening "
					+ "on this port, or set jhttp.port to another port (0 for any free one).");

		interrupt(server);
		assertThat(output.lines()).containsExactly("", "Keyboard interrupt received, exiting.");
		assertThat(server.waitFor()).isZero();
		assertThat(Files.readString(errors.toPath())).matches(
				"127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4} \\d\\d:\\d\\d:\\d\\d] \"GET /none HTTP/1\\.1\" 404 -\n");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void usersOfAFileComeInAndNoOthers() throws Exception {
		Files.writeString(this.directory.resolve(".users"), "ann:" + BCrypt.hashpw("secret", BCrypt.gensalt(4)) + "\n");
		Process server = start(errors("errors"), "-b", "127.0.0.1", "0", "--users-file", ".users");
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port(server.inputReader()) + "/"));
		HttpClient client = HttpClient.newHttpClient();
		assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
		request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes()));
		assertThat(client.send(request.build(), BodyHandlers.ofString()).body()).contains("Directory listing for /");
		interrupt(server);
		assertThat(server.waitFor()).isZero();
		assertThat(errors("errors")).content()
			.contains("127.0.0.1 - - [", "\"GET / HTTP/1.1\" 401 -")
			.contains("127.0.0.1 - ann [", "\"GET / HTTP/1.1\" 200 -")
			.doesNotContain("unencrypted");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void theLogCanGoToAFileInPlaceOfTheErrorOutput() throws Exception {
		File errors = errors("errors");
		Process server = start(errors, "-b", "127.0.0.1", "0", "--logging.file.name=server.log",
				"--logging.threshold.console=off");
		ask(port(server.inputReader()));
		interrupt(server);
		assertThat(server.waitFor()).isZero();
		assertThat(errors).isEmpty();
		assertThat(Files.readAllLines(this.directory.resolve("server.log"))).singleElement()
			.asString()
			.endsWith("\"GET /none HTTP/1.1\" 404 -");
	}

	private File refuse(int exitCode, String... args) throws Exception {
		File errors = errors("refused");
		Process process = start(errors, args);
		assertThat(process.inputReader().readLine()).isNull();
		assertThat(process.waitFor()).isEqualTo(exitCode);
		return errors;
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whatMakesNoSenseIsOneLineBehindTheUsage() throws Exception {
		assertThat(refuse(2, "--port"))
			.hasContent(CommandLine.USAGE + "sample-app: error: unrecognized arguments: --port");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aPropertyThatMakesNoSenseIsOneLineWithItsPlaceAndTheRemedy() throws Exception {
		Files.writeString(this.directory.resolve("application.yml"), "jhttp:\n  port: http\n");
		assertThat(Files.readAllLines(refuse(1).toPath())).singleElement()
			.asString()
			.startsWith("sample-app: error: Failed to bind properties under 'jhttp.port' to int")
			.contains("application.yml] - 2:9")
			.endsWith("Update your application's configuration");
	}

}
