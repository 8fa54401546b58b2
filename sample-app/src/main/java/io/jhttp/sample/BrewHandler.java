package io.jhttp.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.HttpVerb;

/**
 * A handler class: each connection has an instance of its own, so that it can count.
 * {@code jhttp.handler-class} names it. Files and scripts come from the class it extends.
 */
public class BrewHandler extends CgiHttpRequestHandler {

	private int pots;

	@HttpVerb("BREW")
	void brew() throws IOException {
		this.pots++;
		byte[] content = ("I am a teapot, but here is pot " + this.pots + " of this connection.\n")
			.getBytes(StandardCharsets.UTF_8);
		sendResponse(418);
		sendHeader("Content-Type", "text/plain; charset=utf-8");
		sendHeader("Content-Length", String.valueOf(content.length));
		endHeaders();
		output().write(content);
	}

}
