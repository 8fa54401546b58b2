package io.jhttp.benchmark;

import java.util.List;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * jhttp in a Spring Boot application with Jackson. Where it listens and what it serves
 * are properties on its command line.
 */
@SpringBootApplication
public class JhttpBootJsonServer {

	public static void main(String[] args) {
		SpringApplication.run(JhttpBootJsonServer.class, args);
	}

	/**
	 * Handler methods on workers.
	 */
	@RequestHandler
	static class Orders {

		@Get("/hello")
		String hello() {
			return "Hello, World!";
		}

		@Post("/order")
		Order order(@RequestBody Order order) {
			return order;
		}

	}

	record Order(String customer, long id, List<Item> items, boolean paid) {
	}

	record Item(int count, String name, double price) {
	}

}
