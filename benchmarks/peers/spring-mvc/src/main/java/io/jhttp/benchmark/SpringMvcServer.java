package io.jhttp.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Spring MVC in a Spring Boot application. Where it listens and what it serves are
 * properties on its command line.
 */
@SpringBootApplication
@RestController
public class SpringMvcServer {

	public static void main(String[] args) {
		SpringApplication.run(SpringMvcServer.class, args);
	}

	@GetMapping("/hello")
	String hello() {
		return "Hello, World!";
	}

	@PostMapping("/upload")
	String upload(InputStream content) throws IOException {
		return String.valueOf(content.transferTo(OutputStream.nullOutputStream()));
	}

	@PostMapping("/form")
	String form(@RequestParam List<MultipartFile> file) {
		return String.valueOf(file.stream().mapToLong(MultipartFile::getSize).sum());
	}

	@PostMapping("/order")
	Order order(@RequestBody Order order) {
		return order;
	}

	record Order(String customer, long id, List<Item> items, boolean paid) {
	}

	record Item(int count, String name, double price) {
	}

}
