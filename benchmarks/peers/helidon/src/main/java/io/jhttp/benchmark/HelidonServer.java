package io.jhttp.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.staticcontent.StaticContentService;

/**
 * Helidon, a virtual thread for each connection: PORT DIRECTORY.
 */
public final class HelidonServer {

	private static final byte[] HELLO = "Hello, World!".getBytes();

	private HelidonServer() {
	}

	public static void main(String[] args) {
		WebServerConfig.Builder server = WebServer.builder()
			.host("127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.backlog(1024)
			.routing((routing) -> routing.get("/hello", HelidonServer::hello)
				.post("/upload", HelidonServer::upload)
				.register("/", StaticContentService.create(Path.of(args[1]))));
		if (System.getProperty("tls") != null) {
			server.tls(tls(Path.of(System.getProperty("tls"))));
		}
		server.build().start();
	}

	private static Tls tls(Path store) {
		Keys keys = Keys.builder()
			.keystore((file) -> file.passphrase("changeit")
				.keyAlias("server")
				.certChainAlias("server")
				.keystore(Resource.create(store)))
			.build();
		return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
	}

	private static void hello(ServerRequest request, ServerResponse response) {
		response.header(HeaderNames.CONTENT_TYPE, "text/plain");
		response.send(HELLO);
	}

	private static void upload(ServerRequest request, ServerResponse response) {
		try (InputStream content = request.content().inputStream()) {
			response.send(String.valueOf(content.transferTo(OutputStream.nullOutputStream())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
