package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.Collections;
import java.util.Map;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.EndpointLinksResolver;
import org.springframework.boot.actuate.endpoint.web.Link;
import org.springframework.http.MediaType;

/**
 * Answers with links to all operations.
 */
final class LinksResponse implements EndpointRoute.Answer {

	private final EndpointLinksResolver links;

	private final EndpointContent content;

	LinksResponse(EndpointLinksResolver links, EndpointContent content) {
		this.links = links;
		this.content = content;
	}

	@Override
	public HttpHandler to(EndpointPath path, MediaType mediaType) {
		return (exchange) -> {
			HttpRequest request = exchange.request();
			Map<String, Link> links = this.links.resolveLinks(request.origin() + request.path());
			this.content.write(OperationResponseBody.of(Collections.singletonMap("_links", links)), mediaType,
					exchange);
		};
	}

}
