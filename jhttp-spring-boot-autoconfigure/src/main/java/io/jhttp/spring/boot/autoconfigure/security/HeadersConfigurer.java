package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.http.FieldRules;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityHeaders;

/**
 * Configures header fields of responses that keep browsers from doing what few pages
 * need. What answers may set others.
 */
public final class HeadersConfigurer {

	private SecurityHeaders fields = SecurityHeaders.PRESET;

	HeadersConfigurer() {
	}

	/**
	 * Adds a field, or gives it another value.
	 * @param name its name, such as {@code Content-Security-Policy}
	 * @param value its value
	 * @return this
	 */
	public HeadersConfigurer header(String name, String value) {
		FieldRules.requireName(name);
		FieldRules.requireValue(name, value);
		this.fields = this.fields.with(name, value);
		return this;
	}

	/**
	 * Leaves out the fields that are there by default.
	 * @return this
	 */
	public HeadersConfigurer defaultsDisabled() {
		this.fields = SecurityHeaders.NONE;
		return this;
	}

	/**
	 * Sets no fields.
	 */
	public void disable() {
		defaultsDisabled();
	}

	SecurityHeaders fields() {
		return this.fields;
	}

}
