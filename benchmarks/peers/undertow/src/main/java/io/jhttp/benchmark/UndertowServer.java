package io.jhttp.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.PreCompressedResourceSupplier;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.Headers;

/**
 * Undertow: PORT DIRECTORY. Its hello is answered on the I/O thread.
 */
public final class UndertowServer {

	private static final ByteBuffer HELLO = ByteBuffer.allocateDirect(13).put("Hello, World!".getBytes()).flip();

	private UndertowServer() {
	}

	public static void main(String[] args) throws Exception {
		PathResourceManager directory = new PathResourceManager(Path.of(args[1]), 1024 * 1024);
		PreCompressedResourceSupplier resources = new PreCompressedResourceSupplier(directory)
			.addEncoding("br", ".br")
			.addEncoding("gzip", ".gz");
		PathHandler routes = new PathHandler(new ResourceHandler(resources))
			.addExactPath("/hello", UndertowServer::hello)
			.addExactPath("/upload", new BlockingHandler(UndertowServer::upload));
		Undertow.Builder builder = Undertow.builder();
		if (System.getProperty("tls") != null) {
			builder.addHttpsListener(Integer.parseInt(args[0]), "127.0.0.1", tls());
		}
		else {
			builder.addHttpListener(Integer.parseInt(args[0]), "127.0.0.1");
		}
		builder.setServerOption(UndertowOptions.ENABLE_HTTP2, System.getProperty("http2") != null)
			.setServerOption(UndertowOptions.ENABLE_STATISTICS, false)
			.setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
			.setSocketOption(org.xnio.Options.BACKLOG, 1024)
			.setHandler(routes)
			.build()
			.start();
	}

	private static SSLContext tls() throws Exception {
		char[] password = "changeit".toCharArray();
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(new File(System.getProperty("tls")), password), password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	private static void hello(HttpServerExchange exchange) {
		exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
		exchange.getResponseSender().send(HELLO.duplicate());
	}

	private static void upload(HttpServerExchange exchange) throws IOException {
		long length = exchange.getInputStream().transferTo(OutputStream.nullOutputStream());
		exchange.getResponseSender().send(String.valueOf(length));
	}

}
