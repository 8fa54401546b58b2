package io.jhttp.benchmark;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring WebFlux in a Spring Boot application, compiled for each server. Where it listens
 * is a property on its command line.
 */
@SpringBootApplication
@RestController
public class WebFluxServer {

	private final byte[] mebibyte = "x".repeat(1024 * 1024).getBytes();

	public static void main(String[] args) {
		SpringApplication.run(WebFluxServer.class, args);
	}

	@GetMapping("/hello")
	String hello() {
		return "Hello, World!";
	}

	@PostMapping("/order")
	Mono<Order> order(@RequestBody Mono<Order> order) {
		return order;
	}

	@PostMapping("/upload")
	Mono<String> upload(@RequestBody Flux<DataBuffer> content) {
		return content.map((buffer) -> {
			int length = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return length;
		}).reduce(0L, Long::sum).map(String::valueOf);
	}

	@GetMapping("/mebibyte")
	byte[] mebibyte() {
		return this.mebibyte;
	}

	/** One event, and then silence. */
	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> events() {
		return Flux.concat(Flux.just("Hello, World!"), Flux.never());
	}

	record Order(String customer, long id, List<Item> items, boolean paid) {
	}

	record Item(int count, String name, double price) {
	}

}
