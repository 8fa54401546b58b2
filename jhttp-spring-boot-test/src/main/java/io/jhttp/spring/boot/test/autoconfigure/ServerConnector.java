package io.jhttp.spring.boot.test.autoconfigure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.test.client.Connector;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the listener that a request is for: the one of its port, or else the first one
 * that speaks its scheme. Without a scheme it is the first one.
 */
final class ServerConnector implements Connector {

	/** A listener that is bound. */
	private record Bound(int port, boolean secure) {

		boolean speaks(@Nullable String scheme) {
			return scheme == null || this.secure == scheme.equalsIgnoreCase("https");
		}

	}

	private final ServersInMemory servers;

	private final TestUsers users;

	private final ObjectProvider<JhttpServer> server;

	ServerConnector(ServersInMemory servers, TestUsers users, ObjectProvider<JhttpServer> server) {
		this.servers = servers;
		this.users = users;
		this.server = server;
	}

	@Override
	public Socket connect(URI uri) throws IOException {
		Bound bound = find(uri);
		Socket socket = this.servers.network().connect(bound.port());
		this.users.connected(socket);
		if (!bound.secure()) {
			return socket;
		}
		String host = (uri.getHost() != null) ? uri.getHost() : "localhost";
		return TrustingTls.encrypt(socket, host, bound.port());
	}

	private Bound find(URI uri) throws ConnectException {
		List<Bound> all = bound().toList();
		if (all.isEmpty()) {
			throw new ConnectException("The HTTP server of this test does not run. Remove jhttp.auto-startup=false and "
					+ "jhttp.enabled=false from its properties, or start the server before the request.");
		}
		return all.stream()
			.filter((each) -> (uri.getPort() < 0) ? each.speaks(uri.getScheme()) : each.port() == uri.getPort())
			.findFirst()
			.orElseThrow(() -> new ConnectException(
					"No listener of this test is for " + uri + ". There are " + describe(all) + "."));
	}

	private static String describe(List<Bound> all) {
		return String.join(", ",
				all.stream()
					.map((each) -> (each.secure() ? "https" : "http") + "://localhost:" + each.port())
					.toList());
	}

	/** Those of the server of the application first. */
	private Stream<Bound> bound() {
		JhttpServer first = this.server.getIfAvailable();
		return Stream.concat(Stream.ofNullable(first), this.servers.servers().stream().filter((each) -> each != first))
			.filter(JhttpServer::isRunning)
			.flatMap(ServerConnector::bound);
	}

	private static Stream<Bound> bound(JhttpServer server) {
		return server.getAddresses()
			.entrySet()
			.stream()
			.map((each) -> new Bound(((InetSocketAddress) each.getValue()).getPort(), server.isSecure(each.getKey())));
	}

}
