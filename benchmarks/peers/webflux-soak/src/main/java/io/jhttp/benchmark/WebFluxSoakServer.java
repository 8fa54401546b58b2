package io.jhttp.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.spring.boot.webflux.JhttpReactiveWebServerFactory;
import io.jhttp.spring.boot.webflux.JhttpWebServer;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What benchmarks/webflux-soak asks: Spring WebFlux on jhttp with buffers of Netty's
 * pool, which knows what was not released. Netty has no other part in it.
 */
@SpringBootApplication
@RestController
public class WebFluxSoakServer {

	/** Without caches of threads, so that each buffer that is released is counted. */
	private static final PooledByteBufAllocator POOL = new PooledByteBufAllocator(false, 1, 0, 8192, 3, 0, 0, false);

	private final ReactiveWebServerApplicationContext context;

	private final Path file;

	WebFluxSoakServer(ReactiveWebServerApplicationContext context) throws Exception {
		this.context = context;
		this.file = Files.write(Files.createTempFile("webflux-soak", ".bin"), new byte[4 * 1024 * 1024]);
		this.file.toFile().deleteOnExit();
	}

	public static void main(String[] args) {
		SpringApplication.run(WebFluxSoakServer.class, args);
	}

	@Bean
	static WebServerFactoryCustomizer<JhttpReactiveWebServerFactory> buffers() {
		return (factory) -> factory.setBufferFactory(new TrackedBufferFactory());
	}

	@GetMapping("/hello")
	String hello() {
		return "Hello, World!";
	}

	@PostMapping(path = "/json")
	Mono<Map<String, Object>> json(@RequestBody Mono<Map<String, Object>> content) {
		return content;
	}

	@PostMapping("/echo")
	Mono<Void> echo(@RequestBody Flux<DataBuffer> content, ServerHttpResponse response) {
		return response.writeWith(content);
	}

	@PostMapping("/upload")
	Mono<String> upload(@RequestBody Flux<DataBuffer> content) {
		return content.map((buffer) -> {
			int length = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return length;
		}).reduce(0L, Long::sum).map(String::valueOf);
	}

	/** Its content is not read. */
	@PostMapping("/ignored")
	Mono<String> ignored() {
		return Mono.delay(Duration.ofMillis(20)).thenReturn("ignored");
	}

	/**
	 * Events whose buffers are made when they are asked for: of events that have theirs
	 * before, Spring (ChannelSendOperator) does not release the first one if the client
	 * leaves just then.
	 */
	@GetMapping("/events")
	Mono<Void> events(ServerHttpResponse response) {
		response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
		return response.writeAndFlushWith(Flux.interval(Duration.ofMillis(20))
			.onBackpressureDrop()
			.map((count) -> Mono.fromSupplier(() -> event(response, count))));
	}

	private static DataBuffer event(ServerHttpResponse response, long count) {
		return response.bufferFactory().wrap(("data:event " + count + "\n\n").getBytes(StandardCharsets.UTF_8));
	}

	/** 8 MiB, in pieces of 16 KiB that are made when they are asked for. */
	@GetMapping(path = "/large", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	Mono<Void> large(ServerHttpResponse response) {
		byte[] piece = new byte[16 * 1024];
		return response
			.writeWith(Flux.range(0, 512).map((number) -> response.bufferFactory().allocateBuffer(piece.length).write(piece)));
	}

	@GetMapping("/file")
	Resource file() {
		return new FileSystemResource(this.file);
	}

	@GetMapping("/failing")
	Mono<Void> failing(ServerHttpResponse response) {
		byte[] piece = new byte[1024];
		return response.writeWith(Flux.range(0, 64).map((number) -> {
			if (number == 50) {
				throw new IllegalStateException("in the middle");
			}
			return response.bufferFactory().allocateBuffer(piece.length).write(piece);
		}));
	}

	/** What is held at the moment, this request among it. */
	@GetMapping("/state")
	Map<String, Object> state() throws Exception {
		System.gc();
		long buffers = POOL.metric().heapArenas().stream().mapToLong(PoolArenaMetric::numActiveAllocations).sum();
		List<String> threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList();
		return Map.of("buffers", buffers, "connections",
				((JhttpWebServer) this.context.getWebServer()).getEngine().counters().openConnections(), "threads",
				threads, "descriptors", descriptors(), "heap",
				ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
	}

	/** What they stand for. */
	private static List<String> descriptors() throws IOException {
		List<String> found = new ArrayList<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				found.add(Files.readSymbolicLink(descriptor).toString());
			}
		}
		return found;
	}

	/** What Netty only wraps, its pool would not count. */
	private static final class TrackedBufferFactory extends NettyDataBufferFactory {

		TrackedBufferFactory() {
			super(POOL);
		}

		@Override
		public NettyDataBuffer wrap(byte[] bytes) {
			return (NettyDataBuffer) allocateBuffer(Math.max(1, bytes.length)).write(bytes);
		}

	}

}
