package io.jhttp.spring.boot.autoconfigure.ssl;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot speak HTTPS with a bundle.
 */
final class InvalidSslBundleException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String property;

	private final String bundle;

	private final String remedy;

	InvalidSslBundleException(String property, String bundle, String message, String remedy,
			@Nullable Throwable cause) {
		super(message, cause);
		this.property = property;
		this.bundle = bundle;
		this.remedy = remedy;
	}

	String property() {
		return this.property;
	}

	String bundle() {
		return this.bundle;
	}

	String remedy() {
		return this.remedy;
	}

}
