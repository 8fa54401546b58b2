package io.jhttp.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.jhttp.server.ClientLimit;
import io.jhttp.server.ForwardingHeader;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.TrustedProxies;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.RequestHandlers;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;

/**
 * jhttp without Spring: PORT DIRECTORY, and optionally {@code -Dloops=N} and
 * {@code -Dvirtual}, {@code -Djar=true} to serve the files of up to 1 MiB from a jar,
 * {@code -Dtls} with a PKCS12 store for HTTPS, {@code -Dlimited} to believe who a client
 * says that it is, and to limit each of them, to more than it asks for, below
 * {@code /rate} and {@code /both}.
 */
public final class EngineServer {

	private static final byte[] HELLO = "Hello, World!".getBytes();

	private EngineServer() {
	}

	public static void main(String[] args) throws Exception {
		ConnectionLimits limits = new ConnectionLimits(20_000, 0, Integer.MAX_VALUE, 16);
		HttpServer.Builder builder = HttpServer.builder()
			.address(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])))
			.connectionLimits(limits)
			.handler(routes(files(Path.of(args[1]))));
		if (Integer.getInteger("loops") != null) {
			builder.eventLoops(Integer.getInteger("loops"));
		}
		if (System.getProperty("tls") != null) {
			builder.tls(TlsOptions.of(TlsContext.of(tls())));
		}
		if (System.getProperty("limited") != null) {
			builder.trustedProxies(TrustedProxies.of(List.of("loopback"), List.of(ForwardingHeader.X_FORWARDED_FOR)))
				.clientLimit(limit("/rate/hello", 0))
				.clientLimit(limit("/both/hello", 1_000));
		}
		if (Boolean.getBoolean("virtual")) {
			builder.workers(virtualThreads(), 10_000);
		}
		builder.start();
	}

	private static ClientLimit limit(String path, int concurrentRequests) {
		PathBytes limited = PathBytes.of(path);
		return new ClientLimit((request) -> request.pathBytes().equals(limited), 1_000, 10_000, concurrentRequests);
	}

	private static FileHandler files(Path directory) throws IOException {
		if (!Boolean.getBoolean("jar")) {
			return FileHandler.of(directory);
		}
		Path jar = Files.createTempFile("site", ".jar");
		jar.toFile().deleteOnExit();
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), new Manifest());
				DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
			for (Path file : files) {
				if (Files.size(file) <= 1024 * 1024) {
					output.putNextEntry(new ZipEntry("site/" + file.getFileName()));
					Files.copy(file, output);
				}
			}
		}
		ClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null);
		return FileHandler.builder(loader, "/site").build();
	}

	private static SSLContext tls() throws Exception {
		char[] password = "changeit".toCharArray();
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(new File(System.getProperty("tls")), password), password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	private static NonBlockingHttpHandler routes(FileHandler files) {
		HttpHandler helloClass = RequestHandlers.perConnection(HelloClass.class, HelloClass::new);
		Map<PathBytes, HttpHandler> routes = Map.of(PathBytes.of("/hello"), EngineServer::hello,
				PathBytes.of("/rate/hello"), EngineServer::hello, PathBytes.of("/both/hello"), EngineServer::hello,
				PathBytes.of("/hello-worker"), (exchange) -> exchange.dispatch(EngineServer::hello),
				PathBytes.of("/hello-class"), helloClass, PathBytes.of("/upload"),
				(exchange) -> exchange.dispatch(EngineServer::upload));
		return (exchange) -> {
			HttpHandler route = routes.get(exchange.request().pathBytes());
			if (route != null) {
				route.handle(exchange);
			}
			else {
				files.handle(exchange);
			}
		};
	}

	private static void hello(HttpExchange exchange) throws IOException {
		exchange.response().contentType("text/plain").send(HELLO);
	}

	private static void upload(HttpExchange exchange) throws IOException {
		try (InputStream content = exchange.request().content()) {
			exchange.response().send(String.valueOf(content.transferTo(OutputStream.nullOutputStream())));
		}
	}

	/** By reflection: Java 17, which this is compiled for, has none. */
	private static Executor virtualThreads() throws ReflectiveOperationException {
		return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

}
