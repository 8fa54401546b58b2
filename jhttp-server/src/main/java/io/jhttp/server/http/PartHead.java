package io.jhttp.server.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The header of a part of a form (RFC 7578, section 4).
 *
 * @param name the name of the field of the form
 * @param fileName what the client calls the file, any text; null if the part is no file
 * @param headers all header fields, names as received
 */
public record PartHead(String name, @Nullable String fileName, List<Map.Entry<String, String>> headers) {

	private static final String DISPOSITION = "form-data";

	/** RFC 2045, section 6.2: content with these is what it is. */
	private static final Set<String> IDENTITY = Set.of("7bit", "8bit", "binary");

	/**
	 * Reads a header.
	 * @param bytes lines with their ends
	 * @param from where the first one begins
	 * @param to behind the end of the last one
	 * @return the header
	 * @throws HttpProblem 400 if it is malformed or says no name, 415 if the content is
	 * encoded
	 */
	static PartHead parse(byte[] bytes, int from, int to) {
		List<Map.Entry<String, String>> fields = new ArrayList<>(2);
		for (int at = from; at < to;) {
			int end = at;
			while (bytes[end] != '\r') {
				if (!Bytes.isFieldValue(bytes[end++])) {
					throw HttpProblem.badRequest("The header of a part has a control character.");
				}
			}
			if (bytes[end + 1] != '\n') {
				throw HttpProblem.badRequest("The header of a part has a control character.");
			}
			fields.add(parse(new String(bytes, at, end - at, StandardCharsets.UTF_8)));
			at = end + 2;
		}
		requireIdentity(single(fields, "Content-Transfer-Encoding"));
		single(fields, "Content-Type");
		return of(single(fields, "Content-Disposition"), fields);
	}

	private static Map.Entry<String, String> parse(String line) {
		int colon = line.indexOf(':');
		if (colon < 0 || !FieldRules.isToken(line.substring(0, colon))) {
			throw HttpProblem.badRequest("The header of a part is malformed.");
		}
		return Map.entry(line.substring(0, colon), line.substring(colon + 1).strip());
	}

	/** RFC 7578, section 4.2: {@code filename*} is not for forms. */
	private static PartHead of(@Nullable String disposition, List<Map.Entry<String, String>> fields) {
		int end = (disposition != null) ? disposition.indexOf(';') : -1;
		if (disposition == null || end < 0 || !disposition.substring(0, end).strip().equalsIgnoreCase(DISPOSITION)) {
			throw HttpProblem.badRequest("A part has no Content-Disposition of type form-data with a name.");
		}
		Map<String, String> parameters = FieldParameters.parse(disposition.substring(end));
		String name = parameters.get("name");
		if (name == null) {
			throw HttpProblem.badRequest("The Content-Disposition of a part has no name.");
		}
		String fileName = parameters.get("filename");
		return new PartHead(unquoted(name), (fileName != null) ? unquoted(fileName) : null, List.copyOf(fields));
	}

	/** Browsers encode a quote so, and no percent sign (HTML, section 4.10.21.8). */
	private static String unquoted(String text) {
		return text.replace("%22", "\"");
	}

	private static void requireIdentity(@Nullable String encoding) {
		if (encoding != null && !IDENTITY.contains(encoding.toLowerCase(Locale.ROOT))) {
			throw new HttpProblem(415, "Parts with a Content-Transfer-Encoding are not supported.");
		}
	}

	private static @Nullable String single(List<Map.Entry<String, String>> fields, String name) {
		String value = null;
		for (Map.Entry<String, String> field : fields) {
			if (field.getKey().equalsIgnoreCase(name)) {
				if (value != null) {
					throw HttpProblem.badRequest("A part has more than one " + name + " field.");
				}
				value = field.getValue();
			}
		}
		return value;
	}

	/**
	 * The charset of the content, if that is text.
	 * @return what the {@code Content-Type} of the part names, or null without one
	 * @throws HttpProblem 415 if that is not known here, 400 if it is malformed
	 */
	public @Nullable Charset charset() {
		String type = header("Content-Type");
		int end = (type != null) ? type.indexOf(';') : -1;
		String charset = (type != null && end >= 0) ? FieldParameters.parse(type.substring(end)).get("charset") : null;
		try {
			return (charset != null) ? Charset.forName(charset) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new HttpProblem(415, "The charset of a part is not known.");
		}
	}

	/**
	 * The first value of a header field.
	 * @param fieldName its name, in any case
	 * @return the value, or null if the part has no such field
	 */
	public @Nullable String header(String fieldName) {
		for (Map.Entry<String, String> field : this.headers) {
			if (field.getKey().equalsIgnoreCase(fieldName)) {
				return field.getValue();
			}
		}
		return null;
	}

}
