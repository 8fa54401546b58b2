package io.jhttp.spring.boot.webflux.example;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/greetings")
class GreetingController {

	@GetMapping("/{name}")
	Greeting greet(@PathVariable String name) {
		return new Greeting("Hello, " + name + "!");
	}

	@PostMapping
	Mono<Greeting> greet(@Valid @RequestBody Mono<Person> person) {
		return person.map((each) -> new Greeting("Hello, " + each.name() + "!"));
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Greeting> events() {
		return Flux.interval(Duration.ofMillis(100))
			.onBackpressureDrop()
			.map((number) -> new Greeting("Hello number " + number));
	}

	@PostMapping("/reset")
	Mono<Void> reset() {
		return Mono.empty();
	}

	record Person(@NotBlank String name) {
	}

	record Greeting(String text) {
	}

}
