package io.jhttp.benchmark;

import java.io.IOException;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;

/**
 * A handler class, of which each connection has an instance.
 */
public class HelloClass extends BaseHttpRequestHandler {

	private static final byte[] HELLO = "Hello, World!".getBytes();

	@Get
	void hello() throws IOException {
		sendResponse(200);
		sendHeader("Content-Type", "text/plain");
		sendHeader("Content-Length", "13");
		endHeaders();
		output().write(HELLO);
	}

}
