package io.jhttp.server.http;

/**
 * The protocol versions that a message is read and answered in (RFC 9112, section 2.3).
 */
public enum HttpVersion {

	/** HTTP/0.9: a request is one line, a response is its content and nothing else. */
	HTTP_0_9("HTTP/0.9"),

	/** HTTP/1.0, RFC 1945. */
	HTTP_1_0("HTTP/1.0"),

	/** HTTP/1.1, and every higher minor version, which is read as 1.1. */
	HTTP_1_1("HTTP/1.1"),

	/**
	 * HTTP/2. RFC 3875 wants a minor version, which Apache and nginx write too, in logs
	 * as well as for scripts.
	 */
	HTTP_2("HTTP/2.0");

	private final String text;

	HttpVersion(String text) {
		this.text = text;
	}

	/**
	 * The version as it stands on the wire.
	 * @return such as {@code HTTP/1.1}
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
