package io.jhttp.spring.boot.test.shop;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.test.autoconfigure.JhttpTestAutoConfiguration;
import io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * The application, started without the annotations of a test.
 */
final class Shop implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private Shop(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** With a port. */
	static Shop overTheWire(String... properties) {
		return new Shop(
				run(Stream.concat(Arrays.stream(properties), Stream.of("jhttp.port=0", "jhttp.address=127.0.0.1")),
						ShopApplication.class));
	}

	/** Without a socket. */
	static Shop inProcess(String... properties) {
		return new Shop(run(Arrays.stream(properties), ShopApplication.class, JhttpTestAutoConfiguration.class));
	}

	private static ConfigurableApplicationContext run(Stream<String> properties, Class<?>... sources) {
		return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE)
			.run(properties.map((each) -> "--" + each).toArray(String[]::new));
	}

	/** Some files, and a script. */
	static Path files(Path directory) throws IOException {
		Path page = Files.writeString(directory.resolve("index.html"), "<title>Shop</title>");
		Files.setLastModifiedTime(page, FileTime.from(Instant.parse("2025-01-01T10:00:00Z")));
		byte[] large = new byte[3_000_000];
		for (int i = 0; i < large.length; i++) {
			large[i] = (byte) (i % 251);
		}
		Files.write(directory.resolve("large.bin"), large);
		Files.writeString(Files.createDirectory(directory.resolve("list")).resolve("one.txt"), "one");
		Path script = Files.createDirectory(directory.resolve("cgi-bin")).resolve("hello");
		// With its length, as that of another one would depend on when it ends.
		Files.writeString(script, """
				#!/bin/sh
				length=$((${#REQUEST_METHOD} + 1 + ${CONTENT_LENGTH:-0}))
				printf 'Content-Type: text/plain\\nContent-Length: %s\\n\\n' $length
				echo $REQUEST_METHOD
				cat
				""");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		return directory;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	JhttpServer server() {
		return this.context.getBean(JhttpServer.class);
	}

	ClientHttpRequestFactory memory() {
		return this.context.getBean(InProcessClientHttpRequestFactory.class);
	}

	/** The client of the JDK. */
	static ClientHttpRequestFactory jdk() {
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
		// It would ask for another representation, and hide that it has got one.
		factory.enableCompression(false);
		return factory;
	}

	/** The client of this module, with a real socket. */
	ClientHttpRequestFactory socket() {
		return new InProcessClientHttpRequestFactory((uri) -> new Socket("127.0.0.1", server().getPort()));
	}

	String root() {
		return "http://localhost:" + server().getPort();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
