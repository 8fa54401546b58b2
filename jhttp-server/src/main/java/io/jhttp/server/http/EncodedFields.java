package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Header fields that do not change from answer to answer, checked and encoded once.
 */
public final class EncodedFields {

	/** What frames a message, or differs from answer to answer. */
	private static final Set<String> NOT_CONSTANT = Set.of("content-length", "transfer-encoding", "connection",
			"server", "date");

	private final List<Map.Entry<String, String>> fields;

	private final byte[] bytes;

	private EncodedFields(List<Map.Entry<String, String>> fields) {
		this.fields = List.copyOf(fields);
		StringBuilder lines = new StringBuilder(64 * fields.size());
		for (Map.Entry<String, String> field : fields) {
			FieldRules.requireName(field.getKey());
			FieldRules.requireValue(field.getKey(), field.getValue());
			if (NOT_CONSTANT.contains(field.getKey().toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException("The field " + field.getKey() + " is the server's to set");
			}
			lines.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
		}
		this.bytes = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Encodes fields.
	 * @param fields names and values in order
	 * @return the fields
	 * @throws IllegalArgumentException if one of them may not stand in a response, or is
	 * one that the server sets itself
	 */
	public static EncodedFields of(List<Map.Entry<String, String>> fields) {
		return new EncodedFields(fields);
	}

	/**
	 * Names and values in order.
	 * @return an unmodifiable list
	 */
	public List<Map.Entry<String, String>> fields() {
		return this.fields;
	}

	/**
	 * The lines of the fields, each with its line end.
	 * @return ISO-8859-1 text, not to be changed
	 */
	public byte[] bytes() {
		return this.bytes;
	}

}
