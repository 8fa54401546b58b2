package io.jhttp.server.http;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What separates the parts of a form with files: content of type
 * {@code multipart/form-data} (RFC 7578).
 */
public final class MultipartBoundary {

	/** The media type of such content. */
	public static final String MEDIA_TYPE = "multipart/form-data";

	/** RFC 2046, section 5.1.1. */
	private static final int MAX_LENGTH = 70;

	private static final String CHARACTERS = "'()+_,-./:=? ";

	private MultipartBoundary() {
	}

	/**
	 * Whether content is a form with files.
	 * @param contentType the value of the {@code Content-Type} field, or null without one
	 * @return true for {@link #MEDIA_TYPE}, with whatever parameters
	 */
	public static boolean isIn(@Nullable String contentType) {
		return contentType != null && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE);
	}

	/**
	 * Reads the boundary.
	 * @param contentType the value of the {@code Content-Type} field, or null without one
	 * @return 1 to 70 characters of US-ASCII
	 * @throws HttpProblem 415 if the content is of another type, 400 if the boundary is
	 * missing or malformed
	 */
	public static String of(@Nullable String contentType) {
		if (contentType == null || !isIn(contentType)) {
			throw new HttpProblem(415, "The content has to be a form of type " + MEDIA_TYPE + ".");
		}
		int end = contentType.indexOf(';');
		String boundary = (end < 0) ? null : FieldParameters.parse(contentType.substring(end)).get("boundary");
		if (boundary == null) {
			throw HttpProblem.badRequest("The Content-Type has no boundary.");
		}
		boolean allowed = boundary.chars().allMatch((c) -> isLetterOrDigit(c) || CHARACTERS.indexOf(c) >= 0);
		if (!allowed || boundary.isEmpty() || boundary.length() > MAX_LENGTH || boundary.endsWith(" ")) {
			throw HttpProblem.badRequest("The boundary in the Content-Type is malformed.");
		}
		return boundary;
	}

	private static boolean isLetterOrDigit(int c) {
		return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	}

}
