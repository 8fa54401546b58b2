package io.jhttp.integration.compared;

import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

import io.jhttp.server.handler.Delete;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The compared application: exceptions, and several methods on one path.
 */
@RequestHandler
@RestController
class Outcomes {

	@Get("/failure/status/{code}")
	@GetMapping("/failure/status/{code}")
	String status(@PathVariable int code) {
		throw new ResponseStatusException(HttpStatus.valueOf(code), "The reason");
	}

	@Get("/failure/marked")
	@GetMapping("/failure/marked")
	String marked() {
		throw new Locked();
	}

	@Get("/failure/unknown")
	@GetMapping("/failure/unknown")
	String unknown() {
		throw new IllegalArgumentException("secret");
	}

	@Get("/failure/own")
	@GetMapping("/failure/own")
	String own() {
		throw new IllegalStateException("own");
	}

	@Get("/failure/advice")
	@GetMapping("/failure/advice")
	String advised() {
		throw new NoSuchElementException("thing");
	}

	@Get("/failure/later")
	@GetMapping("/failure/later")
	CompletableFuture<String> later() {
		return CompletableFuture.failedFuture(new NoSuchElementException("later thing"));
	}

	@Get("/methods")
	@GetMapping("/methods")
	String get() {
		return "got";
	}

	@Post("/methods")
	@PostMapping("/methods")
	String post() {
		return "posted";
	}

	@Put("/methods")
	@PutMapping("/methods")
	String put() {
		return "put";
	}

	@Delete("/methods/{id}")
	@DeleteMapping("/methods/{id}")
	String delete(@PathVariable int id) {
		return "deleted " + id;
	}

	@Get({ "/first", "/second" })
	@GetMapping({ "/first", "/second" })
	String twoPaths() {
		return "either";
	}

	@Get("/methods/special")
	@GetMapping("/methods/special")
	String special() {
		return "special";
	}

	@Get("/methods/*.txt")
	@GetMapping("/methods/*.txt")
	String suffix() {
		return "suffix";
	}

	@Get("/slash/")
	@GetMapping("/slash/")
	String slash() {
		return "slash";
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.CONFLICT)
	String answer(IllegalStateException failure) {
		return "handled " + failure.getMessage();
	}

	@SuppressWarnings("serial")
	@ResponseStatus(HttpStatus.LOCKED)
	static class Locked extends RuntimeException {

	}

}
