package io.jhttp.server.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request, whichever protocol it came by. It belongs to one request and
 * does not change, so that it may be read by any thread at any time.
 */
public interface RequestHead extends Preconditions.Fields {

	/**
	 * The method, case-sensitive.
	 * @return a token such as {@code GET} or {@code SPAM}
	 */
	String method();

	/**
	 * Whether the request has this method.
	 * @param method a token, compared case-sensitively
	 * @return true if it is the same
	 */
	default boolean methodIs(String method) {
		return method().equals(method);
	}

	/**
	 * The request line without its line end, or what stands for one.
	 * @return method, target and version
	 */
	String requestLine();

	/**
	 * The request target as received.
	 * @return never empty
	 */
	String target();

	/**
	 * The host that the client has asked for: an absolute target goes before the
	 * {@code Host} field (RFC 9112, section 3.2.2).
	 * @return a host, perhaps with a port; or null if a request of HTTP/1.0 has none
	 */
	@Nullable String host();

	/**
	 * Whether the request is about the server itself: {@code OPTIONS *}.
	 * @return true if the target is an asterisk
	 */
	boolean isForServer();

	/**
	 * The path of the target, not decoded.
	 * @return a string that starts with a slash, or {@code *}
	 */
	String path();

	/**
	 * The bytes of the path, not decoded.
	 * @return a key to look something up
	 */
	PathBytes pathBytes();

	/**
	 * The query of the target, not decoded.
	 * @return what follows the first question mark, or null without one
	 */
	@Nullable String query();

	/**
	 * The version that the request is treated as.
	 * @return 1.0 or 1.1; 0.9 only if the server was told to answer it
	 */
	HttpVersion version();

	/**
	 * How many field lines there are.
	 * @return zero or more
	 */
	int fieldCount();

	/**
	 * The name of a field line.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @return the name as received
	 */
	String fieldName(int index);

	/**
	 * The value of a field line.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @return the value without white space around it, read as ISO-8859-1
	 */
	String fieldValue(int index);

	/**
	 * Whether the value of a field line is this one.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @param value ISO-8859-1 text, compared case-sensitively
	 * @return true if it is the same
	 */
	default boolean fieldValueIs(int index, String value) {
		return fieldValue(index).equals(value);
	}

	/**
	 * Finds a field line.
	 * @param name its name, in any case
	 * @param from the index to begin at
	 * @return the index of the first such line, or -1
	 */
	default int indexOf(String name, int from) {
		for (int index = from; index < fieldCount(); index++) {
			if (fieldName(index).equalsIgnoreCase(name)) {
				return index;
			}
		}
		return -1;
	}

	/**
	 * The declared length of the content.
	 * @return a number of bytes, or -1 if the request declares none
	 */
	long contentLength();

	/**
	 * Whether the client lets the connection stay open after the response.
	 * @return RFC 9112, section 9.3
	 */
	boolean isPersistent();

	/**
	 * The first value of a field.
	 * @param name its name, in any case
	 * @return the value, or null if there is no such field
	 */
	default @Nullable String field(String name) {
		int index = indexOf(name, 0);
		return (index < 0) ? null : fieldValue(index);
	}

	/**
	 * The combined value of a field that is a list (RFC 9110, section 5.2).
	 * @param name its name, in any case
	 * @return the values of all its lines joined with commas, or null if there is no such
	 * field
	 */
	@Override
	default @Nullable String combinedField(String name) {
		int index = indexOf(name, 0);
		if (index < 0) {
			return null;
		}
		String value = fieldValue(index);
		int next = indexOf(name, index + 1);
		if (next < 0) {
			return value;
		}
		StringBuilder combined = new StringBuilder(value);
		while (next >= 0) {
			combined.append(", ").append(fieldValue(next));
			next = indexOf(name, next + 1);
		}
		return combined.toString();
	}

	/**
	 * Whether a comma-separated field has this member, in any of its lines.
	 * @param name the name of the field, in any case
	 * @param member the member, in any case
	 * @return true if it is there
	 */
	default boolean hasListMember(String name, String member) {
		for (int index = indexOf(name, 0); index >= 0; index = indexOf(name, index + 1)) {
			for (String part : fieldValue(index).split(",")) {
				if (part.strip().equalsIgnoreCase(member)) {
					return true;
				}
			}
		}
		return false;
	}

}
