package io.jhttp.server.handler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * Status line and header fields that gather until their end (Python's
 * {@code _headers_buffer}): what has not left can still be replaced.
 */
final class HeaderSection {

	private final List<Map.Entry<String, String>> fields = new ArrayList<>();

	/** 0 until it is set. */
	private int status;

	private @Nullable String reason;

	void clear() {
		this.fields.clear();
		this.status = 0;
		this.reason = null;
	}

	/** A second status line begins the section again. */
	void status(int status, String reason) {
		if (status < 100 || status > 999) {
			throw new IllegalArgumentException("A status code has three digits: " + status);
		}
		FieldRules.requireValue("reason phrase", reason);
		if (this.status != 0) {
			clear();
		}
		this.status = status;
		this.reason = reason;
	}

	/**
	 * Begins again for an error, which fields without a status line were meant for. Of
	 * those of the content a 416 has one: how long the file is (RFC 9110, section 14.4).
	 */
	void beginError(int error) {
		if (this.status != 0) {
			clear();
		}
		this.fields.removeIf((field) -> field.getKey().regionMatches(true, 0, "Content-", 0, 8)
				&& (error != 416 || !field.getKey().equalsIgnoreCase("Content-Range")));
	}

	void add(String name, String value) {
		this.fields.add(Map.entry(FieldRules.requireName(name), FieldRules.requireValue(name, value)));
	}

	boolean contains(String name) {
		return this.fields.stream().anyMatch((field) -> field.getKey().equalsIgnoreCase(name));
	}

	boolean isEmpty() {
		return this.status == 0 && this.fields.isEmpty();
	}

	boolean isInterim() {
		return this.status != 0 && this.status < 200;
	}

	/** Sends an interim response, or hands the final one on. */
	void end(HttpResponse response) throws IOException {
		if (isInterim()) {
			response.sendInterim(this.status, this.reason, this.fields);
		}
		else {
			if (this.status != 0) {
				response.bare().status(this.status, this.reason);
			}
			this.fields.forEach((field) -> response.addHeader(field.getKey(), field.getValue()));
		}
		clear();
	}

}
