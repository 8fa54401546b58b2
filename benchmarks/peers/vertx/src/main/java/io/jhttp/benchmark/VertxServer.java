package io.jhttp.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * Vert.x: PORT DIRECTORY. Hello is answered before the router, which costs as much as the
 * rest.
 */
public final class VertxServer {

	private static final Buffer HELLO = Buffer.buffer("Hello, World!");

	private VertxServer() {
	}

	public static void main(String[] args) {
		Vertx vertx = Vertx.vertx();
		Router router = Router.router(vertx);
		router.get().handler(StaticHandler.create(FileSystemAccess.ROOT, args[1]));
		HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1")
			.setPort(Integer.parseInt(args[0]))
			.setAcceptBacklog(1024);
		if (System.getProperty("tls") != null) {
			options.setSsl(true)
				.setUseAlpn(true)
				.setKeyCertOptions(new PfxOptions().setPath(System.getProperty("tls")).setPassword("changeit"));
		}
		vertx.createHttpServer(options).requestHandler((request) -> {
			switch (request.path()) {
				case "/hello" -> request.response().putHeader("Content-Type", "text/plain").end(HELLO);
				case "/upload" -> upload(request);
				default -> router.handle(request);
			}
		}).listen();
	}

	private static void upload(HttpServerRequest request) {
		long[] received = new long[1];
		request.handler((buffer) -> received[0] += buffer.length());
		request.endHandler((end) -> request.response().end(String.valueOf(received[0])));
	}

}
