package com.example;

import java.security.Principal;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

@RequestHandler("/greetings")
public class GreetingHandler {

	private final GreetingService greetings;

	public GreetingHandler(GreetingService greetings) {
		this.greetings = greetings;
	}

	@Get("/{name}")
	public String greet(@PathVariable String name) {
		return this.greetings.greet(name);
	}

	@Get("/me")
	public String greet(Principal user) {
		if (user == null) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}
		return this.greetings.greet(user.getName());
	}

}
