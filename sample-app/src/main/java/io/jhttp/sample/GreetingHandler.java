package io.jhttp.sample;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A handler bean, with a well-known verb and an invented one.
 */
@RequestHandler("/greetings")
class GreetingHandler {

	private static final int MAX_TIMES = 100;

	@Get("/{name}")
	String greet(@PathVariable String name, @RequestParam(defaultValue = "1") int times) {
		return ("Hello, " + name + "!\n").repeat(Math.max(0, Math.min(times, MAX_TIMES)));
	}

	@HttpVerb(value = "SPAM", path = "/{name}")
	void spam(HttpExchange exchange, @PathVariable String name) throws IOException {
		exchange.response().send("Spam, spam, spam, eggs and " + name + "\n");
	}

}
