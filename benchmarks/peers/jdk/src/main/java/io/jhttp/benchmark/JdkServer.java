package io.jhttp.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;

/**
 * The server of the JDK with its file handler and a cached pool: PORT DIRECTORY.
 */
public final class JdkServer {

	private static final byte[] HELLO = "Hello, World!".getBytes();

	private JdkServer() {
	}

	public static void main(String[] args) throws IOException {
		// Both are small by default, and limit what it can do with many connections.
		System.setProperty("jdk.httpserver.maxConnections", "20000");
		System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
		System.setProperty("sun.net.httpserver.nodelay", "true");
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
		HttpServer server = HttpServer.create(address, 1024);
		HttpHandler files = SimpleFileServer.createFileHandler(Path.of(args[1]).toAbsolutePath());
		server.createContext("/", files);
		server.createContext("/hello", (exchange) -> send(exchange, HELLO));
		server.createContext("/upload", (exchange) -> {
			long length = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
			send(exchange, String.valueOf(length).getBytes());
		});
		server.setExecutor(Executors.newCachedThreadPool());
		server.start();
	}

	private static void send(HttpExchange exchange, byte[] content) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "text/plain");
		exchange.sendResponseHeaders(200, content.length);
		exchange.getResponseBody().write(content);
		exchange.close();
	}

}
