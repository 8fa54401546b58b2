package io.jhttp.spring.boot.webflux.http;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;

/**
 * A response as WebFlux sees it. Its status and fields are told to the engine with the
 * first content, or at the end, on the event loop.
 */
final class JhttpServerHttpResponse extends AbstractServerHttpResponse implements ZeroCopyHttpOutputMessage {

	private static final int FILE_BUFFER = 16 * 1024;

	private final HttpResponse response;

	private final AsyncExchange exchange;

	private final JhttpServerHttpRequest request;

	private final @Nullable ResponseCompression compression;

	/** What the content is compressed by, from the commit on. */
	private volatile @Nullable GzipEncoder encoder;

	/** Whether the engine knows status and fields: the event loop's alone. */
	private boolean told;

	/** Whether nobody is left to be answered. */
	private volatile boolean gone;

	JhttpServerHttpResponse(HttpResponse response, AsyncExchange exchange, JhttpServerHttpRequest request,
			DataBufferFactory bufferFactory, @Nullable ResponseCompression compression) {
		super(bufferFactory);
		this.response = response;
		this.exchange = exchange;
		this.request = request;
		this.compression = compression;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeResponse() {
		return (T) this.response;
	}

	/** Otherwise Spring logs an error that it answers, also if the client has gone. */
	@Override
	public boolean setStatusCode(@Nullable HttpStatusCode status) {
		return !this.gone && super.setStatusCode(status);
	}

	@Override
	protected void applyStatusCode() {
		// With the first content.
	}

	@Override
	protected void applyHeaders() {
		if (this.compression != null) {
			this.encoder = this.compression.encoderFor(this.request, getStatusCode(), getHeaders());
		}
	}

	@Override
	protected void applyCookies() {
		// With the first content.
	}

	@Override
	protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
		return new WrittenContent<>(body, this.exchange, new BufferWriter(this, false));
	}

	/** Each group leaves as soon as the event loop has nothing else of this response. */
	@Override
	protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		BufferWriter writer = new BufferWriter(this, true);
		return Flux.from(body)
			.concatMap((group) -> new WrittenContent<>(group, this.exchange, writer), 0)
			.then()
			.doOnDiscard(Publisher.class, JhttpServerHttpResponse::discard);
	}

	/** A group that comes while its client leaves may hold buffers already. */
	private static void discard(Publisher<?> group) {
		Flux.from(group).subscribe((piece) -> {
			if (piece instanceof DataBuffer buffer) {
				DataBufferUtils.release(buffer);
			}
		}, (failure) -> {
		});
	}

	@Override
	public Mono<Void> writeWith(Path file, long position, long count) {
		return doCommit(() -> Mono
			.defer(() -> (this.encoder != null) ? compressed(file, position, count) : new WrittenContent<>(
					Mono.fromCallable(() -> part(file, position, count)), this.exchange, new FileWriter(this))));
	}

	private Mono<Void> compressed(Path file, long position, long count) {
		Flux<DataBuffer> content = DataBufferUtils.readAsynchronousFileChannel(
				() -> AsynchronousFileChannel.open(file, StandardOpenOption.READ), position, bufferFactory(),
				FILE_BUFFER);
		return writeWithInternal(DataBufferUtils.takeUntilByteCount(content, count));
	}

	private static ContentPart part(Path file, long position, long count) throws IOException {
		return ContentPart.of(FileChannel.open(file, StandardOpenOption.READ), file.toString(), position, count, null);
	}

	/** The client has left. */
	void gone() {
		this.gone = true;
	}

	// On the event loop

	/** Tells the engine status and fields, once. */
	void tell(HttpResponse current) {
		if (this.told) {
			return;
		}
		this.told = true;
		HttpStatusCode status = getStatusCode();
		if (status != null) {
			current.status(status.value());
		}
		getHeaders().forEach((name, values) -> {
			// The engine frames content: chunks are what is left without a length.
			if (!name.equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING)) {
				values.forEach((value) -> current.addHeader(name, value));
			}
		});
		getCookies().values()
			.forEach((cookies) -> cookies
				.forEach((cookie) -> current.addHeader(HttpHeaders.SET_COOKIE, cookie.toString())));
	}

	@Nullable GzipEncoder encoder() {
		return this.encoder;
	}

	/** There is no more content. */
	void finish(HttpResponse current) throws IOException {
		tell(current);
		GzipEncoder gzip = this.encoder;
		if (gzip != null) {
			BufferWriter.write(gzip.end(), current);
		}
		else if (this.request.getMethod() == HttpMethod.HEAD && current.header(HttpHeaders.CONTENT_LENGTH) == null) {
			// Not a length of 0, which need not be that of GET (RFC 9110, section 9.3.2).
			current.output().flush();
		}
	}

	/** Nothing is written any more. */
	void release() {
		GzipEncoder gzip = this.encoder;
		if (gzip != null) {
			gzip.close();
		}
	}

}
