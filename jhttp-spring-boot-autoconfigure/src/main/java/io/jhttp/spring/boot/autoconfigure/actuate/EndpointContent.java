package io.jhttp.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpRange;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;
import org.springframework.util.StreamUtils;

/**
 * Reads what operations are given, and writes what they return.
 */
final class EndpointContent {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final JsonMapper endpointMapper;

	private final JsonMapper applicationMapper;

	/**
	 * Creates readers and writers.
	 * @param endpointMapper for what Boot's own endpoints return
	 * @param applicationMapper for what others return
	 */
	EndpointContent(JsonMapper endpointMapper, JsonMapper applicationMapper) {
		this.endpointMapper = endpointMapper;
		this.applicationMapper = applicationMapper;
	}

	/** Empty without content. */
	Map<String, Object> read(InputStream content) throws IOException {
		byte[] bytes = content.readAllBytes();
		if (bytes.length == 0) {
			return Collections.emptyMap();
		}
		Map<String, Object> read = this.applicationMapper.readValue(bytes, OBJECT);
		return (read != null) ? read : Collections.emptyMap();
	}

	void write(@Nullable Object result, MediaType negotiated, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (result == null) {
			boolean read = exchange.request().methodIs("GET") || exchange.request().methodIs("HEAD");
			response.status(read ? 404 : 204).send();
		}
		else if (result instanceof WebEndpointResponse<?> answer) {
			response.status(answer.getStatus());
			MimeType own = answer.getContentType();
			writeBody(answer.getBody(), (own != null) ? own : negotiated, exchange);
		}
		else {
			writeBody(result, negotiated, exchange);
		}
	}

	private void writeBody(@Nullable Object body, MimeType type, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (body == null) {
			response.send();
			return;
		}
		response.contentType(type.toString());
		if (body instanceof Resource resource) {
			writeResource(resource, exchange);
		}
		else if (body instanceof byte[] bytes) {
			response.send(bytes);
		}
		else if (body instanceof String text) {
			response.send(text);
		}
		else {
			JsonMapper mapper = (body instanceof OperationResponseBody) ? this.endpointMapper : this.applicationMapper;
			response.send(mapper.writeValueAsBytes(requireReady(body)));
		}
	}

	private static Object requireReady(Object body) {
		if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(body.getClass()) != null) {
			throw new IllegalStateException("An actuator endpoint returned " + body.getClass().getName()
					+ ", but this server needs its value: let the operation wait for it");
		}
		return body;
	}

	private static void writeResource(Resource resource, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		try (InputStream content = resource.getInputStream()) {
			long length = resource.contentLength();
			HttpRange range = range(exchange.request(), response.header("Accept-Ranges", "bytes"));
			long first = (range != null) ? range.getRangeStart(length) : 0;
			long last = (range != null) ? range.getRangeEnd(length) : length - 1;
			if (range != null && first > last) {
				response.header("Content-Range", "bytes */" + length).sendError(416);
				return;
			}
			if (range != null) {
				response.status(206).header("Content-Range", "bytes " + first + "-" + last + "/" + length);
			}
			response.contentLength(last + 1 - first);
			StreamUtils.copyRange(content, response.output(), first, last);
		}
	}

	/** One range, as viewers of log files ask for the end; several may be ignored. */
	private static @Nullable HttpRange range(HttpRequest request, HttpResponse response) {
		String range = request.combinedHeader("Range");
		if (range == null || !request.methodIs("GET") || response.status() != 200) {
			return null;
		}
		try {
			List<HttpRange> ranges = HttpRange.parseRanges(range);
			return (ranges.size() == 1) ? ranges.get(0) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
