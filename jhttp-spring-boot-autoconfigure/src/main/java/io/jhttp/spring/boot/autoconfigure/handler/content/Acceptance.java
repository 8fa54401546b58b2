package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What a client accepts (RFC 9110, section 12.5.1). A field that makes no sense says
 * nothing.
 */
public final class Acceptance {

	/** More only cost time. */
	private static final int MAX_RANGES = 32;

	private static final Acceptance ANYTHING = new Acceptance(List.of(MediaType.ALL));

	private final List<MediaType> ranges;

	private Acceptance(List<MediaType> ranges) {
		this.ranges = ranges;
	}

	/**
	 * Reads the {@code Accept} field.
	 * @param request the request
	 * @return what it accepts; anything if it does not say
	 */
	public static Acceptance of(HttpRequest request) {
		return of(request.combinedHeader("Accept"));
	}

	/**
	 * Reads the value of the field.
	 * @param field all its lines joined with commas, or null if there is none
	 * @return what it accepts; anything if it does not say
	 */
	public static Acceptance of(@Nullable String field) {
		if (field == null || field.equals("*/*")) {
			return ANYTHING;
		}
		try {
			List<MediaType> ranges = MediaType.parseMediaTypes(field);
			return ranges.isEmpty() ? ANYTHING : new Acceptance(ranges.subList(0, Math.min(ranges.size(), MAX_RANGES)));
		}
		catch (InvalidMediaTypeException ex) {
			return ANYTHING;
		}
	}

	/**
	 * What the client has named.
	 * @return media types and ranges, in no certain order
	 */
	public List<MediaType> ranges() {
		return this.ranges;
	}

	/**
	 * The media type that the client likes best.
	 * @param offered what there is, the server's favourite first; ranges among them, such
	 * as <code>application/*+json</code>, stand for what the client names within them
	 * @return a concrete type, or null if the client accepts none
	 */
	public @Nullable MediaType best(List<MediaType> offered) {
		if (this == ANYTHING) {
			return firstConcrete(offered);
		}
		MediaType best = null;
		double quality = 0;
		for (MediaType type : concrete(offered)) {
			double candidate = quality(type);
			if (candidate > quality) {
				best = type;
				quality = candidate;
			}
		}
		return best;
	}

	private static @Nullable MediaType firstConcrete(List<MediaType> offered) {
		for (MediaType type : offered) {
			if (type.isConcrete()) {
				return type;
			}
		}
		return null;
	}

	/**
	 * Whether the client names a type, as browsers do for pages, and not only a range
	 * that it is in.
	 * @param type a concrete type
	 * @return true if it is named, and acceptable
	 */
	public boolean names(MediaType type) {
		return this.ranges.stream().anyMatch((range) -> range.equalsTypeAndSubtype(type)) && quality(type) > 0;
	}

	private List<MediaType> concrete(List<MediaType> offered) {
		List<MediaType> concrete = new ArrayList<>(offered.size());
		for (MediaType type : offered) {
			if (type.isConcrete()) {
				concrete.add(type);
			}
			else {
				this.ranges.stream()
					.filter((range) -> range.isConcrete() && type.includes(range))
					.forEach((range) -> concrete.add(range.removeQualityValue()));
			}
		}
		return concrete;
	}

	/** The most specific range decides. */
	private double quality(MediaType type) {
		MediaType decisive = null;
		for (MediaType range : this.ranges) {
			if (describes(range, type) && (decisive == null || range.isMoreSpecific(decisive))) {
				decisive = range;
			}
		}
		return (decisive != null) ? decisive.getQualityValue() : 0;
	}

	/**
	 * Parameters of a range must be those of the type, except for the charset, which is
	 * the server's to choose.
	 */
	private static boolean describes(MediaType range, MediaType type) {
		return range.includes(type) && range.getParameters()
			.entrySet()
			.stream()
			.allMatch((parameter) -> parameter.getKey().equals("q") || parameter.getKey().equals("charset")
					|| parameter.getValue().equals(type.getParameter(parameter.getKey())));
	}

}
