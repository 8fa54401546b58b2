package io.jhttp.spring.boot.test.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Delete;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import reactor.core.publisher.Flux;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/**
 * Answers in every way there is.
 */
@RequestHandler("/books")
class BookHandler {

	@Get("/{isbn}")
	ResponseEntity<String> find(@PathVariable Isbn isbn) {
		return ResponseEntity.ok().eTag("\"" + isbn.digits() + "\"").body("Book " + isbn.digits());
	}

	@Get("/missing")
	String missing() {
		throw new NoSuchElementException();
	}

	@Get("/failing")
	String failing() {
		throw new IllegalStateException("Not for clients");
	}

	@Get("/loop")
	@NonBlocking
	String onEventLoop() {
		return "at once";
	}

	@Get("/future")
	CompletableFuture<String> future() {
		return CompletableFuture.supplyAsync(() -> "later",
				CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
	}

	@Get("/failed-future")
	CompletableFuture<String> failedFuture() {
		return CompletableFuture.failedFuture(new NoSuchElementException());
	}

	@Get("/callable")
	Callable<String> callable() {
		return () -> "called";
	}

	@Get(value = "/flux", produces = "application/x-ndjson")
	Flux<Integer> flux() {
		return Flux.range(1, 5);
	}

	@Get("/events")
	ServerSentEvents events() {
		ServerSentEvents events = new ServerSentEvents();
		events.send("first\nsecond");
		events.send("third");
		events.complete();
		return events;
	}

	/** Without an end. */
	@Get("/news")
	Flux<String> news(@RequestHeader("Last") String last) {
		return Flux.generate(() -> 0, (number, sink) -> {
			sink.next(last + number + "\n");
			return number + 1;
		});
	}

	@Get("/stream")
	StreamingBody stream(@RequestParam int lines) {
		return (output) -> {
			for (int i = 0; i < lines; i++) {
				output.write((i + " of many lines of a long text\n").getBytes(StandardCharsets.US_ASCII));
			}
		};
	}

	@Get("/broken")
	StreamingBody broken() {
		return (output) -> {
			output.write(new byte[100_000]);
			throw new IllegalStateException("Not for clients");
		};
	}

	@Get("/trailer")
	void trailer(HttpExchange exchange) throws IOException {
		OutputStream output = exchange.response().trailer("Checksum", "1").output();
		output.write("content".getBytes(StandardCharsets.US_ASCII));
		output.close();
	}

	@Post("/checksum")
	String checksum(InputStream content) throws IOException {
		CRC32 checksum = new CRC32();
		byte[] buffer = new byte[10_000];
		long length = 0;
		for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
			checksum.update(buffer, 0, count);
			length += count;
		}
		return length + " bytes, " + checksum.getValue();
	}

	/** While the rest of the content is still on its way. */
	@Post("/echo")
	StreamingBody echo(InputStream content) {
		return content::transferTo;
	}

	@Post("/covers")
	String cover(@RequestParam MultipartFile cover, @RequestParam String title) {
		return title + ": " + cover.getOriginalFilename() + ", " + cover.getSize();
	}

	@Put("/refused")
	ResponseEntity<Void> refuse() {
		return ResponseEntity.status(409).build();
	}

	@Delete("/{isbn}")
	void delete(@PathVariable Isbn isbn) {
	}

	@HttpVerb(value = "SPAM", path = "/{isbn}")
	String spam(@PathVariable Isbn isbn) {
		return "eggs";
	}

}
