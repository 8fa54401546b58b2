package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs that others have written to run as scripts, where they are installed.
 */
@EnabledOnOs(OS.LINUX)
class RealScriptTests {

	@TempDir
	Path temporary;

	private CgiServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = CgiServer.start(this.temporary,
				(cgi) -> cgi.methods(List.of("GET", "HEAD", "POST", "PUT"))
					.passAuthorization(true)
					.interpreters(Map.of("php", List.of("php-cgi"))));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static boolean runs(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException | InterruptedException ex) {
			return false;
		}
	}

	static boolean hasPhp() {
		return runs("php-cgi", "-v");
	}

	static boolean hasGit() {
		return runs("sh", "-c", "test -x \"$(git --exec-path)/git-http-backend\"");
	}

	static boolean hasPerl() {
		return runs("/usr/bin/perl", "-MCGI", "-e1");
	}

	static boolean hasPython() {
		return runs("/usr/bin/python3", "-c", "import wsgiref.handlers");
	}

	@Test
	@EnabledIf("hasPhp")
	void aPhpInterfaceAnswersWith422AndExitsWith1() throws IOException {
		this.server.file("cgi-bin/api.php", """
				<?php
				http_response_code(422);
				header('Content-Type: application/json');
				echo json_encode(['method' => $_SERVER['REQUEST_METHOD'], 'path' => $_SERVER['PATH_INFO'] ?? null,
					'given' => $_GET + $_POST, 'content' => file_get_contents('php://input'),
					'user' => $_SERVER['PHP_AUTH_USER'] ?? null]);
				exit(1);
				""");
		String get = this.server.get("/cgi-bin/api.php/some/info?a=b", "Authorization: Basic dXNlcjpzZWNyZXQ=");
		assertThat(get).startsWith("HTTP/1.1 422 Unprocessable").contains("Content-Type: application/json\r\n");
		assertThat(CgiServer.body(get))
			.isEqualTo("{\"method\":\"GET\",\"path\":\"\\/some\\/info\",\"given\":{\"a\":\"b\"},"
					+ "\"content\":\"\",\"user\":\"user\"}");
		String post = this.server.request("POST", "/cgi-bin/api.php", "c=d", "Content-Length: 3",
				"Content-Type: application/x-www-form-urlencoded");
		assertThat(CgiServer.body(post)).contains("\"given\":{\"c\":\"d\"}");
		String put = this.server.request("PUT", "/cgi-bin/api.php", "eggs", "Content-Length: 4");
		assertThat(CgiServer.body(put)).contains("\"method\":\"PUT\"", "\"content\":\"eggs\"");
		assertThat(this.server.messages()).hasSize(3)
			.allMatch("CGI script /cgi-bin/api.php exited with code 1"::equals);
	}

	@Test
	@EnabledIf("hasPhp")
	void anUncaughtErrorOfPhpIsAnswered() throws IOException {
		this.server.file("cgi-bin/error.php", """
				<?php
				ini_set('display_errors', '1');
				echo 'begun';
				throw new Exception('spam');
				""");
		String response = this.server.get("/cgi-bin/error.php");
		assertThat(response).startsWith("HTTP/1.1 200 OK");
		assertThat(CgiServer.body(response)).startsWith("begun")
			.contains("Uncaught Exception: spam")
			.doesNotContain("<aborted>");
		assertThat(this.server.messages()).contains("CGI script /cgi-bin/error.php exited with code 255");
		this.server.file("cgi-bin/quiet.php", "<?php ini_set('display_errors', '0'); throw new Exception('spam');");
		assertThat(this.server.get("/cgi-bin/quiet.php")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
	}

	private String git(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of("git", "-c", "user.name=A", "-c", "user.email=a@a", "-c", "init.defaultBranch=main"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.temporary.toFile())
			.redirectErrorStream(true);
		builder.environment()
			.putAll(Map.of("HOME", this.temporary.toString(), "GIT_TERMINAL_PROMPT", "0", "LC_ALL", "C",
					"GIT_CONFIG_NOSYSTEM", "1"));
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return process.waitFor() + " " + output;
	}

	@Test
	@EnabledIf("hasGit")
	void gitClonesPushesAndIsToldWhatItCannotFetch() throws Exception {
		Path repository = this.server.root().resolve("project.git");
		assertThat(git("init", "--bare", repository.toString())).startsWith("0 ");
		assertThat(git("-C", repository.toString(), "config", "http.receivepack", "true")).startsWith("0 ");
		assertThat(new ProcessBuilder("chmod", "-R", "a+rwX", repository.toString()).start().waitFor()).isZero();
		// Root's repository is another user's to the script.
		this.server.sh("cgi-bin/git", "export GIT_PROJECT_ROOT='" + this.server.root() + "' GIT_HTTP_EXPORT_ALL=1",
				"export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'",
				"exec git http-backend");
		String url = "http://127.0.0.1:" + this.server.port() + "/cgi-bin/git/project.git";

		assertThat(git("clone", url, "first")).startsWith("0 ");
		Files.writeString(this.temporary.resolve("first/small.txt"), "eggs");
		// Too much for one request: git sends it in chunks.
		byte[] large = new byte[3_000_000];
		new Random(1).nextBytes(large);
		Files.write(this.temporary.resolve("first/large.bin"), large);
		assertThat(git("-C", "first", "add", ".")).startsWith("0 ");
		assertThat(git("-C", "first", "commit", "-m", "spam")).startsWith("0 ");
		assertThat(git("-C", "first", "push", "origin", "HEAD")).startsWith("0 ").contains("[new branch]");
		assertThat(git("clone", url, "second")).startsWith("0 ");
		assertThat(this.temporary.resolve("second/large.bin")).hasBinaryContent(large);
		assertThat(git("-C", "second", "fetch", "origin", "0123456789012345678901234567890123456789"))
			.startsWith("128 ")
			.contains("not our ref 0123456789012345678901234567890123456789")
			.doesNotContain("RPC failed", "curl", "early EOF");
		assertThat(git("clone", url + "x", "third")).startsWith("128 ").contains("not found");
	}

	@Test
	@EnabledIf("hasPerl")
	void aPerlScriptReadsFormsUploadsAndRedirects() throws IOException {
		this.server.script("cgi-bin/form",
				"""
						#!/usr/bin/perl
						use strict;
						use CGI;
						my $q = CGI->new;
						if (defined $q->param('to')) {
							print $q->redirect(-uri => $q->param('to'), -status => 303);
							exit;
						}
						my $cookie = $q->cookie(-name => 'spam', -value => 'eggs');
						print $q->header(-type => 'text/plain', -status => '201 Created', -cookie => $cookie, -expires => 'now');
						print join('|', $q->request_method, $q->path_info, $q->param('a'), $q->url(-path_info => 0), $q->cookie('c'));
						my $upload = $q->upload('file');
						print '|', join('', <$upload>) if $upload;
						exit 1;
						""");
		String get = this.server.get("/cgi-bin/form/more?a=b%20c", "Cookie: c=d");
		assertThat(get).startsWith("HTTP/1.1 201 Created\r\n")
			.contains("Set-Cookie: spam=eggs; path=/\r\n")
			.containsOnlyOnce("\r\nDate: ");
		assertThat(CgiServer.body(get)).isEqualTo("GET|/more|b c|http://a/cgi-bin/form|d");
		assertThat(this.server.get("/cgi-bin/form?to=/a.txt")).startsWith("HTTP/1.1 303 See Other\r\n")
			.contains("\r\nLocation: /a.txt\r\n");
		String content = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x\r\nContent-Disposition: form-data;"
				+ " name=\"file\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\n" + "spam".repeat(5000)
				+ "\r\n--x--\r\n";
		String post = this.server.request("POST", "/cgi-bin/form", content, "Content-Length: " + content.length(),
				"Content-Type: multipart/form-data; boundary=x");
		assertThat(CgiServer.body(post)).isEqualTo("POST||b|http://a/cgi-bin/form|" + "spam".repeat(5000));
	}

	@Test
	@EnabledIf("hasPython")
	void anApplicationOfPythonsWsgirefAnswersAndFails() throws IOException {
		this.server.script("cgi-bin/wsgi", """
				#!/usr/bin/python3
				from wsgiref.handlers import CGIHandler
				from wsgiref.validate import validator

				@validator
				def application(environ, start_response):
				    if environ['PATH_INFO'] == '/fail':
				        raise ValueError('spam')
				    content = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
				    start_response('422 Unprocessable Content', [('Content-Type', 'text/plain'), ('X-A', 'b')])
				    return [environ['REQUEST_METHOD'].encode(), b' ', content]

				CGIHandler().run(application)
				""");
		String put = this.server.request("PUT", "/cgi-bin/wsgi/a", "eggs", "Content-Length: 4", "Content-Type: a/b");
		assertThat(put).startsWith("HTTP/1.1 422 Unprocessable Content\r\n").contains("X-A: b\r\n");
		assertThat(CgiServer.body(put)).isEqualTo("PUT eggs");
		assertThat(this.server.messages()).isEmpty();
		assertThat(this.server.get("/cgi-bin/wsgi/fail")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
		assertThat(this.server.messages()).contains("CGI script /cgi-bin/wsgi: ValueError: spam");
	}

}
