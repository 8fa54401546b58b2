package io.jhttp.integration.mounts;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

@RequestHandler("/handbook")
class HandbookHandler {

	private final FileHandler files;

	HandbookHandler() throws IOException {
		this.files = FileHandler.builder(getClass().getClassLoader(), "/mounts/handbook").prefix("/handbook").build();
	}

	@Get("/**")
	void page(HttpExchange exchange) throws IOException {
		exchange.response().header("X-Edition", "3");
		this.files.handle(exchange);
	}

}
