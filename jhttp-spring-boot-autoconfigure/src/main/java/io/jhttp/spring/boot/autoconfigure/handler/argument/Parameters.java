package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.FormParameters;

import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Parameters of a request: those of its query, and those of a form without files.
 */
final class Parameters {

	private Parameters() {
	}

	static MultiValueMap<String, String> ofQuery(HttpRequest request) {
		MultiValueMap<String, String> found = new LinkedMultiValueMap<>(4);
		String query = request.query();
		if (query != null) {
			FormParameters.parse(query).forEach(found::addAll);
		}
		return found;
	}

	/** Empty if the content is of another type. */
	static MultiValueMap<String, String> ofForm(HttpRequest request, int limit) throws IOException {
		String type = request.header("Content-Type");
		String mediaType = (type != null) ? type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT) : "";
		return CollectionUtils.toMultiValueMap(mediaType.equals(FormParameters.MEDIA_TYPE)
				? FormParameters.parse(RequestContent.bytes(request, limit)) : Map.of());
	}

}
