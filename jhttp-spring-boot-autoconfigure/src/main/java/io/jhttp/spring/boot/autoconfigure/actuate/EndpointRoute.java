package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.Collection;
import java.util.Collections;
import java.util.List;

import io.jhttp.server.HttpHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The requests that an operation answers.
 *
 * @param pattern what their paths are like
 * @param method their method
 * @param consumes types of their content, any if empty
 * @param produces types of the response, the best first
 * @param answer makes the response
 */
record EndpointRoute(PathPattern pattern, String method, List<MediaType> consumes, List<MediaType> produces,
		Answer answer) {

	static EndpointRoute of(PathPattern pattern, WebOperationRequestPredicate predicate, Answer answer) {
		return new EndpointRoute(pattern, predicate.getHttpMethod().name(), mediaTypes(predicate.getConsumes()),
				mediaTypes(predicate.getProduces()), answer);
	}

	/**
	 * Makes the response to a request.
	 */
	@FunctionalInterface
	interface Answer {

		/**
		 * Binds the response to a request.
		 * @param path the path, with what its pattern has matched
		 * @param mediaType what the client likes best of what there is
		 * @return a handler that may block
		 */
		HttpHandler to(EndpointPath path, MediaType mediaType);

	}

	static List<MediaType> mediaTypes(Collection<String> names) {
		return names.stream().map(MediaType::parseMediaType).toList();
	}

	/** {@code GET} answers {@code HEAD}: the engine leaves the content out. */
	boolean hasMethod(String method) {
		return this.method.equals(method) || (method.equals("HEAD") && this.method.equals("GET"));
	}

	/** A request without content needs no type. */
	boolean consumes(@Nullable String contentType) {
		if (this.consumes.isEmpty() || contentType == null) {
			return true;
		}
		try {
			MediaType type = MediaType.parseMediaType(contentType);
			return this.consumes.stream().anyMatch((each) -> each.includes(type));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/**
	 * What a client likes best.
	 * @param accept the {@code Accept} field, or null
	 * @return a type, any if there is no content, or null if there is none that the
	 * client takes
	 */
	@Nullable MediaType choose(@Nullable String accept) {
		if (this.produces.isEmpty()) {
			return MediaType.ALL;
		}
		for (MediaType wanted : wanted(accept)) {
			for (MediaType produced : this.produces) {
				if (wanted.isCompatibleWith(produced)) {
					return produced;
				}
			}
		}
		return null;
	}

	private static List<MediaType> wanted(@Nullable String accept) {
		if (accept == null) {
			return List.of(MediaType.ALL);
		}
		try {
			return MediaType.parseMediaTypes(accept)
				.stream()
				.filter((each) -> each.getQualityValue() > 0)
				.sorted(EndpointRoute::compare)
				.toList();
		}
		catch (InvalidMediaTypeException ex) {
			return Collections.emptyList();
		}
	}

	/** The better liked first, then the more specific. */
	private static int compare(MediaType one, MediaType other) {
		int byQuality = Double.compare(other.getQualityValue(), one.getQualityValue());
		return (byQuality != 0) ? byQuality : Boolean.compare(isWild(one), isWild(other));
	}

	private static boolean isWild(MimeType type) {
		return type.isWildcardType() || type.isWildcardSubtype();
	}

}
