package io.jhttp.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a handler states of a response beside its content: a status, fields before and
 * behind the content, and what it wants of protocol and connection. How the content is
 * framed is not said here: that is up to the protocol.
 */
public final class ResponseHead {

	private static final int FIRST_CODE = 100;

	/** Two fields, each with name and value. */
	private static final int FIRST_CAPACITY = 4;

	private static final @Nullable String[] NO_FIELDS = {};

	private HttpVersion version = HttpVersion.HTTP_1_1;

	private int status = 200;

	private boolean statusSet;

	private @Nullable String reason;

	/** Names and values in turn. */
	private @Nullable String[] fields = NO_FIELDS;

	private int used;

	private @Nullable EncodedHeaders constant;

	private @Nullable Boolean persistent;

	private boolean bare;

	private List<Map.Entry<String, String>> trailers = List.of();

	/**
	 * Sets the protocol version of the status line.
	 * @param version 1.0 or 1.1, which is the default
	 */
	public void version(HttpVersion version) {
		this.version = version;
	}

	/**
	 * The protocol version of the status line.
	 * @return 1.0 or 1.1
	 */
	public HttpVersion version() {
		return this.version;
	}

	/**
	 * Says whether the connection is to stay open after the response.
	 * @param persistent what the handler wants
	 */
	public void persistent(boolean persistent) {
		this.persistent = persistent;
	}

	/**
	 * Whether the connection is to stay open after the response, as far as the handler is
	 * concerned.
	 * @return null if it has not said anything
	 */
	public @Nullable Boolean persistent() {
		return this.persistent;
	}

	/**
	 * Leaves out the fields that the server adds by itself, {@code Server} and
	 * {@code Date}.
	 */
	public void bare() {
		this.bare = true;
	}

	/**
	 * Whether {@code Server} and {@code Date} are left out unless they were set.
	 * @return false by default
	 */
	public boolean isBare() {
		return this.bare;
	}

	/**
	 * Adds a field that stands behind the content.
	 * @param name its name
	 * @param value its value, which may stand in a trailer
	 */
	public void addTrailer(String name, String value) {
		List<Map.Entry<String, String>> more = new ArrayList<>(this.trailers);
		more.add(Map.entry(name, value));
		this.trailers = more;
	}

	/**
	 * The fields that stand behind the content.
	 * @return names and values, in order
	 */
	public List<Map.Entry<String, String>> trailers() {
		return this.trailers;
	}

	/**
	 * Forgets the fields that stand behind the content.
	 */
	public void clearTrailers() {
		this.trailers = List.of();
	}

	/**
	 * Forgets status and fields.
	 */
	public void clear() {
		this.status = 200;
		this.statusSet = false;
		this.reason = null;
		Arrays.fill(this.fields, 0, this.used, null);
		this.used = 0;
		this.constant = null;
		this.bare = false;
	}

	/**
	 * Whether neither a status nor a field was set.
	 * @return true after {@link #clear}
	 */
	public boolean isPristine() {
		return !this.statusSet && this.used == 0 && this.constant == null;
	}

	/**
	 * The status code.
	 * @return 200 until another was set
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Sets the status.
	 * @param status 100 to 999
	 * @param reason the reason phrase, or null for the registered one
	 * @throws IllegalArgumentException if the code has no three digits or the phrase a
	 * control character
	 */
	public void status(int status, @Nullable String reason) {
		if (status < FIRST_CODE || status > 999) {
			throw new IllegalArgumentException("A status code has three digits: " + status);
		}
		this.status = status;
		this.statusSet = true;
		this.reason = (reason != null) ? FieldRules.requireValue("reason phrase", reason) : null;
	}

	/**
	 * Sets a field, in place of all lines of that name.
	 * @param name a token
	 * @param value ISO-8859-1 text without control characters
	 * @throws IllegalArgumentException if one of them may not stand in a response
	 */
	public void set(String name, String value) {
		FieldRules.requireName(name);
		FieldRules.requireValue(name, value);
		remove(name);
		append(name, value);
	}

	/**
	 * Adds a field line.
	 * @param name a token
	 * @param value ISO-8859-1 text without control characters
	 * @throws IllegalArgumentException if one of them may not stand in a response
	 */
	public void add(String name, String value) {
		append(FieldRules.requireName(name), FieldRules.requireValue(name, value));
	}

	/**
	 * Sets headers that were encoded before; they stand before all others. A line that is
	 * among them is not sent twice.
	 * @param headers the headers, in place of any that were set by this method
	 */
	public void constant(EncodedHeaders headers) {
		this.constant = headers;
		if (this.used > 0) {
			headers.headers().forEach(this::removeLine);
		}
	}

	private void removeLine(Map.Entry<String, String> line) {
		if (line.getValue().equals(get(line.getKey()))) {
			removeAt(indexOf(line.getKey()));
		}
	}

	private void append(String name, String value) {
		if (this.used == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, Math.max(FIRST_CAPACITY, this.used * 2));
		}
		this.fields[this.used++] = name;
		this.fields[this.used++] = value;
	}

	/**
	 * Removes all lines of a name.
	 * @param name the name in any case
	 */
	public void remove(String name) {
		for (int i = indexOf(name); i >= 0; i = indexOf(name)) {
			removeAt(i);
		}
	}

	private void removeAt(int index) {
		System.arraycopy(this.fields, index + 2, this.fields, index, this.used - index - 2);
		this.used -= 2;
	}

	/**
	 * The first value of a field.
	 * @param name the name in any case
	 * @return the value, or null if there is none
	 */
	public @Nullable String get(String name) {
		int index = indexOf(name);
		return (index < 0) ? null : this.fields[index + 1];
	}

	/**
	 * All headers, one entry for each line.
	 * @return names and values, in order
	 */
	public List<Map.Entry<String, String>> headers() {
		List<Map.Entry<String, String>> lines = new ArrayList<>();
		if (this.constant != null) {
			lines.addAll(this.constant.headers());
		}
		for (int i = 0; i < this.used; i += 2) {
			lines.add(Map.entry(String.valueOf(this.fields[i]), String.valueOf(this.fields[i + 1])));
		}
		return lines;
	}

	/**
	 * The reason phrase.
	 * @return null for the registered one
	 */
	public @Nullable String reason() {
		return this.reason;
	}

	/**
	 * Headers that were encoded before.
	 * @return the headers, which stand before all others, or null
	 */
	public @Nullable EncodedHeaders constant() {
		return this.constant;
	}

	/**
	 * How many field lines there are, without those that were encoded before.
	 * @return 0 or more
	 */
	public int fieldCount() {
		return this.used / 2;
	}

	/**
	 * The name of a field line.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @return a token
	 */
	public String fieldName(int index) {
		return String.valueOf(this.fields[2 * index]);
	}

	/**
	 * The value of a field line.
	 * @param index 0 to {@link #fieldCount()} - 1
	 * @return ISO-8859-1 text
	 */
	public String fieldValue(int index) {
		return String.valueOf(this.fields[2 * index + 1]);
	}

	private int indexOf(String name) {
		for (int i = 0; i < this.used; i += 2) {
			if (name.equalsIgnoreCase(this.fields[i])) {
				return i;
			}
		}
		return -1;
	}

}
