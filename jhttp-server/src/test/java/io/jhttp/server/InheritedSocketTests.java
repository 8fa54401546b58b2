package io.jhttp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.net.ListenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a listener whose socket another process has opened, as systemd does. Python
 * stands for it.
 */
@Timeout(60)
class InheritedSocketTests {

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	@TempDir
	private Path directory;

	private Process process;

	@AfterEach
	void stop() throws InterruptedException {
		if (this.process != null) {
			this.process.destroy();
			this.process.waitFor(20, TimeUnit.SECONDS);
		}
	}

	static boolean hasPython() {
		try {
			return System.getProperty("os.name").equals("Linux")
					&& new ProcessBuilder("python3", "--version").redirectErrorStream(true)
						.redirectOutput(ProcessBuilder.Redirect.DISCARD)
						.start()
						.waitFor() == 0;
		}
		catch (IOException | InterruptedException ex) {
			return false;
		}
	}

	/** Opens a socket, and goes on as the server with it as standard input. */
	private BufferedReader start(String socket) throws IOException {
		this.process = OwnProcess.start("exec python3 -c '" + socket
				+ "; import os, sys; s.listen(5); os.dup2(s.fileno(), 0); os.execvp(sys.argv[1], sys.argv[1:])'"
				+ " timeout -s KILL 50 \"$@\";", List.of(), Server.class);
		return new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	@Test
	@EnabledIf("hasPython")
	void aPortThatAnotherProcessHasOpenedIsServed() throws IOException {
		try (BufferedReader output = start("import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0))")) {
			int port = Integer.parseInt(output.readLine());
			assertThat(RawClient.exchange(port, LAST_GET)).endsWith("127.0.0.1");
			// The streams of the process are still its own.
			assertThat(output.readLine()).isEqualTo("served");
			assertThat(output.readLine()).isEqualTo("again " + port);
		}
	}

	@Test
	@EnabledIf("hasPython")
	void aUnixSocketThatAnotherProcessHasOpenedIsServedAndStays() throws IOException {
		Path path = this.directory.resolve("s");
		try (BufferedReader output = start(
				"import socket; s = socket.socket(socket.AF_UNIX); s.bind(\"" + path + "\")")) {
			assertThat(output.readLine()).isEqualTo("0");
			try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
				client.write(ByteBuffer.wrap(LAST_GET.getBytes(StandardCharsets.US_ASCII)));
				assertThat(new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII))
					.endsWith("unix:");
			}
			assertThat(output.readLine()).isEqualTo("served");
			assertThat(path).exists();
		}
	}

	@Test
	void aStandardInputThatIsNoSocketIsRefused() {
		assertThatExceptionOfType(ListenException.class).isThrownBy(() -> Server.start((exchange) -> {
		})).withMessage("Cannot listen on the inherited socket: the standard input of the process is no socket");
	}

	/** The program of the process. */
	static final class Server {

		private Server() {
		}

		public static void main(String[] arguments) throws Exception {
			HttpServer server = start((exchange) -> {
				exchange.response().send(exchange.request().client());
				exchange.server().shutdown();
			});
			System.out.println(server.port());
			server.serveForever();
			System.out.println("served");
			try (HttpServer again = start((exchange) -> {
			})) {
				System.out.println("again " + again.port());
			}
		}

		static HttpServer start(HttpHandler handler) throws IOException {
			return HttpServer.builder().listen(HttpListener.inherited("web")).handler(handler).start();
		}

	}

}
