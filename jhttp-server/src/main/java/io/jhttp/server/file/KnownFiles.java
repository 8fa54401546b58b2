package io.jhttp.server.file;

import java.io.IOException;
import java.time.Duration;

import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.AcceptEncoding;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;

/**
 * Answers with what is in the cache and has not changed. Of a small file nothing is read,
 * and head and content are sent as they were prepared.
 */
final class KnownFiles {

	/** Fields that make the response another one than the whole file. */
	private static final String[] CONDITIONS = { "Range", "If-None-Match", "If-Modified-Since", "If-Match",
			"If-Unmodified-Since" };

	private final FileCache cache;

	private final FileErrors errors;

	/** In nanoseconds. */
	private final long validity;

	private volatile KnownCodings knownCodings = new KnownCodings("", AcceptEncoding.parse(null));

	KnownFiles(FileCache cache, FileErrors errors, Duration validity) {
		this.cache = cache;
		this.errors = errors;
		this.validity = validity.toNanos();
	}

	/**
	 * What the last client that was answered takes: most of them say the same.
	 *
	 * @param field the value of the field
	 * @param accepted what it means
	 */
	private record KnownCodings(String field, AcceptEncoding accepted) {
	}

	FileCache cache() {
		return this.cache;
	}

	/** What was seen since then is new enough for the response. */
	long arrived(HttpExchange exchange) {
		return exchange.arrivedAt() - this.validity;
	}

	/**
	 * Answers with what is known.
	 * @return false if something has to be read first
	 */
	boolean send(HttpExchange exchange, PathBytes path) throws IOException {
		StoredFile file = this.cache.get(path);
		long arrived = arrived(exchange);
		if (file == null || !file.isFresh(arrived)) {
			return false;
		}
		Representation representation = choose(exchange.request(), file, arrived);
		return representation != null && send(exchange, representation);
	}

	/**
	 * The representation that a client wants. A range is one of the plain form: a client
	 * that asks for a part of a compressed one means the bytes of the file, unless it
	 * says by an entity tag that it has the beginning of just that one.
	 * @return null if it has to be read or made first
	 */
	@Nullable Representation choose(HttpRequest request, StoredFile file, long arrived) {
		if (!file.hasCodings() || !request.hasHeader("Accept-Encoding")) {
			return file.plain();
		}
		if (request.hasHeader("Range")) {
			String condition = request.header("If-Range");
			Representation tagged = (condition != null) ? file.tagged(condition, arrived) : file.plain();
			if (tagged != null) {
				return tagged;
			}
		}
		ContentCoding coding = file.choose(accepted(request));
		return (coding != null) ? file.in(coding, arrived) : file.plain();
	}

	private AcceptEncoding accepted(HttpRequest request) {
		KnownCodings known = this.knownCodings;
		if (!request.headerIs("Accept-Encoding", known.field())) {
			String field = request.combinedHeader("Accept-Encoding");
			known = new KnownCodings((field != null) ? field : "", AcceptEncoding.parse(field));
			this.knownCodings = known;
		}
		return known.accepted();
	}

	/**
	 * Answers with a representation.
	 * @return false if its file was closed meanwhile, or something has to be read that
	 * blocks
	 */
	boolean send(HttpExchange exchange, Representation file) throws IOException {
		if (isKnownToClient(exchange.request(), file)) {
			exchange.response().headers(file.notModifiedHeaders()).status(304).send();
			return true;
		}
		if (file.content().isStreamed() && exchange.onEventLoop()) {
			return false;
		}
		return isConditional(exchange.request()) ? sendConditional(exchange, file) : sendWhole(exchange, file);
	}

	private static boolean sendWhole(HttpExchange exchange, Representation file) throws IOException {
		ContentPart whole = file.whole();
		if (whole == null) {
			return false;
		}
		exchange.response().headers(file.headers()).send(whole);
		return true;
	}

	private boolean sendConditional(HttpExchange exchange, Representation file) throws IOException {
		try (FileResponse answer = FileResponse.tryOf(exchange.request(), file)) {
			if (answer == null || (exchange.onEventLoop() && this.errors.readsFile(answer.status()))) {
				return false;
			}
			if (answer.status() >= 400) {
				answer.addOwnHeaders(exchange.response());
				this.errors.send(exchange, new HttpProblem(answer.status(), ""));
			}
			else {
				answer.sendTo(exchange.response());
			}
			return true;
		}
	}

	/**
	 * What browsers ask most: the one condition that is decided without a list of tags.
	 */
	private static boolean isKnownToClient(HttpRequest request, Representation file) {
		String tag = file.entityTag();
		return tag != null && request.headerIs("If-None-Match", tag) && !request.hasHeader("If-Match")
				&& !request.hasHeader("If-Unmodified-Since");
	}

	private static boolean isConditional(HttpRequest request) {
		for (String field : CONDITIONS) {
			if (request.hasHeader(field)) {
				return true;
			}
		}
		return false;
	}

}
