package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server cannot read does not exist for clients.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
@DisabledIf(value = "io.jhttp.server.cgi.process.ScriptUserTests#isRoot", disabledReason = "root can read everything")
class UnreadableFileTests {

	@TempDir
	Path root;

	private HttpServer server;

	@BeforeEach
	void serveDirectory() throws IOException {
		Files.writeString(this.root.resolve("file.txt"), "a");
		Files.createDirectory(this.root.resolve("directory"));
		Files.writeString(this.root.resolve("no-file.txt"), "secret");
		Files.createSymbolicLink(this.root.resolve("no-link.txt"), Path.of("no-file.txt"));
		Files.createSymbolicLink(this.root.resolve("no-link"), Path.of("no-directory"));
		Files.writeString(Files.createDirectory(this.root.resolve("no-directory")).resolve("a.txt"), "secret");
		Files.writeString(Files.createDirectory(this.root.resolve("no-names")).resolve("index.html"), "secret");
		Files.createDirectory(this.root.resolve("no-entry"));
		permit("file.txt", "r--------");
		permit("directory", "r-x------");
		permit("no-file.txt", "-w-rwxrwx");
		permit("no-directory", "---------");
		permit("no-names", "-wx------");
		permit("no-entry", "rw-------");
		this.server = HttpServer.builder().port(0).handler(FileHandler.of(this.root)).start();
	}

	private void permit(String name, String permissions) throws IOException {
		Files.setPosixFilePermissions(this.root.resolve(name), PosixFilePermissions.fromString(permissions));
	}

	@AfterEach
	void stopServer() throws IOException {
		this.server.close();
		permit("no-directory", "rwx------");
		permit("no-names", "rwx------");
		permit("no-entry", "rwx------");
	}

	private String get(String target) throws IOException {
		return RawClient.exchange(this.server.port(), "GET " + target + " HTTP/1.0\r\n\r\n");
	}

	@Test
	void itIsNotListed() throws IOException {
		assertThat(get("/")).contains("./file.txt\"", "./directory/\"", "1 directory, 1 file").doesNotContain("./no-");
	}

	@Test
	void itIsNotFoundAndNoRedirectLeadsToIt() throws IOException {
		for (String target : new String[] { "/no-file.txt", "/no-link.txt", "/no-directory", "/no-directory/",
				"/no-directory/a.txt", "/no-link", "/no-entry", "/no-entry/", "/no-names", "/no-names/" }) {
			assertThat(get(target)).as(target).startsWith("HTTP/1.1 404 ");
		}
	}

}
