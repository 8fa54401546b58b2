package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.FormParameters;
import io.jhttp.server.http.HttpProblem;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Parameters of a request: those of its query, then those of a form.
 */
final class Parameters {

	static final int NO_FORM = -1;

	private Parameters() {
	}

	static MultiValueMap<String, String> of(HttpRequest request, int formLimit) throws IOException {
		MultiValueMap<String, String> found = new LinkedMultiValueMap<>(4);
		String query = request.query();
		if (query != null) {
			FormParameters.parse(query).forEach(found::addAll);
		}
		if (formLimit >= 0) {
			form(request, formLimit).forEach(found::addAll);
		}
		return found;
	}

	private static Map<String, List<String>> form(HttpRequest request, int limit) throws IOException {
		String type = request.header("Content-Type");
		String mediaType = (type != null) ? type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT) : "";
		if (mediaType.equals("multipart/form-data")) {
			throw new HttpProblem(415, "Forms of type multipart/form-data are not supported here.");
		}
		return mediaType.equals(FormParameters.MEDIA_TYPE) ? FormParameters.parse(RequestContent.bytes(request, limit))
				: Map.of();
	}

}
