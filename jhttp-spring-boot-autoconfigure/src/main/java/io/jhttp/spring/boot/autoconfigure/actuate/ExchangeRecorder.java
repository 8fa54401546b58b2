package io.jhttp.spring.boot.autoconfigure.actuate;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.ExchangeListener;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;

import org.springframework.boot.actuate.web.exchanges.HttpExchange;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.Include;
import org.springframework.boot.actuate.web.exchanges.RecordableHttpRequest;
import org.springframework.boot.actuate.web.exchanges.RecordableHttpResponse;
import org.springframework.web.util.UriUtils;

/**
 * Records exchanges for the {@code httpexchanges} endpoint.
 */
final class ExchangeRecorder implements ExchangeListener, JhttpServerCustomizer {

	private static final String ATTRIBUTE = HttpExchange.Started.class.getName();

	private final HttpExchangeRepository repository;

	private final Set<Include> includes;

	ExchangeRecorder(HttpExchangeRepository repository, Set<Include> includes) {
		this.repository = repository;
		this.includes = includes;
	}

	@Override
	public void customize(HttpServer.Builder builder) {
		builder.listener(this);
	}

	@Override
	public void exchangeStarted(io.jhttp.server.HttpExchange exchange) {
		exchange.attribute(ATTRIBUTE, HttpExchange.start(new ReceivedRequest(exchange.request())));
	}

	@Override
	public void exchangeEnded(CompletedExchange ended) {
		io.jhttp.server.HttpExchange exchange = ended.exchange();
		if (exchange != null && exchange.attribute(ATTRIBUTE) instanceof HttpExchange.Started started) {
			SentResponse response = new SentResponse(ended.status(), fields(exchange.response().headers()));
			this.repository.add(started.finish(response, ended::principal, () -> null, this.includes));
		}
	}

	private static Map<String, List<String>> fields(List<Map.Entry<String, String>> lines) {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		lines.forEach(
				(line) -> fields.computeIfAbsent(line.getKey(), (name) -> new ArrayList<>(1)).add(line.getValue()));
		return fields;
	}

	/**
	 * A request, copied, as its exchange refuses to tell of it once it is over.
	 *
	 * @param getMethod the method
	 * @param getUri what was asked for
	 * @param getHeaders all fields
	 * @param getRemoteAddress the address of the client
	 */
	private record ReceivedRequest(String getMethod, URI getUri, Map<String, List<String>> getHeaders,
			String getRemoteAddress) implements RecordableHttpRequest {

		ReceivedRequest(HttpRequest request) {
			this(request.method(), uri(request), fields(request.headers()), request.client());
		}

		private static URI uri(HttpRequest request) {
			String url = request.origin() + request.path() + ((request.query() != null) ? "?" + request.query() : "");
			try {
				return URI.create(url);
			}
			catch (IllegalArgumentException ex) {
				// A target may have bytes that a URI must not have.
				return URI.create(UriUtils.encodeQuery(url, StandardCharsets.UTF_8));
			}
		}

	}

	/**
	 * What was answered.
	 *
	 * @param getStatus the status
	 * @param getHeaders the fields that the handler has set
	 */
	private record SentResponse(int getStatus, Map<String, List<String>> getHeaders) implements RecordableHttpResponse {
	}

}
