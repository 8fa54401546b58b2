package io.jhttp.server.http;

/**
 * The content codings that a representation may be kept in beside its plain form (RFC
 * 9110, section 8.4.1), the one that servers like best first.
 */
public enum ContentCoding {

	/** Brotli, RFC 7932. */
	BR("br", ".br"),

	/** Zstandard, RFC 8878. */
	ZSTD("zstd", ".zst"),

	/** GZIP, RFC 1952. */
	GZIP("gzip", ".gz");

	private final String token;

	private final String suffix;

	ContentCoding(String token, String suffix) {
		this.token = token;
		this.suffix = suffix;
	}

	/**
	 * The name of the coding in {@code Content-Encoding} and {@code Accept-Encoding}.
	 * @return a token in lower case
	 */
	public String token() {
		return this.token;
	}

	/**
	 * What the name of an encoded file ends with, behind the name of the plain one.
	 * @return a dot and an extension
	 */
	public String suffix() {
		return this.suffix;
	}

}
