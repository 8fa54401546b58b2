package io.jhttp.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;

/**
 * jhttp in a Spring Boot application. Where it listens and what it serves are properties
 * on its command line.
 */
@SpringBootApplication
public class JhttpBootServer {

	public static void main(String[] args) {
		SpringApplication.run(JhttpBootServer.class, args);
	}

	/**
	 * What a load balancer asks.
	 */
	@RequestHandler("/ready")
	static class Readiness {

		private final ApplicationAvailability availability;

		Readiness(ApplicationAvailability availability) {
			this.availability = availability;
		}

		@NonBlocking
		@Get
		ResponseEntity<Void> ready() {
			boolean accepting = this.availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
			return ResponseEntity.status(accepting ? 200 : 503).build();
		}

	}

	/**
	 * Handler methods on the event loop and on workers.
	 */
	@RequestHandler
	static class Hello {

		@NonBlocking
		@Get("/hello")
		String hello() {
			return "Hello, World!";
		}

		@Get("/hello-worker")
		String helloOnWorker() {
			return "Hello, World!";
		}

		@Post("/upload")
		String upload(InputStream content) throws IOException {
			return String.valueOf(content.transferTo(OutputStream.nullOutputStream()));
		}

	}

}
