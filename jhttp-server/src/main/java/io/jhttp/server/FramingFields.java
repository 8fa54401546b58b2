package io.jhttp.server;

/**
 * What handlers may say in the fields that frame a response.
 */
final class FramingFields {

	private FramingFields() {
	}

	/** {@code Content-Length}. */
	static long parseLength(String value) {
		long length;
		try {
			length = Long.parseLong(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("Content-Length is not a number", ex);
		}
		return requireLength(length);
	}

	static long requireLength(long length) {
		if (length < 0) {
			throw new IllegalArgumentException("A content length cannot be negative: " + length);
		}
		return length;
	}

	/** {@code Connection}: whether it is to end. */
	static boolean parseCloses(String value) {
		if (value.equalsIgnoreCase("close")) {
			return true;
		}
		if (value.equalsIgnoreCase("keep-alive")) {
			return false;
		}
		throw new IllegalArgumentException("Connection may be 'close' or 'keep-alive' in a response");
	}

}
