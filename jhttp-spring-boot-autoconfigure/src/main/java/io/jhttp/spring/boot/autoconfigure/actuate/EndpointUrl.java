package io.jhttp.spring.boot.autoconfigure.actuate;

import java.net.InetSocketAddress;

import io.jhttp.server.HttpRequest;

/**
 * The URL that a client has asked for, without its query.
 */
final class EndpointUrl {

	private EndpointUrl() {
	}

	static String of(HttpRequest request) {
		String host = request.host();
		if (host == null) {
			// Only HTTP/1.0 allows that.
			InetSocketAddress address = request.localAddress();
			host = address.getAddress().getHostAddress() + ":" + address.getPort();
		}
		return request.scheme() + "://" + host + request.path();
	}

}
