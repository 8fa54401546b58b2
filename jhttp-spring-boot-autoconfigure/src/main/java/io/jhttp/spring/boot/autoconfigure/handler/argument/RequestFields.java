package io.jhttp.spring.boot.autoconfigure.handler.argument;

import io.jhttp.server.HttpRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MultiValueMap;

/**
 * The header fields of a request as Spring has them.
 */
final class RequestFields {

	private RequestFields() {
	}

	static HttpHeaders of(HttpRequest request) {
		HttpHeaders headers = new HttpHeaders();
		request.headers().forEach((field) -> headers.add(field.getKey(), field.getValue()));
		return headers;
	}

	/** With names in any case. */
	static MultiValueMap<String, String> mapOf(HttpRequest request) {
		MultiValueMap<String, String> map = CollectionUtils.toMultiValueMap(new LinkedCaseInsensitiveMap<>());
		request.headers().forEach((field) -> map.add(field.getKey(), field.getValue()));
		return map;
	}

}
