package io.jhttp.server.cgi.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.OwnProcess;
import io.jhttp.server.RawClient;
import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.cgi.CgiServer;
import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Whom scripts run as.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "isRoot", disabledReason = "only root can become another user")
public class ScriptUserTests {

	private static final String WHO_AM_I = "#!/bin/sh\necho Content-Type: a/b\necho\nid -u\nid -g\nid -G\n"
			+ "grep -E 'NoNewPrivs|CapEff|CapPrm' /proc/self/status\n";

	/** One that the user whom scripts run as is not in. */
	private static final int GROUP = 4;

	@TempDir
	Path temporary;

	public static boolean isRoot() throws IOException {
		return ScriptUser.isNeeded();
	}

	private static String[] answer(CgiServer server) throws IOException {
		return CgiServer.body(server.get("/cgi-bin/x")).split("\n");
	}

	@Test
	void rootsServerRunsScriptsAsNobodyWithoutGroupsAndRights() throws IOException {
		try (CgiServer server = CgiServer.start(this.temporary)) {
			server.script("cgi-bin/x", WHO_AM_I);
			ScriptUser nobody = ScriptUser.named("nobody");
			assertThat(answer(server)).containsExactly("" + nobody.uid(), "" + nobody.gid(), "" + nobody.gid(),
					"CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "NoNewPrivs:\t1");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup) | 65534 | 65534 | 65534
			uid=33(www-data) gid=34(www) groups=34(www),4(adm),1000    | 33    | 34    | 4,34,1000
			uid=7 gid=8                                                | 7     | 8     | 8
			uid=70(A\\\\b c) gid=80(A\\\\d e) groups=80(A\\\\d e),90(A\\\\f) | 70    | 80    | 80,90
			""")
	void aUserIsKnownByItsNumbers(String identity, int uid, int gid, String groups) throws IOException {
		ScriptUser user = ScriptUser.parse("a", identity);
		assertThat(user.uid()).isEqualTo(uid);
		assertThat(user.gid()).isEqualTo(gid);
		assertThat(user.setprivArguments()).contains("--groups=" + groups);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "uid=x gid=1", "uid=1", "uid=1(a) gid=1(b) groups=x", "a uid=1 gid=1",
			"uid=1(a) gid=99999999999" })
	void aUserWithoutNumbersIsNone(String identity) {
		assertThatIOException().isThrownBy(() -> ScriptUser.parse("a", identity))
			.withMessageContaining("'id' did not print");
	}

	@Test
	void anotherUserHasItsOwnGroups() throws IOException {
		ScriptUser user = ScriptUser.named("www-data");
		try (CgiServer server = CgiServer.start(this.temporary, (cgi) -> cgi.user("www-data"))) {
			server.script("cgi-bin/x", WHO_AM_I);
			assertThat(answer(server)).startsWith("" + user.uid(), "" + user.gid());
		}
	}

	@Test
	void aUserHasAllItsGroups() throws IOException {
		ScriptUser nobody = ScriptUser.named("nobody");
		ScriptUser joined = new ScriptUser(nobody.name(), nobody.uid(), nobody.gid(), Set.of(nobody.gid(), GROUP));
		List<String> command = new ArrayList<>(List.of(String.valueOf(ShortCommand.find("setpriv"))));
		command.addAll(joined.setprivArguments());
		command.addAll(List.of(String.valueOf(ShortCommand.find("id")), "-G"));
		assertThat(ShortCommand.output(command)).isEqualTo(nobody.gid() + " " + GROUP);

		Path script = Files.createFile(this.temporary.resolve("x"));
		CgiServer.root(this.temporary);
		Files.setAttribute(script, "unix:gid", GROUP);
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
		assertThat(joined.canExecute(script)).isTrue();
		assertThat(nobody.canExecute(script)).isFalse();
	}

	@Test
	void scriptsHaveNoGroupOfTheirServer() throws Exception {
		CgiServer.root(this.temporary);
		Path script = Files.writeString(this.temporary.resolve("x"), "#!/bin/sh\nid -G\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		List<String> command = new ArrayList<>(
				List.of(String.valueOf(ShortCommand.find("setpriv")), "--groups=0," + GROUP + ",24"));
		command.addAll(OwnProcess.java(Grouped.class, script.toString()));
		Process server = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		int gid = ScriptUser.named("nobody").gid();
		try (BufferedReader output = server.inputReader()) {
			assertThat(output.lines()).containsExactly("server: 0 " + GROUP + " 24", "script: " + gid);
		}
		finally {
			server.destroyForcibly().waitFor();
		}
	}

	/**
	 * A server of root's that is in groups, as one is that was started from a shell.
	 */
	static final class Grouped {

		private Grouped() {
		}

		public static void main(String[] args) throws Exception {
			System.out.println("server: " + ShortCommand.output("id", "-G"));
			Process script = Launcher.find("nobody")
				.start(Path.of(args[0]), List.of(), Map.of("PATH", ShortCommand.PATH), ScriptInput.NONE);
			try (InputStream output = script.getInputStream(); InputStream errors = script.getErrorStream()) {
				System.out.print("script: " + new String(output.readAllBytes(), StandardCharsets.US_ASCII)
						+ new String(errors.readAllBytes(), StandardCharsets.US_ASCII));
			}
			script.waitFor();
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "root", "no-such-user", "", "-u", "0" })
	void scriptsDoNotRunAsRootWhateverUserIsConfigured(String user) {
		assertThatIOException().isThrownBy(() -> CgiServer.start(this.temporary, (cgi) -> cgi.user(user)))
			.withMessageContaining("must not run as root");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwx------", "rwxrwx---", "rw-r--r--" })
	void aScriptThatItsUserMayNotExecuteIsRefused(String permissions) throws IOException {
		try (CgiServer server = CgiServer.start(this.temporary)) {
			Path script = server.script("cgi-bin/x", WHO_AM_I);
			Files.setPosixFilePermissions(script, PosixFilePermissions.fromString(permissions));
			assertThat(server.get("/cgi-bin/x")).startsWith("HTTP/1.1 403 ").contains("CGI script is not executable");
		}
	}

	@Test
	void aScriptThatItsUserCannotReachIsNotStarted() throws IOException {
		try (CgiServer server = CgiServer.start(this.temporary)) {
			Path script = server.script("cgi-bin/x", WHO_AM_I);
			Files.setPosixFilePermissions(script.getParent(), PosixFilePermissions.fromString("rwx------"));
			assertThat(server.get("/cgi-bin/x")).startsWith("HTTP/1.1 403 ").contains("CGI script is not executable");
		}
	}

	@Test
	void theServerOfAnotherUserRunsScriptsAsItself() throws Exception {
		Path root = CgiServer.root(this.temporary);
		Path classes = Files.createDirectory(this.temporary.resolve("classes"));
		for (Class<?> type : List.of(HttpServer.class, Unprivileged.class, Logger.class)) {
			copy(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()), classes);
		}
		ShortCommand.output("chmod", "-R", "a+rX", classes.toString());
		Files.createDirectory(root.resolve("cgi-bin"));
		Path script = Files.writeString(root.resolve("cgi-bin/x"), WHO_AM_I);
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		ShortCommand.output("chmod", "755", script.getParent().toString());
		try (Stream<Path> jars = Files.list(classes)) {
			String path = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
			Process server = new ProcessBuilder(ShortCommand.find("setpriv"), "--reuid=www-data", "--regid=www-data",
					"--clear-groups", Path.of(System.getProperty("java.home"), "bin/java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", path, Unprivileged.class.getName(),
					root.toString())
				.directory(root.toFile())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try (BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream()))) {
				int port = Integer.parseInt(output.readLine());
				String response = RawClient.exchange(port,
						"GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
				ScriptUser user = ScriptUser.named("www-data");
				assertThat(CgiServer.body(response).split("\n")).startsWith("" + user.uid(), "" + user.gid());
			}
			finally {
				server.destroyForcibly().waitFor();
			}
		}
	}

	/** Each class path entry of its own, as it must be readable for others. */
	private static void copy(Path source, Path target) throws IOException {
		ShortCommand.output("cp", "-r", source.toString(),
				target.resolve(source.toString().replaceAll("[^A-Za-z.]", "-")).toString());
	}

	/**
	 * A server that root did not start.
	 */
	static final class Unprivileged {

		private Unprivileged() {
		}

		public static void main(String[] args) throws Exception {
			CgiHandler handler = CgiHandler.builder(FileHandler.builder(Path.of(args[0]))).user("no-such-user").build();
			HttpServer started = HttpServer.builder().port(0).handler(handler).start();
			System.out.println(started.port());
			started.serveForever();
		}

	}

}
