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
		String target = request.target();
		try {
			return new URI(target.startsWith("/") ? root(request) + target : target);
		}
		catch (URISyntaxException ex) {
			throw HttpProblem.badRequest("The request target is not a URI.");
		}
	}

	/** Scheme and authority. */
	static String root(HttpRequest request) {
		String host = request.header("Host");
		if (host == null || host.isEmpty()) {
			String address = request.localAddress().getHostString();
			host = ((address.indexOf(':') >= 0) ? "[" + address + "]" : address) + ":"
					+ request.localAddress().getPort();
		}
		return "http://" + host;
	}

}
