package io.jhttp.spring.boot.test.shop;

import java.security.Principal;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * Greets.
 */
@RequestHandler("/greetings")
class GreetingHandler {

	private final GreetingService greetings;

	GreetingHandler(GreetingService greetings) {
		this.greetings = greetings;
	}

	@Get("/{name}")
	String greet(@PathVariable String name) {
		return this.greetings.greet(name);
	}

	@Get("/me")
	String greet(@Nullable Principal user) {
		return (user != null) ? "Hello, " + user.getName() + "!" : "Hello, stranger!";
	}

	@Post
	Greeting create(@Valid @RequestBody Greeting greeting) {
		return greeting;
	}

	record Greeting(@NotBlank String text) {
	}

}
