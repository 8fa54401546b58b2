package io.jhttp.server.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request as Python shows them: in the order in which they came,
 * found by name in any case, with several values for a name.
 */
public final class RequestHeaders {

	private final List<Map.Entry<String, String>> lines;

	private RequestHeaders(List<Map.Entry<String, String>> lines) {
		this.lines = lines;
	}

	/**
	 * Takes the header fields of a request.
	 * @param request the request
	 * @return all of them
	 */
	public static RequestHeaders of(HttpRequest request) {
		return of(request.headers());
	}

	/**
	 * Takes header fields from elsewhere, for
	 * {@link BaseHttpRequestHandler#parseHeaders}.
	 * @param lines names and values
	 * @return the same in this form
	 */
	public static RequestHeaders of(List<Map.Entry<String, String>> lines) {
		return new RequestHeaders(List.copyOf(lines));
	}

	/**
	 * The first value of a field.
	 * @param name its name, in any case
	 * @return the value, or null if there is no such field
	 */
	public @Nullable String get(String name) {
		for (Map.Entry<String, String> line : this.lines) {
			if (line.getKey().equalsIgnoreCase(name)) {
				return line.getValue();
			}
		}
		return null;
	}

	/**
	 * The first value of a field, or another one.
	 * @param name its name, in any case
	 * @param other what to return if there is no such field
	 * @return a value
	 */
	public String get(String name, String other) {
		String value = get(name);
		return (value != null) ? value : other;
	}

	/**
	 * All values of a field, one for each line (Python's {@code get_all}).
	 * @param name its name, in any case
	 * @return the values in order, empty if there is no such field
	 */
	public List<String> getAll(String name) {
		List<String> values = new ArrayList<>();
		for (Map.Entry<String, String> line : this.lines) {
			if (line.getKey().equalsIgnoreCase(name)) {
				values.add(line.getValue());
			}
		}
		return values;
	}

	/**
	 * Whether there is such a field.
	 * @param name its name, in any case
	 * @return true if there is at least one line of it
	 */
	public boolean contains(String name) {
		return get(name) != null;
	}

	/**
	 * All lines.
	 * @return names as received, and values, in order
	 */
	public List<Map.Entry<String, String>> lines() {
		return this.lines;
	}

	/**
	 * The fields as lines, for messages.
	 * @return one line for each field
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.lines.forEach((line) -> text.append(line.getKey()).append(": ").append(line.getValue()).append('\n'));
		return text.toString();
	}

}
