package io.jhttp.integration.mounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The services of docs/mounts.md and docs/uploads.md, from the class path of an IDE, and
 * from its packaged jar.
 */
@Timeout(120)
class MountedServiceTests {

	private static final Pattern STARTED = Pattern.compile(".*Jhttp started on port (\\d+) .*");

	@TempDir
	Path temporary;

	private List<String> properties;

	@BeforeEach
	void writeDownloads() throws IOException {
		Path downloads = Files.createDirectories(this.temporary.resolve("downloads"));
		Files.writeString(downloads.resolve("a.txt"), "of the disk");
		Path photos = Files.createDirectories(this.temporary.resolve("photos"));
		this.properties = List.of("--jhttp.port=0", "--jhttp.address=127.0.0.1",
				"--jhttp.directory=classpath:/mounts/static", "--jhttp.mounts.downloads.prefix=/downloads",
				"--jhttp.mounts.downloads.location=" + downloads.toUri(), "--jhttp.mounts.docs.hosts=docs.example.com",
				"--jhttp.mounts.docs.location=classpath:/mounts/docs", "--jhttp.mounts.docs.files.listing=false",
				"--photos.directory=" + photos, "--jhttp.mounts.photos.hosts=photos.example.com",
				"--jhttp.mounts.photos.location=" + photos.toUri());
	}

	@Test
	void itAnswersFromTheClassPath() throws IOException {
		SpringApplication application = new SpringApplication(DownloadsApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(this.properties.toArray(String[]::new))) {
			check(context.getBean(JhttpServer.class).getPort());
		}
	}

	@Test
	void itAnswersFromThePackagedJar() throws Exception {
		Path jar = PackagedJar.of(DownloadsApplication.class, this.temporary,
				List.of("io/jhttp/integration/mounts", "mounts"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-jar", jar.toString()));
		command.addAll(this.properties);
		Process process = new ProcessBuilder(command).directory(this.temporary.toFile())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader()) {
			int port = port(output);
			check(port);
			assertThat(get(port, "a", "/lib/of-the-library.txt")).endsWith("\r\n\r\nof the library");
			assertThat(get(port, "a", "/lib/large.bin")).startsWith("HTTP/1.1 200 ").hasSizeGreaterThan(3_000_000);
			assertThat(get(port, "a", "/lib/large.bin", "Range: bytes=-1")).endsWith("\r\n\r\n\0");
			assertThat(get(port, "a", "/lib")).startsWith("HTTP/1.1 301 ");
			assertThat(get(port, "a", "/lib/")).contains("large.bin").doesNotContain("index.html");
		}
		finally {
			process.destroy();
			process.waitFor();
		}
	}

	private static int port(BufferedReader output) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			lines.add(line);
			Matcher started = STARTED.matcher(line);
			if (started.matches()) {
				return Integer.parseInt(started.group(1));
			}
		}
		throw new AssertionError(String.join("\n", lines));
	}

	private static void check(int port) throws IOException {
		assertThat(get(port, "a", "/")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n<h1>Welcome</h1>\n");
		String style = get(port, "a", "/css/site.css");
		assertThat(style.replaceAll("(Date|Last-Modified): [^\r]*\r\n", "")).isEqualTo("""
				HTTP/1.1 200 OK\r
				Server: jhttp\r
				Content-Type: text/css;charset=utf-8\r
				ETag: "RinyyrRGODCDzLhWJs_W"\r
				Vary: Accept-Encoding\r
				Accept-Ranges: bytes\r
				X-Content-Type-Options: nosniff\r
				Content-Length: 22\r
				Connection: close\r
				\r
				body { color: green }
				""");
		String tag = style.replaceFirst("(?s).*\r\nETag: ([^\r]*)\r\n.*", "$1");
		assertThat(get(port, "a", "/css/site.css", "If-None-Match: " + tag)).startsWith("HTTP/1.1 304 ");
		assertThat(get(port, "a", "/css/site.css", "Range: bytes=0-3")).startsWith("HTTP/1.1 206 ").endsWith("body");
		assertThat(get(port, "a", "/css")).contains("\r\nLocation: /css/\r\n");
		assertThat(get(port, "a", "/css/")).contains("href=\"./site.css\"");
		assertThat(get(port, "a", "/downloads/a.txt")).endsWith("\r\n\r\nof the disk");
		assertThat(get(port, "docs.example.com:" + port, "/")).endsWith("\r\n\r\nThe docs\n");
		assertThat(get(port, "docs.example.com", "/css/site.css")).startsWith("HTTP/1.1 404 ");
		assertThat(get(port, "a", "/handbook/")).contains("\r\nX-Edition: 3\r\n").endsWith("The handbook\n");
		assertThat(get(port, "a", "/handbook")).contains("\r\nLocation: /handbook/\r\n");
		assertThat(get(port, "a", "/handbook/chapter/one.txt")).endsWith("Chapter 1\n");
		for (String hidden : List.of("/application.yml", "/../docs/index.html", "/..%2fdocs/index.html",
				"/handbook/../x", "/io/jhttp/integration/mounts/DownloadsApplication.class",
				"/BOOT-INF/classes/mounts/docs/index.html", "/META-INF/MANIFEST.MF", "/!/application.yml",
				"/index.html!/x", "/jar:nested:/x", "/%2e%2e/%2e%2e/x")) {
			assertThat(get(port, "a", hidden)).as(hidden).matches("(?s)HTTP/1.1 40[04] .*");
		}
		checkUploads(port);
	}

	/** The handler and the mount of docs/uploads.md. */
	private static void checkUploads(int port) throws IOException {
		String form = "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../cat.jpg\"\r\n\r\n\0cat\r\n--b\r\n"
				+ "Content-Disposition: form-data; name=\"title\"\r\n\r\nCat\r\n--b--\r\n";
		String response = send(port,
				"POST /photos HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + form.length()
						+ "\r\n\r\n" + form);
		assertThat(response).startsWith("HTTP/1.1 200 ").contains("\r\n\r\n'Cat' has 4 bytes: ");
		String name = response.substring(response.lastIndexOf(' ') + 1).strip();
		assertThat(get(port, "photos.example.com", "/" + name)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n\0cat");
		assertThat(get(port, "photos.example.com", "/")).contains(name).doesNotContain("cat.jpg");
		assertThat(get(port, "docs.example.com", "/" + name)).startsWith("HTTP/1.1 404 ");
		assertThat(get(port, "a", "/" + name)).startsWith("HTTP/1.1 404 ");
		String cut = send(port,
				"POST /photos HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 30\r\n\r\n"
						+ form.substring(0, 30));
		assertThat(cut).startsWith("HTTP/1.1 400 ");
	}

	private static String get(int port, String host, String target, String... fields) throws IOException {
		String more = String.join("", List.of(fields).stream().map((field) -> field + "\r\n").toList());
		return send(port, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + more + "\r\n");
	}

	private static String send(int port, String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

}
