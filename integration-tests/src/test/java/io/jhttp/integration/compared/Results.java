package io.jhttp.integration.compared;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonView;
import io.jhttp.server.handler.Delete;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The compared application: what methods return.
 */
@RequestHandler
@RestController
class Results {

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	@Get("/result/nothing")
	@GetMapping("/result/nothing")
	void nothing() {
	}

	@Get("/result/null")
	@GetMapping("/result/null")
	String none() {
		return null;
	}

	@Delete("/result/status")
	@DeleteMapping("/result/status")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void status() {
	}

	@Post("/result/accepted")
	@PostMapping("/result/accepted")
	@ResponseStatus(HttpStatus.ACCEPTED)
	String accepted() {
		return "later";
	}

	@Get("/result/reason")
	@GetMapping("/result/reason")
	@ResponseStatus(code = HttpStatus.GONE, reason = "It was sold")
	void reason() {
	}

	@Post("/result/created")
	@PostMapping("/result/created")
	ResponseEntity<Order> created() {
		return ResponseEntity.created(URI.create("/orders/1")).body(Order.TEA);
	}

	@Get("/result/record")
	@GetMapping("/result/record")
	Order record() {
		return Order.TEA;
	}

	@Get("/result/list")
	@GetMapping("/result/list")
	List<Order> list() {
		return List.of(Order.TEA, Order.TEA);
	}

	@Get("/result/optional/{name}")
	@GetMapping("/result/optional/{name}")
	ResponseEntity<Order> optional(@PathVariable String name) {
		return ResponseEntity.of(Optional.of(Order.TEA).filter((order) -> order.customer().equals(name)));
	}

	@Get("/result/problem")
	@GetMapping("/result/problem")
	ProblemDetail problem() {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "It has changed.");
	}

	@Get("/result/resource")
	@GetMapping("/result/resource")
	Resource resource() {
		return new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII));
	}

	@Get("/result/text")
	@GetMapping("/result/text")
	Resource classPath() {
		return new ClassPathResource("text.txt", Results.class);
	}

	@Get(value = "/result/bytes", produces = "image/png")
	@GetMapping(path = "/result/bytes", produces = "image/png")
	byte[] bytes() {
		return new byte[] { '1', '2', '3' };
	}

	@Get("/result/binary")
	@GetMapping("/result/binary")
	byte[] binary() {
		return new byte[] { '1', '2', '3' };
	}

	@Get(value = "/result/html", produces = "text/html")
	@GetMapping(path = "/result/html", produces = "text/html")
	String html() {
		return "<p>\u00e4</p>";
	}

	@Get("/result/unicode")
	@GetMapping("/result/unicode")
	String unicode() {
		return "\u00e4\u20ac";
	}

	@Get("/result/future")
	@GetMapping("/result/future")
	CompletableFuture<Order> future() {
		return CompletableFuture.supplyAsync(() -> Order.TEA);
	}

	@Get("/result/callable")
	@GetMapping("/result/callable")
	Callable<String> callable() {
		return () -> "called";
	}

	@Get("/result/mono")
	@GetMapping("/result/mono")
	Mono<Order> mono() {
		return Mono.just(Order.TEA);
	}

	@Get("/result/flux")
	@GetMapping("/result/flux")
	Flux<Order> flux() {
		return Flux.just(Order.TEA, Order.TEA);
	}

	@Get("/result/flux/texts")
	@GetMapping("/result/flux/texts")
	Flux<String> texts() {
		return Flux.just("a", "b");
	}

	@Get(value = "/result/flux/plain", produces = "text/plain")
	@GetMapping(path = "/result/flux/plain", produces = "text/plain")
	Flux<String> plain() {
		return Flux.just("a", "b");
	}

	@Get(value = "/result/events", produces = "text/event-stream")
	@GetMapping(path = "/result/events", produces = "text/event-stream")
	Flux<Order> events() {
		return Flux.just(Order.TEA, Order.TEA);
	}

	@Get(value = "/result/lines", produces = "application/x-ndjson")
	@GetMapping(path = "/result/lines", produces = "application/x-ndjson")
	Flux<Order> lines() {
		return Flux.just(Order.TEA, Order.TEA);
	}

	@Get("/result/version")
	@GetMapping("/result/version")
	ResponseEntity<String> version() {
		return ResponseEntity.ok().eTag("\"1\"").lastModified(MODIFIED).body("first");
	}

	@Post("/result/version")
	@PostMapping("/result/version")
	ResponseEntity<String> newVersion() {
		return ResponseEntity.ok().eTag("\"1\"").body("changed");
	}

	@Get("/result/fields")
	@GetMapping("/result/fields")
	ResponseEntity<Map<String, Integer>> fields() {
		HttpHeaders headers = new HttpHeaders();
		headers.setCacheControl(CacheControl.noStore());
		headers.setContentDisposition(ContentDisposition.attachment().filename("a b.json").build());
		headers.setContentLanguage(Locale.GERMAN);
		headers.add("X-Two", "1");
		headers.add("X-Two", "2");
		return ResponseEntity.status(HttpStatus.OK).headers(headers).body(Map.of("n", 1));
	}

	@Get("/result/view")
	@GetMapping("/result/view")
	@JsonView(Order.Shown.class)
	Order view() {
		return Order.TEA;
	}

	@Get(value = "/report", produces = "text/html")
	@GetMapping(path = "/report", produces = "text/html")
	String page() {
		return "<h1>Report</h1>";
	}

	@Get(value = "/report", produces = "application/json")
	@GetMapping(path = "/report", produces = "application/json")
	Map<String, Integer> data() {
		return Map.of("sold", 7);
	}

}
