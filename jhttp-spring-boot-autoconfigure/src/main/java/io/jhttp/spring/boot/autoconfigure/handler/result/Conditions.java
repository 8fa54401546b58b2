package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.ByteRanges;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * The conditions of a request, by the validators that its response has: {@code ETag} and
 * {@code Last-Modified}. The rule is that of files.
 *
 * @param exchange the exchange, whose response has its fields and no content yet
 */
record Conditions(HttpExchange exchange) {

	/** RFC 9110, section 15.4.5: what describes content that the client has already. */
	private static final List<String> OF_CONTENT = List.of("Content-Type", "Content-Encoding", "Content-Language",
			"Content-Disposition", "Content-Length");

	/** Conditions are about a successful response to a request that changes nothing. */
	boolean apply() {
		HttpRequest request = this.exchange.request();
		return this.exchange.response().status() == 200 && (request.methodIs("GET") || request.methodIs("HEAD"));
	}

	/**
	 * Answers with 304 if the client has the content already.
	 * @return false if the content is to be sent
	 * @throws HttpProblem 412 if the client wants another version
	 */
	boolean answer() throws IOException {
		return switch (this.exchange.request().evaluateConditions(entityTag(), modified())) {
			case FAILED -> throw new HttpProblem(412, "");
			case NOT_MODIFIED -> {
				HttpResponse response = this.exchange.response();
				forgetContent(response);
				response.status(304).send();
				yield true;
			}
			case PROCEED -> false;
		};
	}

	/**
	 * The parts that the client wants.
	 * @param length of the content in bytes
	 * @return null for all of it
	 * @throws ErrorResponseException 416 if it has none of them
	 */
	@Nullable List<ByteRanges.Range> ranges(long length) {
		HttpRequest request = this.exchange.request();
		String value = request.combinedHeader("Range");
		if (value == null || !request.methodIs("GET") || !Preconditions.rangeApplies(request.header("If-Range"),
				entityTag(), modified(), Instant.now().getEpochSecond())) {
			return null;
		}
		List<ByteRanges.Range> ranges = ByteRanges.parse(value, length);
		if (ranges != null && ranges.isEmpty()) {
			throw unsatisfiable("bytes */" + length);
		}
		return ranges;
	}

	static void forgetContent(HttpResponse response) {
		OF_CONTENT.forEach(response::removeHeader);
	}

	static ErrorResponseException unsatisfiable(@Nullable String contentRange) {
		ErrorResponseException problem = new ErrorResponseException(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
		problem.getHeaders().set("Content-Range", contentRange);
		return problem;
	}

	private @Nullable String entityTag() {
		return this.exchange.response().header("ETag");
	}

	private long modified() {
		String date = this.exchange.response().header("Last-Modified");
		Long second = (date != null) ? HttpDate.parse(date, Instant.now()) : null;
		return (second != null) ? second : Preconditions.UNDATED;
	}

}
