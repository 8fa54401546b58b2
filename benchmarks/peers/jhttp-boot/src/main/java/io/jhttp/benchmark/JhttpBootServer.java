package io.jhttp.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import io.jhttp.server.FormPart;
import io.jhttp.server.FormParts;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

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

		@Post("/form")
		String form(@RequestParam List<MultipartFile> file) {
			return String.valueOf(file.stream().mapToLong(MultipartFile::getSize).sum());
		}

		@Post("/form/parts")
		String parts(FormParts parts) throws IOException {
			long size = 0;
			for (FormPart part = parts.next(); part != null; part = parts.next()) {
				size += part.content().transferTo(OutputStream.nullOutputStream());
			}
			return String.valueOf(size);
		}

	}

}
