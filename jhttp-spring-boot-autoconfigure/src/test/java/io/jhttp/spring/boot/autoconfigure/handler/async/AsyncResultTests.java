package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.lang.ref.WeakReference;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for results that are not there yet, over the wire.
 */
class AsyncResultTests {

	private static final long PATIENCE = 20;

	@Test
	void resultIsAnsweredWhenItIsThere() {
		HandlerServer.run(Results.class, (client, context) -> {
			CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> client.send("GET", "/later"));
			next(context).complete("spam");
			assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Type: text/plain;charset=utf-8\r\n")
				.endsWith("\r\n\r\nspam");
		});
	}

	@Test
	void resultThatIsThereAlreadyIsAnsweredAtOnce() {
		HandlerServer.run(Results.class,
				(client, context) -> assertThat(client.send("GET", "/entity")).startsWith("HTTP/1.1 201 ")
					.contains("\r\nX-Spam: eggs\r\n")
					.endsWith("created"));
	}

	@Test
	void nothingIsNoContent() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/nothing")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("GET", "/null")).startsWith("HTTP/1.1 204 ");
		});
	}

	@Test
	void failureIsUnwrappedAndAnsweredLikeAnExceptionOfTheMethod() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/failed")).startsWith("HTTP/1.1 409 ");
			CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> client.send("GET", "/later"));
			next(context).completeExceptionally(new IllegalStateException("secret"));
			assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
		});
	}

	@Test
	void resultThatDoesNotComeInTimeIsAnsweredWith503AndCancelled() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.async.timeout=50ms"), Results.class,
				(client, context) -> {
					assertThat(client.send("GET", "/later")).startsWith("HTTP/1.1 503 ");
					awaitCancelled(next(context));
					assertThat(client.send("GET", "/future")).startsWith("HTTP/1.1 503 ");
					assertThat(client.send("GET", "/never")).startsWith("HTTP/1.1 503 ");
				});
	}

	@Test
	void clientThatLeavesCancelsTheResult() {
		HandlerServer.run(Results.class, (client, context) -> {
			CompletableFuture<String> result;
			try (Socket socket = client.connect()) {
				socket.getOutputStream()
					.write("GET /later HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				result = next(context);
			}
			awaitCancelled(result);
		});
	}

	private static void awaitCancelled(CompletableFuture<String> result) throws Exception {
		result.handle((value, failure) -> failure).get(PATIENCE, TimeUnit.SECONDS);
		assertThat(result).isCancelled();
	}

	@Test
	void resultThatNoClientWaitsForAnyMoreIsNotKept() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.async.timeout=1h"), Results.class,
				(client, context) -> {
					awaitCollected(answered(client, context));
					awaitCollected(left(client, context));
				});
	}

	private static WeakReference<?> answered(TestClient client, ApplicationContext context) throws Exception {
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> client.send("GET", "/later"));
		CompletableFuture<String> result = next(context);
		result.complete("spam");
		assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).endsWith("spam");
		return new WeakReference<>(result);
	}

	/** Its stage is told of nothing, so that only what waits for it can forget it. */
	private static WeakReference<?> left(TestClient client, ApplicationContext context) throws Exception {
		try (Socket socket = client.connect()) {
			socket.getOutputStream()
				.write("GET /minimal HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			next(context);
		}
		return context.getBean(Results.class).minimal;
	}

	private static void awaitCollected(WeakReference<?> reference) {
		long began = System.nanoTime();
		while (reference.get() != null) {
			assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE));
			System.gc();
		}
	}

	@Test
	void futureIsWaitedForByTheWorker() {
		HandlerServer.run(Results.class,
				(client, context) -> assertThat(client.send("GET", "/done-future")).endsWith("\r\n\r\nspam"));
	}

	@Test
	void callableIsCalledOnAWorker() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/callable")).contains("jhttp-worker");
			assertThat(client.send("GET", "/callable-of-loop")).contains("jhttp-loop").contains("jhttp-worker");
			assertThat(client.send("GET", "/failing-callable")).startsWith("HTTP/1.1 409 ");
		});
	}

	@Test
	void methodOnTheEventLoopMayReturnAResultThatComesLater() {
		HandlerServer.run(Results.class, (client, context) -> {
			CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> client.send("GET", "/loop"));
			next(context).complete("spam");
			assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).endsWith("\r\n\r\nspam");
		});
	}

	@Test
	void reactiveResultsAreSubscribedTo() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/mono")).endsWith("\r\n\r\nspam");
			assertThat(client.send("GET", "/mono-entity")).startsWith("HTTP/1.1 202 ");
			assertThat(client.send("GET", "/empty")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("GET", "/failed-mono")).startsWith("HTTP/1.1 409 ");
		});
	}

	@Test
	void withoutReactorOtherResultsStillWork() {
		HandlerServer.run(HandlerServer.runner().withClassLoader(new FilteredClassLoader("reactor")), Plain.class,
				(client, context) -> assertThat(client.send("GET", "/plain")).endsWith("\r\n\r\nplain"));
	}

	@Test
	void manyResultsWaitWithFewWorkers() {
		int count = 500;
		HandlerServer.run(
				HandlerServer.runner().withPropertyValues("jhttp.threads.max=2", "jhttp.threads.queue-capacity=1000"),
				Results.class, (client, context) -> {
					List<Socket> sockets = new ArrayList<>();
					try {
						for (int i = 0; i < count; i++) {
							Socket socket = client.connect();
							sockets.add(socket);
							socket.getOutputStream()
								.write("GET /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
									.getBytes(StandardCharsets.US_ASCII));
						}
						for (int i = 0; i < count; i++) {
							next(context).complete("answered");
						}
						for (Socket socket : sockets) {
							assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
								.startsWith("HTTP/1.1 200 ")
								.endsWith("answered");
						}
					}
					finally {
						for (Socket socket : sockets) {
							socket.close();
						}
					}
				});
	}

	private static CompletableFuture<String> next(ApplicationContext context) throws InterruptedException {
		CompletableFuture<String> next = context.getBean(Results.class).pending.poll(PATIENCE, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	@RequestHandler
	static class Plain {

		@Get("/plain")
		CompletionStage<String> plain() {
			return CompletableFuture.completedStage("plain");
		}

	}

	@RequestHandler
	static class Results {

		final BlockingQueue<CompletableFuture<String>> pending = new LinkedBlockingQueue<>();

		volatile WeakReference<?> minimal = new WeakReference<>(null);

		@Get("/later")
		CompletableFuture<String> later() {
			CompletableFuture<String> result = new CompletableFuture<>();
			this.pending.add(result);
			return result;
		}

		@Get("/loop")
		@NonBlocking
		CompletionStage<String> loop() {
			return later();
		}

		@Get("/minimal")
		CompletionStage<String> minimal() {
			CompletionStage<String> stage = new CompletableFuture<String>().minimalCompletionStage();
			this.minimal = new WeakReference<>(stage);
			later();
			return stage;
		}

		@Get("/entity")
		CompletableFuture<ResponseEntity<String>> entity() {
			return CompletableFuture
				.completedFuture(ResponseEntity.status(201).header("X-Spam", "eggs").body("created"));
		}

		@Get("/nothing")
		CompletableFuture<Void> nothing() {
			return CompletableFuture.runAsync(() -> {
			});
		}

		@Get("/null")
		CompletableFuture<String> returnsNull() {
			return CompletableFuture.completedFuture(null);
		}

		@Get("/failed")
		CompletableFuture<String> failed() {
			return CompletableFuture.supplyAsync(() -> {
				throw new ResponseStatusException(HttpStatus.CONFLICT);
			}).thenApply(String::valueOf);
		}

		@Get("/future")
		Future<String> future() {
			return new FutureTask<>(() -> "never run");
		}

		@Get("/done-future")
		Future<String> doneFuture() {
			FutureTask<String> task = new FutureTask<>(() -> "spam");
			new Thread(task).start();
			return task;
		}

		@Get("/callable")
		Callable<String> callable() {
			return () -> Thread.currentThread().getName();
		}

		@Get("/callable-of-loop")
		@NonBlocking
		Callable<String> callableOfLoop() {
			String caller = Thread.currentThread().getName();
			return () -> caller + " " + Thread.currentThread().getName();
		}

		@Get("/failing-callable")
		Callable<String> failingCallable() {
			return () -> {
				throw new ResponseStatusException(HttpStatus.CONFLICT);
			};
		}

		@Get("/mono")
		Mono<String> mono() {
			return Mono.just("spam");
		}

		@Get("/never")
		Mono<String> never() {
			return Mono.never();
		}

		@Get("/mono-entity")
		Mono<ResponseEntity<Void>> monoEntity() {
			return Mono.just(ResponseEntity.accepted().build());
		}

		@Get("/empty")
		Mono<String> empty() {
			return Flux.<String>empty().next();
		}

		@Get("/failed-mono")
		Mono<String> failedMono() {
			return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
		}

	}

}
