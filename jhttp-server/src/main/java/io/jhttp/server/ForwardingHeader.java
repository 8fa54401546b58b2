package io.jhttp.server;

/**
 * A header field by which proxies tell for whom they speak, and how they were spoken to.
 */
public enum ForwardingHeader {

	/**
	 * {@code Forwarded} (RFC 7239), which has everything.
	 */
	FORWARDED("Forwarded"),

	/**
	 * {@code X-Forwarded-For}: the client's address, and those of proxies before the
	 * last.
	 */
	X_FORWARDED_FOR("X-Forwarded-For"),

	/**
	 * {@code X-Forwarded-Proto}: {@code http} or {@code https}.
	 */
	X_FORWARDED_PROTO("X-Forwarded-Proto"),

	/**
	 * {@code X-Forwarded-Host}: the host that the client has asked for.
	 */
	X_FORWARDED_HOST("X-Forwarded-Host"),

	/**
	 * {@code X-Forwarded-Port}: the port that the client has asked at.
	 */
	X_FORWARDED_PORT("X-Forwarded-Port");

	private final String fieldName;

	ForwardingHeader(String fieldName) {
		this.fieldName = fieldName;
	}

	String fieldName() {
		return this.fieldName;
	}

}
