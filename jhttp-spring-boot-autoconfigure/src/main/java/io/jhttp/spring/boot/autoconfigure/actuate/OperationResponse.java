package io.jhttp.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PercentDecoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.ProducibleOperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.http.MediaType;

/**
 * Answers with the result of an operation.
 */
final class OperationResponse implements EndpointRoute.Answer {

	private final WebOperation operation;

	private final WebServerNamespace namespace;

	private final EndpointContent content;

	OperationResponse(WebOperation operation, WebServerNamespace namespace, EndpointContent content) {
		this.operation = operation;
		this.namespace = namespace;
		this.content = content;
	}

	@Override
	public HttpHandler to(EndpointPath path, MediaType mediaType) {
		return (exchange) -> this.content.write(result(exchange, path), mediaType, exchange);
	}

	private @Nullable Object result(HttpExchange exchange, EndpointPath path) throws IOException {
		HttpRequest request = exchange.request();
		List<String> accept = request.headers("Accept");
		InvocationContext context = new InvocationContext(new CallerSecurityContext(exchange.principal()),
				arguments(request, path), OperationArgumentResolver.of(WebServerNamespace.class, () -> this.namespace),
				new ProducibleOperationArgumentResolver(() -> accept));
		try {
			return this.operation.invoke(context);
		}
		catch (InvalidEndpointRequestException ex) {
			throw HttpProblem.badRequest(String.valueOf(ex.getReason()));
		}
	}

	private Map<String, Object> arguments(HttpRequest request, EndpointPath path) throws IOException {
		Map<String, Object> arguments = new LinkedHashMap<>();
		if (!this.operation.getRequestPredicate().getConsumes().isEmpty()) {
			arguments.putAll(content(request));
		}
		arguments.putAll(path.variables());
		String remaining = this.operation.getRequestPredicate().getMatchAllRemainingPathSegmentsVariable();
		if (remaining != null) {
			arguments.put(remaining, path.remaining());
		}
		arguments.putAll(query(request));
		return arguments;
	}

	private Map<String, Object> content(HttpRequest request) throws IOException {
		try (InputStream content = request.content()) {
			return this.content.read(content);
		}
		catch (JacksonException ex) {
			throw HttpProblem.badRequest("The content is not a JSON object.");
		}
	}

	private static Map<String, Object> query(HttpRequest request) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		String query = request.query();
		for (String pair : (query != null) ? query.split("&") : new String[0]) {
			int equals = pair.indexOf('=');
			String name = decode((equals < 0) ? pair : pair.substring(0, equals));
			if (!name.isEmpty()) {
				values.computeIfAbsent(name, (key) -> new ArrayList<>(1))
					.add((equals < 0) ? "" : decode(pair.substring(equals + 1)));
			}
		}
		Map<String, Object> arguments = new LinkedHashMap<>();
		values.forEach((name, all) -> arguments.put(name, (all.size() == 1) ? all.get(0) : all));
		return arguments;
	}

	private static String decode(String text) {
		return PercentDecoder.decode(text.replace('+', ' '));
	}

	@Override
	public String toString() {
		return "Actuator endpoint '" + this.operation.getId() + "'";
	}

}
