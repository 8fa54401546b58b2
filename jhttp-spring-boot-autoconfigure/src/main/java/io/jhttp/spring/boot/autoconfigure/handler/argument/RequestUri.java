package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.net.URI;
import java.net.URISyntaxException;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;

/**
 * What a client has asked for, as a whole (RFC 9110, section 7.1).
 */
final class RequestUri {

	private RequestUri() {
	}

	static URI of(HttpRequest request) {
		String query = request.query();
		try {
			return new URI(request.origin() + request.path() + ((query != null) ? "?" + query : ""));
		}
		catch (URISyntaxException ex) {
			throw HttpProblem.badRequest("The request target is not a URI.");
		}
	}

}
