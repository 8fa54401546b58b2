package io.jhttp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Behind HAProxy and nginx, where they are installed. The client comes from another
 * loopback address than the proxy, which only Linux has.
 */
class RealProxyTests {

	private static final String CLIENT = "127.0.0.2";

	/** Otherwise the workers of nginx would be another user, who may not connect. */
	private static final boolean UNPRIVILEGED = !System.getProperty("user.name").equals("root");

	private HttpServer server;

	private Process proxy;

	private int port;

	@TempDir
	Path directory;

	@AfterEach
	void stop() throws InterruptedException {
		if (this.proxy != null) {
			this.proxy.destroy();
			this.proxy.waitFor(20, TimeUnit.SECONDS);
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	static boolean hasHaproxy() {
		return runs("haproxy", "-v");
	}

	static boolean hasNginx() {
		return runs("nginx", "-v");
	}

	private static boolean runs(String... command) {
		try {
			InetAddress.getByName(CLIENT);
			return System.getProperty("os.name").equals("Linux")
					&& new ProcessBuilder(command).redirectErrorStream(true)
						.redirectOutput(ProcessBuilder.Redirect.DISCARD)
						.start()
						.waitFor() == 0;
		}
		catch (IOException | InterruptedException ex) {
			return false;
		}
	}

	private void serve(boolean proxyProtocol, ForwardingHeader... headers) throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
		}
		HttpHandler handler = (exchange) -> {
			HttpRequest request = exchange.request();
			exchange.response()
				.send(request.remoteAddress().getAddress().getHostAddress() + " " + request.scheme() + " "
						+ request.host() + " " + request.header("Host"));
		};
		this.server = HttpServer.builder()
			.listen(HttpListener.of("port", new InetSocketAddress("127.0.0.1", 0)).proxyProtocol(proxyProtocol))
			.listen(HttpListener.unix("unix", this.directory.resolve("s")).proxyProtocol(proxyProtocol))
			.trustedProxies(TrustedProxies.of(List.of("127.0.0.1", "unix"), EnumSet.copyOf(List.of(headers))))
			.handler(handler)
			.start();
	}

	/**
	 * Starts a proxy.
	 * @param place where it finds the server, as it writes addresses
	 */
	private void start(String name, String configuration, String place, String... command) throws Exception {
		Path file = Files.writeString(this.directory.resolve(name),
				configuration.replace("$PORT", String.valueOf(this.port))
					.replace("$SERVER", place.replace("$PORT", String.valueOf(this.server.port())))
					.replace("$DIRECTORY", this.directory.toString()));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.command().add(file.toString());
		this.proxy = builder.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile())
			.start();
	}

	/** Tries until the proxy listens. */
	private String ask(String fields) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (true) {
			try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port,
					InetAddress.getByName(CLIENT), 0)) {
				socket.setSoTimeout(20_000);
				socket.getOutputStream()
					.write(("GET / HTTP/1.1\r\nHost: site.example\r\n" + fields + "Connection: close\r\n\r\n")
						.getBytes(StandardCharsets.ISO_8859_1));
				String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
				assertThat(answer).startsWith("HTTP/1.1 200");
				return answer.substring(answer.indexOf("\r\n\r\n") + 4);
			}
			catch (SocketException ex) {
				if (System.nanoTime() > end || !this.proxy.isAlive()) {
					throw new IOException(Files.readString(this.directory.resolve("output")), ex);
				}
				Thread.onSpinWait();
			}
		}
	}

	@EnabledIf("hasHaproxy")
	@ParameterizedTest
	@CsvSource({ "127.0.0.1:$PORT, send-proxy", "127.0.0.1:$PORT, send-proxy-v2",
			"127.0.0.1:$PORT, 'send-proxy-v2 proxy-v2-options crc32c,unique-id'", "unix@$DIRECTORY/s, send-proxy-v2" })
	void haproxyTellsTheClientByTheProxyProtocol(String place, String option) throws Exception {
		serve(true, ForwardingHeader.X_FORWARDED_FOR);
		start("haproxy.cfg", """
				defaults
				    mode tcp
				    timeout connect 5s
				    timeout client 60s
				    timeout server 60s
				listen site
				    bind 127.0.0.1:$PORT
				    server jhttp $SERVER %s
				""".formatted(option), place, "haproxy", "-db", "-f");
		assertThat(ask("X-Forwarded-For: 6.6.6.6\r\n")).isEqualTo(CLIENT + " http site.example site.example");
	}

	@EnabledIf("hasHaproxy")
	@ParameterizedTest
	@CsvSource({ "127.0.0.1:$PORT, ''", "127.0.0.1:$PORT, check",
			"127.0.0.1:$PORT, check check-send-proxy send-proxy-v2", "unix@$DIRECTORY/s, check" })
	void haproxyTellsTheClientByHeaders(String place, String option) throws Exception {
		serve(option.contains("send-proxy"), ForwardingHeader.X_FORWARDED_FOR, ForwardingHeader.X_FORWARDED_PROTO);
		start("haproxy.cfg", """
				defaults
				    mode http
				    timeout connect 5s
				    timeout client 60s
				    timeout server 60s
				listen site
				    bind 127.0.0.1:$PORT
				    http-request del-header X-Forwarded-For
				    http-request set-header X-Forwarded-Proto http unless { ssl_fc }
				    http-request set-header X-Forwarded-Proto https if { ssl_fc }
				    option forwardfor
				    server jhttp $SERVER %s
				""".formatted(option), place, "haproxy", "-db", "-f");
		assertThat(ask("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\n"))
			.isEqualTo(CLIENT + " http site.example site.example");
	}

	@EnabledIf("hasNginx")
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; | X | 127.0.0.1:$PORT
					proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; | X | unix:$DIRECTORY/s:
					proxy_set_header Forwarded "for=$remote_addr;proto=$scheme;host=$http_host"; | STANDARD | 127.0.0.1:$PORT
					""")
	void nginxTellsTheClientByHeaders(String directives, String kind, String place) throws Exception {
		serve(false, kind.equals("STANDARD") ? new ForwardingHeader[] { ForwardingHeader.FORWARDED }
				: new ForwardingHeader[] { ForwardingHeader.X_FORWARDED_FOR, ForwardingHeader.X_FORWARDED_PROTO });
		start("nginx.conf", """
				daemon off;
				%s
				pid $DIRECTORY/nginx.pid;
				error_log stderr;
				events {}
				http {
				    access_log off;
				    client_body_temp_path $DIRECTORY/body;
				    proxy_temp_path $DIRECTORY/proxy;
				    fastcgi_temp_path $DIRECTORY/fastcgi;
				    uwsgi_temp_path $DIRECTORY/uwsgi;
				    scgi_temp_path $DIRECTORY/scgi;
				    server {
				        listen 127.0.0.1:$PORT;
				        location / {
				            proxy_pass http://$SERVER;
				            proxy_http_version 1.1;
				            proxy_set_header Connection "";
				            proxy_set_header Host $http_host;
				            %s
				        }
				    }
				}
				""".formatted((UNPRIVILEGED ? "" : "user root;"), directives), place, "nginx", "-c");
		assertThat(ask("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nForwarded: for=6.6.6.6\r\n"))
			.isEqualTo(CLIENT + " http site.example site.example");
	}

}
