package io.jhttp.server.http;

/**
 * How much of a request head is accepted.
 *
 * @param requestLine bytes of the request line without its line end; more is 414
 * @param fieldSection bytes of all header fields with their line ends; more is 431
 * @param fields number of header fields; more is 431
 */
public record HeadLimits(int requestLine, int fieldSection, int fields) {

	/** 8 KiB for the line, 8 KiB and 100 fields for the header section. */
	public static final HeadLimits DEFAULTS = new HeadLimits(8192, 8192, 100);

	/**
	 * Checks the bounds.
	 * @throws IllegalArgumentException if one of them is not positive
	 */
	public HeadLimits {
		if (requestLine < 1 || fieldSection < 1 || fields < 1) {
			throw new IllegalArgumentException(
					"Limits of a request head must be positive: " + requestLine + ", " + fieldSection + ", " + fields);
		}
	}

}
